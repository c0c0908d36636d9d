"""A leader who came later gets a key from the administrator, and is told so until then."""

import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from services.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from tests.unit.signing_office import LEADER, Office, signing_office
from tests.unit.signing_room import ADMIN, CLERK, OTHER_LEADER, Room, open_room
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
