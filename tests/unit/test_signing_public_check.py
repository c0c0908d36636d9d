"""Anybody may have a file checked without signing in; a large one only there, and nothing is kept."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from services.web.app import build
from services.web.contribution import WebParts
from tests.unit.signing_office import signing_office
from tests.unit.signing_room import Room, room
from tests.unit.test_signing_http import OpenDoor

__all__ = ["room", "signing_office"]

PAGE = "/kiem-tra-cong-khai"


@pytest.fixture
def stranger(room: Room) -> TestClient:
    """A browser nobody signed in with."""
    return TestClient(build(WebParts([room.parts.contribution], OpenDoor(), lambda: "Văn phòng")))


def test_the_form_opens_and_answers_without_signing_in(room: Room, stranger: TestClient) -> None:
    assert "Không cần đăng nhập" in stranger.get(PAGE).text
    answer = stranger.post(PAGE, files={"file": ("cong-van.pdf", room.office.sealed)})
    assert answer.status_code == 200
    for said in ("Hợp lệ", "Nguyễn Văn An", "Chuỗi chứng thư", "TOTAL-PASSED", "cong-van.pdf"):
        assert said in answer.text
    broken = stranger.post(PAGE, files={"file": ("a.pdf", room.office.sealed + b"junk")}).text
    assert "không được chữ ký nào bảo vệ" in broken
    assert "Việc nên làm" in broken


def test_what_is_no_pdf_and_too_many_files_are_refused_in_words(room: Room, stranger: TestClient) -> None:
    refused = stranger.post(PAGE, files={"file": ("a.pdf", b"GIF89a")})
    assert (refused.status_code, "không phải PDF" in refused.text) == (422, True)
    answers = [stranger.post(PAGE, files={"file": ("a.pdf", b"%PDF-1.7")}) for _ in range(7)]
    assert [one.status_code for one in answers] == [200] * 6 + [429]
    assert "Đợi một phút" in answers[-1].text


def test_a_file_of_some_megabytes_is_taken_here_from_anybody_and_nowhere_else(stranger: TestClient) -> None:
    several = b"%PDF-1.7\n" + bytes(3_000_000)
    assert stranger.post(PAGE, files={"file": ("a.pdf", several)}).status_code == 200
    assert stranger.post("/kiem-tra-chu-ky", files={"file": ("a.pdf", several)}).status_code != 200
    too_large = stranger.post(PAGE, headers={"content-length": str(21 * 1024 * 1024)}, content=b"")
    assert too_large.status_code == 413


def test_nothing_of_a_strangers_file_is_kept(room: Room, stranger: TestClient, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    stranger.post(PAGE, files={"file": ("a.pdf", room.office.sealed)})
    assert sorted(path for path in tmp_path.rglob("*") if "objects" in path.parts) == [
        path for path in before if "objects" in path.parts
    ]
