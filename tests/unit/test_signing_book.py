"""The leader's signature book: what waits, signing what was seen, returning with a reason, putting off."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from services.backends.pades.validation import validate
from services.kernel.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from services.kernel.facts import DocumentSigned, SignatureRefused, SignatureWithdrawn
from services.kernel.people import Person
from services.signing.domain.claims import LEASE, Claim
from services.signing.domain.requests import SigningState
from tests.unit.signing_office import LEADER, signing_office
from tests.unit.signing_room import ADMIN, CLERK, DRAFTER, OTHER_LEADER, Room, room

__all__ = ["room", "signing_office"]


def test_the_leader_signs_and_the_office_hears_of_a_checked_signature(room: Room) -> None:
    asked = room.request()
    mark = room.parts.book.sign(LEADER, asked.request_id, asked.file.digest)
    assert mark.report.valid
    (told,) = room.told()
    assert isinstance(told, DocumentSigned)
    assert (told.draft_digest, told.signer) == (asked.file.digest, "Nguyễn Văn An")
    with room.objects.local(told.file.digest) as path:
        assert validate(path.read_bytes(), room.office.roots).valid
    assert room.parts.views.request(asked.request_id, LEADER).state is SigningState.SIGNED
    assert "sign" in room.audited()


def test_what_was_not_seen_is_not_signed(room: Room) -> None:
    asked = room.request()
    for shown in ("", "0" * 64, asked.file.digest[:-1]):
        with pytest.raises(Stale):
            room.parts.book.sign(LEADER, asked.request_id, shown)
    assert room.told() == []


@pytest.mark.parametrize("person", [CLERK, DRAFTER, OTHER_LEADER])
def test_only_the_leader_it_was_put_before_signs_or_returns(room: Room, person: Person) -> None:
    asked = room.request()
    with pytest.raises(NotAllowed):
        room.parts.book.sign(person, asked.request_id, asked.file.digest)
    with pytest.raises(NotAllowed):
        room.parts.book.refuse(person, asked.request_id, "Sai")
    assert room.told() == []


def test_who_may_not_read_a_document_does_not_learn_that_it_exists(room: Room) -> None:
    asked = room.request()
    with pytest.raises(NotFound):
        room.parts.book.sign(ADMIN, asked.request_id, asked.file.digest)
    with pytest.raises(NotFound):
        room.parts.views.request(asked.request_id, ADMIN)


def test_the_second_of_two_answers_is_told_that_it_came_too_late(room: Room) -> None:
    asked = room.request()
    room.parts.book.sign(LEADER, asked.request_id, asked.file.digest)
    for answer in (
        lambda: room.parts.book.sign(LEADER, asked.request_id, asked.file.digest),
        lambda: room.parts.book.refuse(LEADER, asked.request_id, "Muộn"),
        lambda: room.parts.book.put_off(LEADER, asked.request_id),
    ):
        with pytest.raises(Conflict) as late:
            answer()
        assert late.value.code == "already-signed"
    assert len(room.told()) == 1


def test_a_claim_held_elsewhere_keeps_others_out_until_it_lapses(room: Room) -> None:
    asked = room.request()
    with room.parts.endpoint.stores() as store:
        assert store.claim_request(asked.request_id, Claim.by_person("p1", room.clock.now()))
    with pytest.raises(Conflict) as busy:
        room.parts.book.sign(LEADER, asked.request_id, asked.file.digest)
    assert busy.value.code == "being-signed"
    room.clock.advance(LEASE + timedelta(seconds=1))
    assert room.parts.book.sign(LEADER, asked.request_id, asked.file.digest).report.valid


def test_a_worker_whose_claim_was_taken_over_cannot_record_its_signature(room: Room) -> None:
    asked = room.request()
    slow = Claim.by_person("p1", room.clock.now())
    with room.parts.endpoint.stores() as store:
        store.claim_request(asked.request_id, slow)
    room.clock.advance(LEASE + timedelta(seconds=1))
    room.parts.book.sign(LEADER, asked.request_id, asked.file.digest)
    with room.parts.endpoint.stores() as store:
        assert not store.mark_signed(asked.request_id, slow)
    assert len(room.told()) == 1


def test_a_returned_document_goes_back_with_its_reason(room: Room) -> None:
    asked = room.request()
    room.parts.book.refuse(LEADER, asked.request_id, "  Thiếu phụ lục.  ")
    assert room.told() == [SignatureRefused(asked.request_id, asked.document_id, 5, "p1", "Thiếu phụ lục.")]
    with pytest.raises(Conflict):
        room.parts.book.sign(LEADER, asked.request_id, asked.file.digest)
    assert room.parts.views.waiting(LEADER) == []


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001])
def test_returning_needs_a_reason_of_sensible_length(room: Room, reason: str) -> None:
    asked = room.request()
    with pytest.raises(BadInput) as refused:
        room.parts.book.refuse(LEADER, asked.request_id, reason)
    assert "reason" in refused.value.fields


def test_a_draft_that_cannot_be_signed_stays_in_the_book_with_the_reason(room: Room) -> None:
    asked = room.request(pdf=b"%PDF-1.7 broken")
    with pytest.raises(BadInput):
        room.parts.book.sign(LEADER, asked.request_id, asked.file.digest)
    kept = room.parts.views.request(asked.request_id, LEADER)
    assert kept.state is SigningState.WAITING
    assert "không ký được" in kept.failure
    assert room.told() == []


def test_a_leader_without_a_key_is_told_so_and_nothing_is_lost(room: Room) -> None:
    asked = room.request(signer_id="p2")
    with pytest.raises(NotFound) as refused:
        room.parts.book.sign(OTHER_LEADER, asked.request_id, asked.file.digest)
    assert refused.value.code == "key-missing"
    assert room.parts.views.count_waiting(OTHER_LEADER) == 1


def test_urgent_documents_come_first_and_those_put_off_last(room: Room) -> None:
    """Invariant 9: urgent ones jump the queue of the book."""
    first, second, urgent = room.request(), room.request(), room.request(urgency="hoa_toc")
    room.parts.book.put_off(LEADER, first.request_id)
    ((_, cards),) = room.parts.views.waiting(LEADER)
    assert [card.id for card in cards] == [urgent.request_id, second.request_id, first.request_id]
    assert room.parts.views.count_waiting(LEADER) == 3


def test_of_a_very_high_pile_the_top_is_shown_and_the_rest_counted(room: Room) -> None:
    urgent = [room.request(urgency="khan").request_id for _ in range(2)]
    room.request()
    shown = room.parts.views.waiting(LEADER, most=2)
    assert [card.id for _, cards in shown for card in cards] == urgent
    assert room.parts.views.count_waiting(LEADER) == 3


def test_hearing_everything_five_times_in_any_order_changes_nothing(room: Room) -> None:
    asked = room.request()
    room.parts.book.sign(LEADER, asked.request_id, asked.file.digest)
    gone = SignatureWithdrawn(asked.request_id, asked.document_id, "Nhầm")
    room.hear(*[asked, gone, asked] * 5)
    assert room.parts.views.request(asked.request_id, LEADER).state is SigningState.SIGNED


def test_a_request_withdrawn_before_it_came_never_waits(room: Room) -> None:
    room.hear(SignatureWithdrawn(f"{1:032d}", f"{501:032d}", "Rút lại để sửa"))
    asked = room.request()
    assert room.parts.views.count_waiting(LEADER) == 0
    with pytest.raises(Conflict) as refused:
        room.parts.book.sign(LEADER, asked.request_id, asked.file.digest)
    assert refused.value.code == "withdrawn"


def test_of_one_document_only_the_newest_version_waits(room: Room) -> None:
    newer = room.request(document_id="d" * 32, version=9)
    room.request(document_id="d" * 32, version=5)
    ((_, cards),) = room.parts.views.waiting(LEADER)
    assert [card.id for card in cards] == [newer.request_id]


def test_of_eight_hands_signing_at_once_one_signs(room: Room) -> None:
    asked = room.request()

    def try_to_sign(_: int) -> str:
        try:
            room.parts.book.sign(LEADER, asked.request_id, asked.file.digest)
        except Conflict as late:
            return late.code
        return "signed"

    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(try_to_sign, range(8)))
    assert answers.count("signed") == 1
    assert set(answers) <= {"signed", "being-signed", "already-signed"}
    assert len(room.told()) == 1
