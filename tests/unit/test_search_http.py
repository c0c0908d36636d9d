"""Searching as programs and browsers meet it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.kernel.facts import DocumentVoided
from services.kernel.people import Person
from services.web import cookies
from services.web.app import build
from services.web.contribution import WebParts
from services.web.ports import Signed
from tests.unit.search_office import BINH, HANH, LAN, PEOPLE, SearchOffice, close, deposited, search_office


class OpenDoor:
    """Lets in whoever names a person's id as token or cookie."""

    def by_session(self, cookie: str) -> Signed | None:
        return next((Signed(one, csrf="secret") for one in PEOPLE if one.id == cookie), None)

    def by_token(self, token: str) -> Signed | None:
        return next((Signed(one, scopes=frozenset({"search:read"})) for one in PEOPLE if one.id == token), None)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SearchOffice]:
    made = search_office(tmp_path)
    yield made
    close(made)


@pytest.fixture
def client(office: SearchOffice) -> TestClient:
    """The shell with searching only."""
    parts = WebParts([office.parts.contribution], OpenDoor(), lambda: "Văn phòng", clock=office.shared.clock)
    return TestClient(build(parts))


def ask(client: TestClient, who: Person, **query: Any) -> Any:
    """A question over the API."""
    return client.get("/api/v1/search", params=query, headers={"Authorization": f"Bearer {who.id}"})


def see(client: TestClient, who: Person, path: str, expected: int = 200) -> str:
    """A page in somebody's browser."""
    client.cookies.set(cookies.SESSION, who.id)
    answer = client.get(path)
    assert answer.status_code == expected, answer.text
    return answer.text


def test_a_program_finds_by_number_and_goes_on_by_cursor(office: SearchOffice, client: TestClient) -> None:
    for at in range(3):
        office.register(f"d{at}", number=at + 1, body="Bố trí kinh phí")
    first = ask(client, LAN, q="kinh phi", size=2).json()
    assert (first["total"], len(first["hits"])) == (3, 2)
    rest = ask(client, LAN, q="kinh phi", size=2, cursor=first["next"]).json()
    assert ({hit["id"] for hit in first["hits"] + rest["hits"]}, rest["next"]) == ({"d0", "d1", "d2"}, "")
    assert [part["text"] for part in first["hits"][0]["snippet"] if part["marked"]] == ["kinh phí"]
    assert ask(client, LAN, q="đến 2").json()["understood"] == ["văn bản đến", "số 2"]
    assert [hit["id"] for hit in ask(client, LAN, q="đến 2", type="quyet_dinh", year="2026").json()["hits"]] == ["d1"]
    assert ask(client, BINH, q="kinh phi").json()["total"] == 0


def test_a_voided_number_is_told_in_words_and_with_a_flag(office: SearchOffice, client: TestClient) -> None:
    office.register("d1")
    office.tell(DocumentVoided("d1", 2, "vào nhầm", LAN.id))
    hit = ask(client, LAN, q="kien toan").json()["hits"][0]
    assert (hit["state"], hit["voided"]) == ("Số đã hủy", True)
    assert "voided" not in see(client, LAN, "/tim?q=kien+toan")


def test_a_bad_cursor_is_refused_in_words(client: TestClient) -> None:
    answer = ask(client, LAN, q="x", cursor="rác")
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor-invalid")
    assert ask(client, LAN, size=0).status_code == 422
    assert client.get("/api/v1/search").status_code == 401


def test_the_page_marks_finds_and_lets_no_html_through(office: SearchOffice, client: TestClient) -> None:
    office.register(subject="Kiện toàn <script>alert(1)</script>", issuer='Sở "><img>', body="Giao <b>Sở</b> kiện toàn")
    text = see(client, LAN, "/tim?q=kien+toan")
    assert "<mark>Kiện toàn</mark> &lt;script&gt;" in text
    assert "<script>alert" not in text
    assert '"><img>' not in text
    assert "1 văn bản" in text


def test_the_address_bar_holds_the_search(office: SearchOffice, client: TestClient) -> None:
    office.register("d1", year=2025)
    office.register("d2", year=2026)
    text = see(client, LAN, "/tim?q=kien+toan&nam=2025&xep=moi")
    assert "Năm: 2025" in text
    assert "/tim/xem/d1" in text
    assert "/tim/xem/d2" not in text


def test_nothing_found_says_so_and_offers_more(office: SearchOffice, client: TestClient) -> None:
    office.register()
    text = see(client, LAN, "/tim?q=ki%E1%BB%87n+to%C3%A0n+xyzt&nam=2020")
    assert "Không có văn bản nào khớp" in text
    assert "Tìm “kiện toàn”: 1 văn bản" in text
    assert see(client, LAN, "/tim?q=x&tiep=r%C3%A1c")
    assert see(client, BINH, "/tim")


def test_a_find_is_looked_at_without_leaving_the_list(office: SearchOffice, client: TestClient) -> None:
    """Invariant 19: a look from the search is in the audit chain as well."""
    office.register(body="Bố trí kinh phí")
    office.tell(deposited())
    text = see(client, HANH, "/tim/xem/d1?q=kinh+phi")
    assert "<mark>kinh phí</mark>" in text
    assert 'href="/kho/tai-lieu/item-d1"' in text
    see(client, BINH, "/tim/xem/d1", 404)
    see(client, LAN, "/tim/xem/khong-co", 404)
    assert office.looks() == [("hanh", "d1")]


@pytest.mark.parametrize("line", ["%ED%A0%80", "%00", '"', "(((", "a" * 900, "%E2%80%AE15%2FQ%C4%90", "<b>"])
def test_no_line_breaks_the_page_or_the_api(office: SearchOffice, client: TestClient, line: str) -> None:
    office.register()
    assert see(client, LAN, f"/tim?q={line}")
    answer = client.get(f"/api/v1/search?q={line}", headers={"Authorization": "Bearer lan"})
    assert answer.status_code == 200
