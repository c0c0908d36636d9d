"""A process that dies between making a signature and recording it: nothing is signed twice, nothing hangs unseen."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from services.kernel.errors import Conflict
from services.kernel.facts import DocumentSealed, DocumentSigned, SignatureRefused
from services.kernel.signatures import ExpectedSignature, SignatureReport
from services.signing.domain.claims import LEASE, Claim
from tests.unit.signing_office import LEADER, Office, signing_office
from tests.unit.signing_room import CLERK, Room, room

__all__ = ["Office", "room", "signing_office"]


class PowerCutError(BaseException):
    """The end of the process; nothing of ours catches it."""


@dataclass
class Cut:
    """A validator under which the power fails once the signed file is stored."""

    whole: Callable[..., SignatureReport]
    after: int = 0

    def check(self, digest: str, expected: Sequence[ExpectedSignature] = ()) -> SignatureReport:
        """The end, at the call after `after` good ones."""
        if self.after == 0:
            raise PowerCutError
        self.after -= 1
        return self.whole(digest, expected)


def test_a_signature_that_was_never_recorded_lapses_is_made_again_and_told_once(room: Room) -> None:
    asked = room.request()
    _die_while_signing(room, asked.request_id, asked.file.digest)

    (seen,) = [one for _, pile in room.parts.views.waiting(LEADER) for one in pile]
    assert seen.state.label == "Đang ký", "it still lies in the book, for everybody to see"
    with pytest.raises(Conflict, match="đang được ký ở một nơi khác"):
        room.parts.book.sign(LEADER, asked.request_id, asked.file.digest)
    room.clock.advance(LEASE + timedelta(seconds=1))
    assert room.parts.book.sign(LEADER, asked.request_id, asked.file.digest).report.valid
    assert [type(fact) for fact in room.told()] == [DocumentSigned]
    assert len(_unreferenced(room)) == 1, "what the dead process made is named by the sweep"


def test_a_restart_gives_the_interrupted_signature_back_at_once_and_says_why(room: Room) -> None:
    asked = room.request()
    _die_while_signing(room, asked.request_id, asked.file.digest)
    room.parts.start()

    (seen,) = [one for _, pile in room.parts.views.waiting(LEADER) for one in pile]
    assert (seen.state.label, seen.failure) == (
        "Chờ ký",
        "Máy chủ dừng giữa chừng, chưa có chữ ký nào được ghi nhận; hãy làm lại.",
    )
    room.parts.book.sign(LEADER, asked.request_id, asked.file.digest)
    assert room.audited() == ["ask-signature", "stop-signing", "sign"]
    room.parts.start()
    assert room.audited()[-1] == "sign", "the second start finds nothing to give back"


def test_an_interrupted_seal_is_given_back_and_made_once(room: Room) -> None:
    signed = room.signed()
    asked = room.seal_request(signed)
    desk = replace(room.parts.seals, validator=Cut(room.parts.seals.validator.check, after=1))
    with pytest.raises(PowerCutError):
        desk.seal(CLERK, asked.request_id, signed.file.digest)
    with pytest.raises(Conflict):
        room.parts.seals.seal(CLERK, asked.request_id, signed.file.digest)
    room.parts.start()

    (waiting,) = room.parts.views.seals_waiting()
    assert "dừng giữa chừng" in waiting.failure
    assert room.parts.seals.seal(CLERK, asked.request_id, signed.file.digest).report.valid
    assert [type(fact) for fact in room.told()] == [DocumentSigned, DocumentSealed]


def test_of_signing_and_returning_at_once_one_takes_effect(room: Room) -> None:
    for _ in range(4):
        asked = room.request()
        told, late = len(room.told()), []

        def answer(act: Callable[[], object], late: list[str] = late) -> None:
            try:
                act()
            except Conflict as conflict:
                late.append(conflict.code)

        hands = [
            threading.Thread(target=answer, args=(act,))
            for act in (
                lambda it=asked: room.parts.book.sign(LEADER, it.request_id, it.file.digest),
                lambda it=asked: room.parts.book.refuse(LEADER, it.request_id, "Chưa rõ kinh phí"),
            )
        ]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        assert len(late) == 1
        (fact,) = room.told()[told:]
        assert isinstance(fact, DocumentSigned | SignatureRefused)


def test_of_two_claims_one_holds_until_it_lapses_and_a_lapsed_one_records_nothing(room: Room) -> None:
    asked, now = room.request().request_id, room.clock.now()
    first, second = Claim.by_person(LEADER.id, now), Claim.by_person(LEADER.id, now)
    late = Claim.by_person(LEADER.id, now + LEASE)
    with room.parts.book.stores() as store:
        assert [store.claim_request(asked, claim) for claim in (first, second, late)] == [True, False, True]
        assert [store.mark_signed(asked, claim) for claim in (first, late)] == [False, True]


def _die_while_signing(room: Room, request_id: str, digest: str) -> None:
    book = replace(room.parts.book, validator=Cut(room.parts.book.validator.check))
    with pytest.raises(PowerCutError):
        book.sign(LEADER, request_id, digest)


def _unreferenced(room: Room) -> set[str]:
    return set(room.objects.digests()) - set(room.parts.views.digests())
