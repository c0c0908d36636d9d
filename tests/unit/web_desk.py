"""A desk of one person with no database behind it, for tests of the shell itself."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.testclient import TestClient

from services.kernel.clock import FixedClock
from services.kernel.deadletter import DeadLetter, with_field
from services.kernel.errors import BadInput, Conflict, NotFound, Stale, TooLarge, Unavailable
from services.kernel.people import Person, Role
from services.web.app import build
from services.web.bodies import Body, Line
from services.web.contribution import Contribution, Desk, DeskGroup, WebParts
from services.web.ports import Signed
from services.web.render import go_to, page
from services.web.sent import Sent
from services.web.signin import Caller, PageCaller

LAN = Person("p1", "Trần Thị Lan", "Văn thư", "u1", "Phòng Hành chính", frozenset({Role.CLERK}))
QUAN = Person("p2", "Đỗ Văn Quân", "Trưởng phòng", "u1", "Phòng Hành chính", frozenset({Role.ADMIN}))
SECRET = "bí mật của biểu mẫu"
KEY = {"Authorization": "Bearer khoa"}
REFUSALS = {
    kind.__name__: kind("mot-ma", "Chuyện đã xảy ra.", "Việc cần làm.")
    for kind in (BadInput, NotFound, Conflict, Stale, TooLarge, Unavailable)
}


class Letter(Body):
    """A body with text and anything else."""

    subject: Line
    count: int = 0
    anything: Any = None


class OnePerson:
    """Lan holds the cookie `lan`, Quân the cookie `quan`; the key `khoa` reads and writes the desk."""

    def by_session(self, cookie: str) -> Signed | None:
        """By cookie."""
        who = {"lan": LAN, "quan": QUAN}.get(cookie)
        return Signed(who, SECRET) if who else None

    def by_token(self, token: str) -> Signed | None:
        """By key."""
        return Signed(LAN, scopes=frozenset({"desk:read", "desk:write"})) if token == "khoa" else None


class Letters:
    """A dead-letter box that remembers what was done to it."""

    def __init__(self) -> None:
        now = datetime(2026, 11, 20, 7, 5, tzinfo=UTC)
        self.one = DeadLetter("intake:7", "DocumentRegistered", "search", "Đĩa đầy.", 8, now, now, '{"id": "x"}')
        self.done: list[tuple[str, ...]] = []

    def count(self) -> int:
        """One, until something is done."""
        return 0 if self.done else 1

    def list(self, most: int = 200) -> list[DeadLetter]:
        """The one."""
        return [self.one][: self.count()]

    def show(self, letter_id: str) -> DeadLetter:
        """The one, whatever is asked."""
        if letter_id != self.one.id:
            raise NotFound("dead-letter-unknown", "Không có tin này.")
        return self.one

    def retry(self, letter_id: str, person: Person | str) -> None:
        """Remember."""
        self.done.append(("retry", letter_id))

    def retry_many(self, letter_ids: Sequence[str], person: Person | str) -> int:
        """Remember."""
        self.done.append(("retry", *letter_ids))
        return len(letter_ids)

    def edit(self, letter_id: str, place: str, value: str, person: Person | str) -> None:
        """Remember."""
        with_field(self.one.body, place, value)
        self.done.append(("edit", letter_id, place, value))

    def discard(self, letter_id: str, person: Person | str, why: str) -> None:
        """Remember."""
        self.done.append(("discard", letter_id, why))


def desk_api() -> APIRouter:
    """Routes that refuse, break, or answer what they were sent."""
    api = APIRouter()

    @api.get("/refuse/{kind}")
    def refuse(caller: Caller, kind: str) -> None:
        raise REFUSALS[kind]

    @api.get("/broken")
    def broken(caller: Caller) -> None:
        raise ZeroDivisionError("chi tiết nội bộ")

    @api.post("/letters", status_code=201)
    def letters(caller: Caller, body: Letter) -> dict[str, object]:
        return body.model_dump()

    return api


def desk_pages() -> APIRouter:
    """A page with a form, and one that breaks."""
    pages = APIRouter()

    @pages.get("/thu")
    def form(request: Request, person: PageCaller) -> Response:
        return page(request, person, "desk/form.html", sent={})

    @pages.post("/thu")
    def send(request: Request, person: PageCaller, sent: Sent) -> Response:
        try:
            sent.text("subject", "Trích yếu", required=True)
            sent.day("due", "Hạn")
            sent.check()
        except BadInput as refusal:
            return page(request, person, "desk/form.html", refusal, sent=sent.values)
        return go_to("/thu", note="Đã vào sổ số 124 <b>.")

    @pages.get("/hong")
    def broken(person: PageCaller) -> None:
        raise ZeroDivisionError("chi tiết nội bộ")

    return pages


def open_desk(
    folder: Path, letters: Letters | None = None, cookie: str = "lan", *, secure_cookies: bool = False
) -> TestClient:
    """A browser at the desk, signed in by cookie; nothing is followed, nothing raised."""
    (folder / "desk").mkdir(exist_ok=True)
    (folder / "desk" / "form.html").write_text(FORM, encoding="utf-8")
    desk = Desk("thu", "Thư", "/thu", DeskGroup.CLERICAL, {Role.CLERK}, count=lambda _: 1234)
    share = Contribution("desk", desk_api(), desk_pages(), folder, (desk,), uploads={"/lon": 3_000_000})
    clock = FixedClock(datetime(2026, 11, 20, 7, 5, tzinfo=UTC))
    parts = WebParts(
        [share], OnePerson(), lambda: "UBND xã An Phú", letters, clock=clock, secure_cookies=secure_cookies
    )
    browser = TestClient(build(parts), follow_redirects=False, raise_server_exceptions=False)
    browser.cookies.set("vanthu_session", cookie)
    return browser


FORM = """{% extends "frame.html" %}{% import "macros/forms.html" as f %}{% block title %}Thư{% endblock %}
{% block main %}{% call f.form("/thu", csrf, refusal) %}
{{ f.text("subject", "Trích yếu", sent.subject if sent.subject is defined else "", refusal, required=true) }}
{{ f.day("due", "Hạn", sent.due if sent.due is defined else "", refusal) }}
{% endcall %}{% endblock %}"""
