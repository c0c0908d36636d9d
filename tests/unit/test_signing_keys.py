"""A leader who came later gets a key from the administrator, and is told so until then."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from services.backends.keys import ring
from services.backends.keys.softkey import SoftKeys, make_soft_keys
from services.kernel.errors import BadInput, Conflict, NotAllowed, NotFound, Unavailable
from services.kernel.people import Person
from tests.unit.signing_office import LEADER, ORGANISATION, PASSWORD, Office, signing_office
from tests.unit.signing_room import ADMIN, CLERK, MORNING, OTHER_LEADER, Room, SmallDirectory, open_room
from tests.unit.test_signing_http import Browser, client

__all__ = ["client", "signing_office"]


@pytest.fixture
def room(signing_office: Office, tmp_path: Path) -> Room:
    """A signing desk with a copy of the office's keys: the second leader has none."""
    home = shutil.copytree(signing_office.home, tmp_path / "home")
    return open_room(signing_office, home, tmp_path)


def test_a_new_leader_reads_that_the_key_is_missing_is_given_one_and_signs(room: Room, client: TestClient) -> None:
    asked = room.request(signer_id=OTHER_LEADER.id)
    address = f"/so-ky/{asked.request_id}"
    browser = Browser(client, OTHER_LEADER)
    assert "Đồng chí chưa có khóa ký số" in browser.get("/so-ky").text
    assert "Đồng chí chưa có khóa ký số" in browser.get(address).text
    assert f'action="{address}/ky"' not in browser.get(address).text
    assert "Nhờ quản trị cấp khóa" in browser.post(f"{address}/ky", digest=asked.file.digest).text

    admin = Browser(client, ADMIN)
    assert "Chưa có, chưa ký được" in admin.get("/khoa-ky").text
    assert admin.post(f"/khoa-ky/{OTHER_LEADER.id}").status_code == 303
    assert "Chưa có" not in admin.get("/khoa-ky").text

    browser = Browser(client, OTHER_LEADER)
    assert "Đồng chí chưa có khóa" not in browser.get(address).text
    assert browser.post(f"{address}/ky", digest=asked.file.digest).status_code == 303
    assert [word for word in room.audited() if word in ("give-key", "sign")] == ["give-key", "sign"]


def test_only_an_administrator_gives_keys_once_and_only_to_leaders(room: Room, client: TestClient) -> None:
    keys = room.parts.keys
    assert Browser(client, CLERK).get("/khoa-ky").status_code == 403
    with pytest.raises(NotAllowed):
        keys.give(OTHER_LEADER, OTHER_LEADER.id)
    with pytest.raises(BadInput, match="không phải lãnh đạo"):
        keys.give(ADMIN, CLERK.id)
    with pytest.raises(NotFound):
        keys.give(ADMIN, "nobody")
    with pytest.raises(Conflict, match="đã có khóa"):
        keys.give(ADMIN, LEADER.id)


def test_where_the_authority_was_not_kept_a_second_is_trusted_beside_the_first(room: Room, tmp_path: Path) -> None:
    for name in ("root.p12", "issuing.p12"):
        (tmp_path / "home" / "keys" / name).unlink()
    room.parts.keys.give("vanthu sign", OTHER_LEADER.id)
    for leader in (LEADER, OTHER_LEADER):
        asked = room.request(signer_id=leader.id)
        assert room.parts.book.sign(leader, asked.request_id, asked.file.digest).report.valid


class PowerCutError(BaseException):
    """The end of the process."""


def _cut(*_: object) -> None:
    raise PowerCutError


def test_a_gift_broken_off_before_its_authority_was_trusted_is_made_whole_by_the_next(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("root.p12", "issuing.p12"):
        (tmp_path / "home" / "keys" / name).unlink()
    with monkeypatch.context() as patch:
        patch.setattr(ring, "trust", _cut)
        with pytest.raises(PowerCutError):
            room.parts.keys.give("vanthu sign", OTHER_LEADER.id)
    assert "give-key" not in room.audited()
    SoftKeys(tmp_path / "home" / "keys", PASSWORD).give(replace(LEADER, id="p3"), ORGANISATION, MORNING)
    asked = room.request(signer_id=OTHER_LEADER.id)
    assert room.parts.book.sign(OTHER_LEADER, asked.request_id, asked.file.digest).report.valid


def test_a_first_making_broken_off_goes_on_with_the_same_authority(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(ring, "trust", _cut)
        with pytest.raises(PowerCutError):
            make_soft_keys(tmp_path, PASSWORD, ORGANISATION, [LEADER], MORNING)
    issuing = (tmp_path / "issuing.p12").read_bytes()
    keys = make_soft_keys(tmp_path, PASSWORD, ORGANISATION, [LEADER], MORNING)
    assert (tmp_path / "issuing.p12").read_bytes() == issuing
    assert keys.trust.exists()
    assert oct((tmp_path / "issuing.p12").stat().st_mode)[-3:] == "600"


def test_of_four_hands_giving_one_leader_a_key_one_does(room: Room, tmp_path: Path) -> None:
    keys = SoftKeys(tmp_path / "home" / "keys", PASSWORD)

    def give(_: int) -> str:
        try:
            keys.give(OTHER_LEADER, ORGANISATION, MORNING)
        except Conflict as late:
            return late.code
        return "given"

    with ThreadPoolExecutor(4) as hands:
        assert sorted(hands.map(give, range(4))) == ["given", "key-there", "key-there", "key-there"]
    assert not list((tmp_path / "home" / "keys").glob("*.new"))


@dataclass
class Away(SmallDirectory):
    """An office one of whose leaders has left."""

    gone: str

    def person(self, person_id: str) -> Person | None:
        """Everybody, the one who left too."""
        found = super().person(person_id)
        return replace(found, active=False) if found and person_id == self.gone else found


def test_a_leader_who_has_left_is_given_no_key(room: Room) -> None:
    keys = replace(room.parts.keys, directory=Away(OTHER_LEADER.id))
    with pytest.raises(BadInput) as refused:
        keys.give(ADMIN, OTHER_LEADER.id)
    assert refused.value.code == "not-at-work"
    assert keys.missing(OTHER_LEADER)


def test_where_no_key_can_be_made_none_is_written_down(room: Room, tmp_path: Path) -> None:
    (tmp_path / "home" / "keys" / "issuing.p12").write_bytes(b"broken")
    with pytest.raises(Unavailable):
        room.parts.keys.give(ADMIN, OTHER_LEADER.id)
    assert "give-key" not in room.audited()
