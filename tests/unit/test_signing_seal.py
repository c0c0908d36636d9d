"""The seal desk: number, date and the agency's signature, only on a leader's valid signature and only by a clerk."""

from datetime import date

import pytest

from services.backends.pades.validation import validate
from services.kernel.errors import Conflict, NotAllowed, NotFound, Stale
from services.kernel.facts import DocumentSealed
from services.kernel.notation import file_name_of
from services.kernel.people import Person
from services.kernel.values import Part
from services.signing.domain.claims import Claim
from services.signing.domain.seals import SealState
from tests.unit.signing_office import LEADER, ORGANISATION, signing_office
from tests.unit.signing_room import ADMIN, CLERK, DRAFTER, LEADER_AND_CLERK, Room, room

__all__ = ["room", "signing_office"]


def test_the_clerk_seals_and_both_signatures_stand(room: Room) -> None:
    asked = room.seal_request(room.signed())
    mark = room.parts.seals.seal(CLERK, asked.request_id, asked.signed_digest)
    assert mark.report.valid
    told = room.told()[-1]
    assert isinstance(told, DocumentSealed)
    assert told.file.name == file_name_of(asked.notation)
    assert (told.file.part, told.sealed_by, told.document_id) == (Part.SEALED, "c1", asked.document_id)
    with room.objects.local(told.file.digest) as path:
        report = validate(path.read_bytes(), room.office.roots)
    assert report.valid
    assert [one.signer for one in report.signatures] == [LEADER.name, ORGANISATION.name]
    assert "seal" in room.audited()


@pytest.mark.parametrize("person", [LEADER, DRAFTER])
def test_only_a_clerk_seals(room: Room, person: Person) -> None:
    """Invariant 6: the sealer has the role of clerk."""
    asked = room.seal_request(room.signed())
    with pytest.raises(NotAllowed):
        room.parts.seals.seal(person, asked.request_id, asked.signed_digest)


def test_whoever_signed_does_not_seal_even_as_a_clerk(room: Room) -> None:
    asked = room.seal_request(room.signed())
    with pytest.raises(NotAllowed) as refused:
        room.parts.seals.seal(LEADER_AND_CLERK, asked.request_id, asked.signed_digest)
    assert refused.value.code == "signer-seals"


def test_the_administrator_does_not_learn_of_seal_requests(room: Room) -> None:
    asked = room.seal_request(room.signed())
    with pytest.raises(NotFound):
        room.parts.seals.seal(ADMIN, asked.request_id, asked.signed_digest)
    with pytest.raises(NotFound):
        room.parts.views.seal_request(asked.request_id, ADMIN)


def test_no_seal_without_a_leaders_signature_made_here(room: Room) -> None:
    """Invariant 6: no agency signature without a valid signature of the leader [Art. 32.2.d]."""
    signed = room.signed()
    draft = room.request()
    asked = room.seal_request(signed, request_id="e" * 32, signed_digest=draft.file.digest)
    with pytest.raises(Conflict) as refused:
        room.parts.seals.seal(CLERK, asked.request_id, draft.file.digest)
    assert refused.value.code == "no-valid-signature"
    assert not any(isinstance(fact, DocumentSealed) for fact in room.told())


def test_no_seal_on_a_signed_file_that_was_changed_on_disk(room: Room) -> None:
    """Invariant 6: a signature that no longer holds is none."""
    asked = room.seal_request(room.signed())
    with room.objects.local(asked.signed_digest) as path:
        content = path.read_bytes()
        path.chmod(0o640)
        path.write_bytes(content[:900] + bytes([content[900] ^ 1]) + content[901:])
    with pytest.raises(Conflict) as refused:
        room.parts.seals.seal(CLERK, asked.request_id, asked.signed_digest)
    assert refused.value.code == "no-valid-signature"
    kept = room.parts.views.seal_request(asked.request_id, CLERK)
    assert (kept.state, bool(kept.failure)) == (SealState.WAITING, True)


def test_what_was_not_seen_is_not_sealed(room: Room) -> None:
    asked = room.seal_request(room.signed())
    with pytest.raises(Stale):
        room.parts.seals.seal(CLERK, asked.request_id, "0" * 64)


def test_the_second_seal_is_told_that_it_came_too_late(room: Room) -> None:
    asked = room.seal_request(room.signed())
    room.parts.seals.seal(CLERK, asked.request_id, asked.signed_digest)
    with pytest.raises(Conflict) as late:
        room.parts.seals.seal(CLERK, asked.request_id, asked.signed_digest)
    assert late.value.code == "already-sealed"
    assert sum(isinstance(fact, DocumentSealed) for fact in room.told()) == 1


def test_a_seal_being_applied_elsewhere_is_not_applied_twice(room: Room) -> None:
    asked = room.seal_request(room.signed())
    with room.parts.endpoint.stores() as store:
        assert store.claim_seal(asked.request_id, Claim.by_person("c9", room.clock.now()))
        assert not store.claim_seal(asked.request_id, Claim.by_person("c1", room.clock.now()))
    with pytest.raises(Conflict) as busy:
        room.parts.seals.seal(CLERK, asked.request_id, asked.signed_digest)
    assert busy.value.code == "being-sealed"


@pytest.mark.parametrize(
    ("notation", "day", "printed"),
    [
        ("05/QĐ-UBND", date(2026, 2, 3), ("05", "03", "02")),
        ("123/UBND-VX", date(2026, 12, 31), ("123", "31", "12")),
        ("08-CTr/TU", date(2026, 6, 9), ("08", "09", "6")),
        ("7a/2026/QĐ-UBND", date(2026, 1, 10), ("07a", "10", "01")),
    ],
)
def test_number_and_date_are_printed_as_the_decree_says(
    room: Room, notation: str, day: date, printed: tuple[str, str, str]
) -> None:
    asked = room.seal_request(room.signed(), notation=notation, issued_on=day)
    kept = room.parts.views.seal_request(asked.request_id, CLERK)
    assert (kept.printed_number, kept.printed_day, kept.printed_month) == printed
