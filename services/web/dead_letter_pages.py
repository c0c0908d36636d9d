"""The desk where people work on deliveries that failed for the last time."""

import json

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.kernel.deadletter import DeadLetter, fields_of
from services.kernel.errors import BadInput, NotFound, Refusal
from services.kernel.people import Person, Role, require
from services.web.audit_words import FACTS, SERVICES
from services.web.contribution import Contribution, Desk, DeskGroup
from services.web.ports import DeadLetters
from services.web.render import go_to, page
from services.web.sent import Sent
from services.web.signin import PageCaller

HREF = "/tin-ton-dong"
_MOST_SHOWN = 100_000


def contribution(letters: DeadLetters) -> Contribution:
    """The dead-letter desk as a share of the application."""
    desk = Desk(
        "tin-ton-dong",
        "Tin tồn đọng",
        HREF,
        DeskGroup.ADMIN,
        {Role.ADMIN},
        count=lambda _: letters.count(),
        icon="alert",
    )
    return Contribution("dead-letters", pages=_router(letters), desks=(desk,))


def _router(letters: DeadLetters) -> APIRouter:
    pages = APIRouter(prefix=HREF)

    @pages.get("")
    def listed(request: Request, person: PageCaller) -> Response:
        _admin(person, "xem tin tồn đọng")
        told = {"letters": letters.list(), "total": letters.count(), "facts": FACTS, "names": SERVICES}
        return page(request, person, "dead_letters.html", None, **told)

    @pages.get("/{letter_id}")
    def shown(request: Request, person: PageCaller, letter_id: str) -> Response:
        _admin(person, "xem tin tồn đọng")
        return _page(request, person, letters.show(letter_id))

    @pages.post("/{letter_id}/gui-lai")
    def retried(person: PageCaller, letter_id: str) -> Response:
        _admin(person, "gửi lại tin tồn đọng")
        letters.retry(letter_id, person)
        return go_to(HREF, note="Đã đưa tin vào hàng chờ gửi lại.")

    @pages.post("/gui-lai")
    def retried_together(person: PageCaller, sent: Sent) -> Response:
        _admin(person, "gửi lại tin tồn đọng")
        count = letters.retry_many(sent.many("letter"), person)
        return go_to(HREF, note=f"Đã đưa {count} tin vào hàng chờ gửi lại.")

    _add_changes(pages, letters)
    return pages


def _add_changes(pages: APIRouter, letters: DeadLetters) -> None:
    @pages.post("/{letter_id}/sua")
    def edited(request: Request, person: PageCaller, letter_id: str, sent: Sent) -> Response:
        _admin(person, "sửa tin tồn đọng")
        try:
            letters.edit(letter_id, sent.raw("field"), sent.raw("value"), person)
        except BadInput as refusal:
            return _page(request, person, letters.show(letter_id), refusal)
        return go_to(f"{HREF}/{letter_id}", note="Đã sửa và ghi vào nhật ký; bấm Gửi lại để giao tin.")

    @pages.post("/{letter_id}/bo")
    def discarded(request: Request, person: PageCaller, letter_id: str, sent: Sent) -> Response:
        _admin(person, "bỏ tin tồn đọng")
        try:
            why = sent.text("why", "Lý do", required=True)
            sent.check()
            letters.discard(letter_id, person, why)
        except NotFound:
            raise
        except Refusal as refusal:
            return _page(request, person, letters.show(letter_id), refusal)
        return go_to(HREF, note="Đã bỏ tin và ghi lý do vào nhật ký.")


def _admin(person: Person, action: str) -> None:
    require(person, Role.ADMIN, action=action)


def _page(request: Request, person: Person, letter: DeadLetter, refusal: Refusal | None = None) -> Response:
    fields = fields_of(letter.body)
    asked = request.query_params.get("muc", "")
    told = {"facts": FACTS, "names": SERVICES, "fields": fields, "field": asked if asked in fields else ""}
    return page(request, person, "dead_letter.html", refusal, letter=letter, body=_readable(letter), **told)


def _readable(letter: DeadLetter) -> str:
    try:
        return json.dumps(json.loads(letter.body), ensure_ascii=False, indent=2)[:_MOST_SHOWN]
    except (ValueError, RecursionError):
        return letter.body[:_MOST_SHOWN]
