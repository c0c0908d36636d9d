"""The signing desk as programs and browsers meet it."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.kernel.people import Person
from services.web import cookies
from services.web.app import build
from services.web.contribution import WebParts
from services.web.ports import Signed
from tests.unit.signing_office import LEADER, signing_office
from tests.unit.signing_room import ADMIN, CLERK, DRAFTER, PEOPLE, Room, room

__all__ = ["room", "signing_office"]


class OpenDoor:
    """Lets in whoever names a person's id as token or cookie."""

    def by_session(self, cookie: str) -> Signed | None:
        return next((Signed(one, csrf="secret") for one in PEOPLE if one.id == cookie), None)

    def by_token(self, token: str) -> Signed | None:
        return next((Signed(one, scopes=frozenset({"*:read", "*:write"})) for one in PEOPLE if one.id == token), None)


@pytest.fixture
def client(room: Room) -> TestClient:
    """The shell with this service only."""
    return TestClient(build(WebParts([room.parts.contribution], OpenDoor(), lambda: "Văn phòng")))


class Api:
    """Somebody's bearer token."""

    def __init__(self, client: TestClient, person: Person) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {person.id}"}

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/signing/{path}", headers=self.headers)

    def post(self, path: str, body: object = None, **more: Any) -> Any:
        return self.client.post(f"/api/v1/signing/{path}", json=body, headers=self.headers, **more)


class Browser:
    """Somebody's browser, signed in."""

    def __init__(self, client: TestClient, person: Person) -> None:
        self.client = client
        client.cookies.set(cookies.SESSION, person.id)

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def post(self, path: str, **form: Any) -> Any:
        return self.client.post(path, data={"csrf": "secret", **form}, follow_redirects=False)


def test_a_program_reads_the_book_and_signs_what_it_read(room: Room, client: TestClient) -> None:
    asked, leader = room.request(), Api(client, LEADER)
    (card,) = leader.get("book").json()["requests"]
    assert card["subject"] == asked.subject
    offered = leader.get(f"requests/{card['id']}/actions").json()["actions"]
    assert [(one["act"], one["allowed"]) for one in offered] == [("sign", True), ("refuse", True), ("put-off", True)]
    made = leader.post(f"requests/{card['id']}/sign", {"digest": card["digest"]})
    assert made.status_code == 200, made.text
    assert made.json()["report"]["outcome"] == "valid"
    again = leader.post(f"requests/{card['id']}/sign", {"digest": card["digest"]})
    assert (again.status_code, again.json()["code"]) == (409, "already-signed")
    assert leader.get("book").json() == {"requests": [], "total": 0}


def test_a_program_hears_why_it_may_not(room: Room, client: TestClient) -> None:
    asked = room.request()
    offered = Api(client, CLERK).get(f"requests/{asked.request_id}/actions").json()["actions"]
    assert all(not one["allowed"] and "lãnh đạo" in one["why"] for one in offered)
    stale = Api(client, LEADER).post(f"requests/{asked.request_id}/sign", {"digest": "0" * 64})
    assert (stale.status_code, stale.json()["code"]) == (412, "not-what-you-saw")
    assert Api(client, ADMIN).get(f"requests/{asked.request_id}").status_code == 404
    assert Api(client, LEADER).post(f"requests/{asked.request_id}/refuse", {"reason": " "}).status_code == 422
    assert Api(client, LEADER).post(f"requests/{asked.request_id}/refuse", {"reason": "Sai"}).status_code == 204


def test_a_clerk_seals_by_program(room: Room, client: TestClient) -> None:
    asked, clerk = room.seal_request(room.signed()), Api(client, CLERK)
    (one,) = clerk.get("seals").json()["seals"]
    assert one["notation"] == "05/QĐ-UBND"
    made = clerk.post(f"seals/{asked.request_id}/seal", {"digest": one["digest"]})
    assert made.status_code == 200, made.text
    assert len(made.json()["report"]["signatures"]) == 2
    assert Api(client, DRAFTER).get("seals").status_code == 403


def test_a_pdf_goes_in_and_a_report_comes_out(room: Room, client: TestClient) -> None:
    drafter = Api(client, DRAFTER)
    whole = drafter.client.post(
        "/api/v1/signing/validate", files={"file": ("a.pdf", room.office.sealed)}, headers=drafter.headers
    ).json()
    assert whole["outcome"] == "valid"
    assert whole["signatures"][0]["signer"] == "Nguyễn Văn An"
    broken = drafter.client.post(
        "/api/v1/signing/validate", files={"file": ("a.pdf", room.office.sealed + b"x")}, headers=drafter.headers
    ).json()
    assert broken["outcome"] == "invalid"
    for content in (b"", b"GIF89a"):
        refused = drafter.client.post(
            "/api/v1/signing/validate", files={"file": ("a.pdf", content)}, headers=drafter.headers
        )
        assert (refused.status_code, refused.json()["code"]) == (422, "not-a-pdf")


def test_the_leader_reads_signs_and_is_led_to_the_next(room: Room, client: TestClient) -> None:
    """Invariant 19: reading in the book is in the audit chain."""
    first, second, browser = room.request(), room.request(), Browser(client, LEADER)
    assert first.subject in browser.get("/so-ky").text
    reading = browser.get(f"/so-ky/{first.request_id}").text
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', reading)
    assert digest
    looks = room.audited().count("view")
    assert browser.get(f"/so-ky/{first.request_id}/trang/1").content.startswith(b"\x89PNG")
    assert room.audited().count("view") == looks, "the pictures of a page just opened are part of that look"
    done = browser.post(f"/so-ky/{first.request_id}/ky", digest=digest[1])
    assert (done.status_code, done.headers["location"]) == (303, f"/so-ky/{second.request_id}")
    after = browser.get(f"/so-ky/{first.request_id}").text
    assert "đã kiểm tra chữ ký" in after
    assert "Chữ ký số hợp lệ: Nguyễn Văn An" in after
    assert first.subject in browser.get("/so-ky/da-ky").text
    assert "view" in room.audited()


def test_the_leader_returns_with_a_quick_reason_or_is_asked_for_one(room: Room, client: TestClient) -> None:
    asked, browser = room.request(), Browser(client, LEADER)
    empty = browser.post(f"/so-ky/{asked.request_id}/tra-lai", reason="")
    assert empty.status_code == 422
    assert "Cần ghi lý do" in empty.text
    done = browser.post(f"/so-ky/{asked.request_id}/tra-lai", quick="Thiếu phụ lục kèm theo.", reason="Phụ lục II")
    assert done.status_code == 303
    assert room.parts.views.request(asked.request_id, LEADER).reason == "Thiếu phụ lục kèm theo.\nPhụ lục II"
    late = browser.post(f"/so-ky/{asked.request_id}/de-sau")
    assert late.status_code == 409
    assert "đã được trả lại" in late.text


def test_the_clerk_seals_in_the_browser(room: Room, client: TestClient) -> None:
    asked, browser = room.seal_request(room.signed()), Browser(client, CLERK)
    assert "05/QĐ-UBND" in browser.get("/dong-dau").text
    page = browser.get(f"/dong-dau/{asked.request_id}").text
    assert "Số: 05/QĐ-UBND, ngày 07 tháng 6 năm 2026 sẽ được ghi vào văn bản." in page
    done = browser.post(f"/dong-dau/{asked.request_id}", digest=asked.signed_digest)
    assert done.status_code == 303, done.text
    sealed = browser.get(f"/dong-dau/{asked.request_id}").text
    assert sealed.count("Chữ ký số hợp lệ") == 2
    assert browser.get(f"/dong-dau/{asked.request_id}/tep").content.startswith(b"%PDF")


def test_text_of_others_is_shown_as_text(room: Room, client: TestClient) -> None:
    asked = room.request(subject="<script>alert(1)</script>", drafter='"><img src=x onerror=1>')
    browser = Browser(client, LEADER)
    for path in ("/so-ky", f"/so-ky/{asked.request_id}"):
        shown = browser.get(path).text
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_the_check_page_answers_and_refuses_in_words(room: Room, client: TestClient) -> None:
    browser = Browser(client, DRAFTER)
    assert browser.get("/kiem-tra-chu-ky").status_code == 200
    good = client.post("/kiem-tra-chu-ky", data={"csrf": "secret"}, files={"file": ("b.pdf", room.office.sealed)})
    assert "Hợp lệ" in good.text
    assert "không công bố danh sách thu hồi" in good.text
    bad = client.post("/kiem-tra-chu-ky", data={"csrf": "secret"}, files={"file": ("b.txt", b"abc")})
    assert bad.status_code == 422
    assert "không phải PDF" in bad.text
    assert client.post("/kiem-tra-chu-ky", data={"csrf": "secret"}).status_code == 422
