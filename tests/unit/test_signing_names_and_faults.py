"""Names change while certificates stay; a tool that breaks leaves the document waiting, not blocked."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from services.backends.pades.bench import BenchSigner
from services.backends.pool import TaskError
from services.backends.shared import Shared
from services.kernel.clock import FixedClock
from services.kernel.errors import Conflict, Unavailable
from services.kernel.people import Organisation
from services.kernel.ports import SignedFile
from services.signing.domain.requests import SigningState
from services.signing.domain.seals import SealState
from services.signing.handlers.attempt import BROKEN
from services.signing.wiring import wire
from tests.unit.signing_office import LEADER, ORGANISATION, Office, signing_office
from tests.unit.signing_room import CLERK, OTHER_LEADER, HereBench, Room, SmallDirectory, open_room, open_settings, room

__all__ = ["room", "signing_office"]


def test_a_leader_whose_name_was_corrected_goes_on_signing_and_the_clerk_sealing(room: Room) -> None:
    asked = room.request()
    mark = room.parts.book.sign(replace(LEADER, name="Nguyễn Văn Ân"), asked.request_id, asked.file.digest)
    assert (mark.person, mark.report.signatures[0].signer) == ("Nguyễn Văn Ân", "Nguyễn Văn An")
    seal = room.seal_request(room.told()[-1])
    assert room.parts.seals.seal(CLERK, seal.request_id, seal.signed_digest).report.valid


class RenamedDirectory(SmallDirectory):
    """The office after a merger."""

    def organisation(self) -> Organisation:
        return replace(ORGANISATION, name="Văn phòng UBND tỉnh Bình Thanh")


def test_an_office_that_was_renamed_goes_on_sealing(signing_office: Office, tmp_path: Path) -> None:
    before = open_room(signing_office, signing_office.home, tmp_path)
    asked = before.seal_request(before.signed())
    shared = Shared(before.clock, before.objects, HereBench(), RenamedDirectory())
    after = wire(open_settings(signing_office.home, tmp_path), shared)
    assert after.seals.seal(CLERK, asked.request_id, asked.signed_digest).report.valid


def test_a_signature_by_anothers_key_is_not_kept(signing_office: Office, tmp_path: Path) -> None:
    home = shutil.copytree(signing_office.home, tmp_path / "home")
    room = open_room(signing_office, home, tmp_path)
    room.parts.keys.give("vanthu sign", OTHER_LEADER.id)
    asked = room.request()
    book = replace(room.parts.book, signer=Mixed(room.parts.book.signer, OTHER_LEADER.id))
    with pytest.raises(Conflict, match="Trần Thị Bình") as refused:
        book.sign(LEADER, asked.request_id, asked.file.digest)
    assert refused.value.code == "signature-not-valid"


@dataclass
class Mixed:
    """A signer that takes the wrong key out of the drawer."""

    whole: Any
    taken: str

    def certificate(self, person_id: str) -> str:
        return str(self.whole.certificate(person_id))

    def sign(self, digest: str, person_id: str, name: str, anchors: str) -> SignedFile:
        del person_id
        made: SignedFile = self.whole.sign(digest, self.taken, name, anchors)
        return made


class Broken:
    """Tools with a fault of ours in them."""

    def certificate(self, person_id: str) -> str:
        raise ZeroDivisionError

    agency_certificate = certificate

    def check(self, *_: object) -> Any:
        raise ZeroDivisionError


def test_a_fault_while_signing_leaves_the_document_waiting_and_says_so(room: Room) -> None:
    asked = room.request()
    with pytest.raises(ZeroDivisionError):
        replace(room.parts.book, signer=Broken()).sign(LEADER, asked.request_id, asked.file.digest)
    kept = room.parts.views.request(asked.request_id, LEADER)
    assert (kept.state, kept.failure) == (SigningState.WAITING, BROKEN)
    assert room.audited()[-1] == "fail-to-sign"
    assert room.parts.book.sign(LEADER, asked.request_id, asked.file.digest).report.valid


def test_a_fault_while_sealing_leaves_the_document_waiting_and_says_so(room: Room) -> None:
    asked = room.seal_request(room.signed())
    with pytest.raises(ZeroDivisionError):
        replace(room.parts.seals, validator=Broken()).seal(CLERK, asked.request_id, asked.signed_digest)
    kept = room.parts.views.seal_request(asked.request_id, CLERK)
    assert (kept.state, kept.failure) == (SealState.WAITING, BROKEN)
    assert room.parts.seals.seal(CLERK, asked.request_id, asked.signed_digest).report.valid


class BrokenBench(HereBench):
    """A workbench whose tasks end in a traceback."""

    def run(self, task: Callable[..., Any], *args: Any) -> Any:
        raise TaskError("Traceback …")


def test_a_broken_tool_is_answered_in_words(room: Room) -> None:
    signer = BenchSigner(room.objects, BrokenBench(), room.office.keys, FixedClock(room.clock.now()))
    asked = room.request()
    with pytest.raises(Unavailable, match="Công cụ ký số gặp lỗi"):
        replace(room.parts.book, signer=signer).sign(LEADER, asked.request_id, asked.file.digest)
    assert "Công cụ ký số" in room.parts.views.request(asked.request_id, LEADER).failure
