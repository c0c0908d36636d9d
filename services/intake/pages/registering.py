"""The split view in which a waiting upload is registered: the paper at the left, the form at the right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from services.intake.domain.arrivals import Arrival, ArrivalState
from services.intake.domain.incoming import IncomingDocument
from services.intake.domain.registers import Direction, Register
from services.intake.handlers.registration import RegisterIncoming
from services.intake.pages.arrivals import queue_page
from services.intake.pages.incoming_pages import WIDTH, IncomingPages, file_tabs
from services.intake.pages.incoming_shelves import QUEUE, ROOT
from services.intake.pages.paper_form import described, first_values, strip_lines
from services.kernel.doctypes import document_types
from services.kernel.errors import Refusal
from services.kernel.people import Person
from services.kernel.values import Secrecy, Urgency
from services.web.downloads import download
from services.web.render import go_to, page
from services.web.sent import Sent, SentForm
from services.web.signin import PageCaller


@dataclass(frozen=True)
class Typed:
    """What a refused form held."""

    refusal: Refusal
    values: Mapping[str, str]


def router(desk: IncomingPages) -> APIRouter:
    """The form, its papers, and what is done with it."""
    pages = APIRouter()

    @pages.get(f"{QUEUE}/{{arrival_id}}")
    def form(request: Request, person: PageCaller, arrival_id: str) -> Response:
        arrival = desk.cases.opening.view_waiting(person, arrival_id)
        if arrival.document_id:
            return go_to(f"{ROOT}/{arrival.document_id}")
        return _page(request, person, desk, arrival)

    @pages.post(f"{QUEUE}/{{arrival_id}}")
    def register(request: Request, person: PageCaller, arrival_id: str, sent: Sent) -> Response:
        arrival = desk.cases.opening.arrival(person, arrival_id)
        if not arrival.document_id and (secrecy := _secrecy(sent)) is not Secrecy.NONE:
            return queue_page(request, person, desk, desk.cases.secrets.remove(person, arrival_id, secrecy))
        try:
            return _done(desk, person, arrival, sent)
        except Refusal as refusal:
            return _refused(request, person, desk, arrival_id, Typed(refusal, sent.values))

    @pages.get(f"{QUEUE}/{{arrival_id}}/tep/{{digest}}")
    def file(person: PageCaller, arrival_id: str, digest: str) -> Response:
        return download(*desk.cases.opening.waiting_file(person, arrival_id, digest))

    @pages.get(f"{QUEUE}/{{arrival_id}}/tep/{{digest}}/trang/{{number}}.png")
    def picture(person: PageCaller, arrival_id: str, digest: str, number: int) -> Response:
        image = desk.cases.opening.waiting_picture(person, arrival_id, digest, number, WIDTH)
        return Response(image, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})

    return pages


def _refused(request: Request, person: Person, desk: IncomingPages, arrival_id: str, typed: Typed) -> Response:
    arrival = desk.cases.opening.arrival(person, arrival_id)
    if arrival.document_id:
        there = f"{ROOT}/{arrival.document_id}"
        return go_to(there, note="Tệp này đã được vào sổ trước đó; đây là văn bản ấy, không có số nào cấp thêm.")
    if arrival.state is ArrivalState.WAITING:
        desk.cases.arrivals.save_draft(person, arrival_id, typed.values)
    return _page(request, person, desk, arrival, typed)


def _secrecy(sent: SentForm) -> Secrecy:
    found = sent.raw("secrecy")
    return Secrecy(found) if found in set(Secrecy) else Secrecy.NONE


def _done(desk: IncomingPages, person: Person, arrival: Arrival, sent: SentForm) -> Response:
    work = sent.raw("viec")
    if work not in {"vao-so", "chuyen", "bo"}:
        desk.cases.arrivals.save_draft(person, arrival.id, sent.values)
        return go_to(f"{QUEUE}/{arrival.id}", note="Đã lưu nháp; tệp vẫn nằm trong hàng chờ.")
    if work == "bo":
        desk.cases.arrivals.discard(person, arrival.id, sent.lines("reason", "Lý do"))
        return go_to(QUEUE, note="Đã bỏ tệp khỏi hàng chờ, lý do được giữ lại.")
    document = _registered(desk, person, arrival, sent, leader_id=_leader(sent) if work == "chuyen" else "")
    following = desk.views.next_arrival(arrival.id)
    said = f"Đã vào sổ: số đến {document.entry.number}, {document.entry.register_name}."
    address = f"{QUEUE}/{following}?vua={document.id}" if following else f"{ROOT}/{document.id}?vua={document.id}"
    return go_to(address, note=said)


def _leader(sent: SentForm) -> str:
    leader = sent.text("leader", "Lãnh đạo", most=64)
    if not leader:
        sent.fault("leader", "Chọn lãnh đạo để trình.")
    return leader


def _registered(
    desk: IncomingPages, person: Person, arrival: Arrival, sent: SentForm, leader_id: str
) -> IncomingDocument:
    register_id = sent.text("register", "Sổ", required=True, most=64)
    despite = sent.lines("despite", "Lý do", most=1000)
    paper = described(sent, desk.cases.today())
    order = RegisterIncoming(register_id, paper, arrival_id=arrival.id, despite=despite, leader_id=leader_id)
    document = desk.cases.registration.register(person, order)
    desk.cases.stamp_soon()
    return document


def _page(
    request: Request, person: Person, desk: IncomingPages, arrival: Arrival, typed: Typed | None = None
) -> Response:
    values = {**first_values(arrival), **(typed.values if typed else {})}
    refusal, twin = _apart(typed.refusal) if typed else (None, "")
    return page(
        request,
        person,
        "intake/registering.html",
        refusal,
        arrival=arrival,
        values=values,
        old=twin,
        **_paper(request, desk, arrival),
        **_choices(desk, values),
        **_around(desk, person, request, arrival),
    )


def _apart(refusal: Refusal) -> tuple[Refusal, str]:
    # The id of the earlier document is for a link, not for the list of fields to mend.
    fields = {name: words for name, words in refusal.fields.items() if name != "twin"}
    return type(refusal)(refusal.code, refusal.detail, refusal.next, fields=fields), refusal.fields.get("twin", "")


def _paper(request: Request, desk: IncomingPages, arrival: Arrival) -> dict[str, Any]:
    here, files = f"{QUEUE}/{arrival.id}", arrival.received.shown
    current = desk.chosen(files, request.query_params.get("tep", ""))
    return {
        "here": here,
        "pictures": desk.pictures(here, current),
        "tabs": file_tabs(here, files, current),
        "download": f"{here}/tep/{current.digest}",
        "strip": strip_lines(arrival.received.signatures),
        "sources": {guess.field: (guess.source, guess.confidence) for guess in arrival.received.guesses},
    }


def _choices(desk: IncomingPages, values: Mapping[str, str]) -> dict[str, Any]:
    today = desk.cases.today()
    registers = desk.views.registers(Direction.INCOMING, today)
    chosen = values.get("register") or (registers[0].id if registers else "")
    return {
        "today": today,
        "registers": [(one.id, one.name) for one in registers],
        "expected": desk.views.expected_number(chosen, _volume(registers, chosen, today)),
        "types": [(one.code, one.label) for one in document_types(today)],
        "urgencies": [(one.value, one.label) for one in Urgency],
        "secrecies": [(one.value, one.label) for one in Secrecy],
        "leaders": desk.leaders(),
        "issuers": desk.views.known_issuers(200),
    }


def _volume(registers: Iterable[Register], chosen: str, today: date) -> int:
    begun = (one for one in registers if one.id == chosen and (not one.terms or one.terms[0] <= today))
    return next((one.volume_on(today) for one in begun), today.year)


def _around(desk: IncomingPages, person: Person, request: Request, arrival: Arrival) -> dict[str, Any]:
    just = request.query_params.get("vua", "")
    found = desk.views.incoming_if_open(person, just) if just else None
    return {
        "just": found,
        "waiting": desk.views.arrivals_count(),
        "following": desk.views.next_arrival(arrival.id),
        "twins": desk.views.same_file(arrival.received.main.digest),
        "waiting_twins": desk.views.waiting_with(arrival.received.main.digest, but=arrival.id),
        "root": ROOT,
        "queue": QUEUE,
    }
