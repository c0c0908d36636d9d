"""What leaders, clerks and other programs read of the level of a signature, and what an outage does to their work."""

import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from services.backends.settings import Settings
from services.kernel.errors import BadInput, Unavailable
from services.kernel.signatures import Level
from services.signing.domain.marks import Kind
from tests.unit.signing_office import LEADER, PASSWORD, Office, signing_office
from tests.unit.signing_room import CLERK, Room, open_room
from tests.unit.test_signing_http import Browser, client

__all__ = ["client", "signing_office"]
NOWHERE = "http://127.0.0.1:9"
"""The port of nothing: every connection is refused at once."""


@pytest.fixture
def room(signing_office: Office, tmp_path: Path, request: pytest.FixtureRequest) -> Room:
    """A signing desk whose settings the test names."""
    home = shutil.copytree(signing_office.home, tmp_path / "home")
    return open_room(signing_office, home, tmp_path, **request.param)


@pytest.mark.parametrize("room", [{"VANTHU_TSA": "soft:"}], indirect=True)
def test_with_the_key_folders_own_authority_both_signatures_are_b_lt(room: Room, client: TestClient) -> None:
    signed = room.signed()
    asked = room.seal_request(signed)
    mark = room.parts.seals.seal(CLERK, asked.request_id, signed.file.digest)
    assert (mark.level, mark.lack) == (Level.LT, "")
    kept = room.parts.views.mark(signed.request_id, Kind.LEADER)
    assert kept is not None
    assert kept.level is Level.LT
    assert "Mức chữ ký B-LT." in Browser(client, LEADER).get(f"/so-ky/{signed.request_id}").text
    assert "Mức chữ ký B-LT." in Browser(client, CLERK).get(f"/dong-dau/{asked.request_id}").text


@pytest.mark.parametrize("room", [{"VANTHU_TSA": NOWHERE}], indirect=True)
def test_an_outage_costs_levels_and_the_page_says_why(room: Room, client: TestClient) -> None:
    signed = room.signed()
    mark = room.parts.views.mark(signed.request_id, Kind.LEADER)
    assert mark is not None
    assert mark.level is Level.B
    page = Browser(client, LEADER).get(f"/so-ky/{signed.request_id}").text
    assert "Mức chữ ký B-B." in page
    assert "Nơi cấp dấu thời gian không kết nối được." in page


@pytest.mark.parametrize("room", [{"VANTHU_TSA": NOWHERE, "VANTHU_WITHOUT_TSA": "refuse"}], indirect=True)
def test_an_office_that_rather_waits_signs_nothing_during_an_outage(room: Room, client: TestClient) -> None:
    asked = room.request()
    with pytest.raises(Unavailable) as refused:
        room.parts.book.sign(LEADER, asked.request_id, asked.file.digest)
    assert refused.value.code == "tsa-away"
    assert room.parts.views.mark(asked.request_id, Kind.LEADER) is None
    assert room.parts.views.request(asked.request_id, LEADER).state == "waiting"
    page = Browser(client, LEADER).get(f"/so-ky/{asked.request_id}").text
    assert "Lần ký trước chưa xong: Nơi cấp dấu thời gian không kết nối được." in page


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"VANTHU_TSA": "ftp://x"}, "VANTHU_TSA"),
        ({"VANTHU_SIGNATURE_LEVEL": "B-X"}, "VANTHU_SIGNATURE_LEVEL"),
        ({"VANTHU_WITHOUT_TSA": "hope"}, "VANTHU_WITHOUT_TSA"),
        ({"VANTHU_SIGNATURE_LEVEL": "B-LT", "VANTHU_WITHOUT_TSA": "refuse"}, "VANTHU_TSA"),
    ],
)
def test_settings_that_could_sign_nothing_are_refused_at_the_start(told: dict[str, str], named: str) -> None:
    with pytest.raises(BadInput, match=named):
        Settings.read({"VANTHU_KEY_PASSPHRASE": PASSWORD, **told})
    demo = Settings.read({"VANTHU_DEMO": "1"})
    assert (demo.tsa, demo.signature_level) == ("soft:", "B-LT")
