"""Pages that list arrived documents: the register with print and export, and the trays of each role."""

from typing import Any

from fastapi import APIRouter, Request, Response

from services.intake.domain.incoming import State
from services.intake.domain.registers import Direction
from services.intake.handlers.register_book import READERS
from services.intake.pages.incoming_pages import IncomingPages
from services.intake.pages.incoming_shelves import ROOT, SHELVES, Shelf
from services.intake.views.incoming_lists import IncomingAsk, Tray
from services.kernel.errors import NotFound
from services.kernel.people import Person, require
from services.kernel.registers import RegisterPrint
from services.kernel.text import normalise
from services.web.listing import Asked, AskedList
from services.web.render import page
from services.web.signin import PageCaller

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SORTS = {
    "so": "number",
    "ngay": "arrived",
    "ngay-vb": "date",
    "han": "due",
    "khan": "urgency",
    "co-quan": "issuer",
}


def router(desk: IncomingPages) -> APIRouter:
    """One route for each list, and the volumes of registers as PDF and XLSX."""
    pages = APIRouter()
    for shelf in SHELVES:
        _add(pages, desk, shelf)

    @pages.get(f"{ROOT}/so/{{register_id}}/{{year}}.pdf")
    def printed(person: PageCaller, register_id: str, year: int) -> Response:
        paper = desk.book.printed(person, register_id, _volume(desk, person, register_id, year))
        named = {"Content-Disposition": f'inline; filename="so-van-ban-den-{year}.pdf"'}
        return Response(paper, media_type="application/pdf", headers=named)

    @pages.get(f"{ROOT}/so/{{register_id}}/{{year}}.xlsx")
    def exported(person: PageCaller, register_id: str, year: int) -> Response:
        sheet = desk.book.exported(person, register_id, _volume(desk, person, register_id, year))
        named = {"Content-Disposition": f'attachment; filename="so-van-ban-den-{year}.xlsx"'}
        return Response(sheet, media_type=XLSX, headers=named)

    return pages


def _volume(desk: IncomingPages, person: Person, register_id: str, year: int) -> RegisterPrint:
    require(person, *READERS, action="in và xuất sổ văn bản đến")
    if not 1900 <= year <= 2200 or desk.views.register(register_id).direction is not Direction.INCOMING:
        raise NotFound("register-unknown", "Không có sổ văn bản đến này.", "Chọn sổ trong danh sách.")
    return desk.views.register_print(register_id, year, desk.directory.organisation(), desk.cases.today())


def _add(pages: APIRouter, desk: IncomingPages, shelf: Shelf) -> None:
    @pages.get(shelf.href, name=f"incoming-{shelf.tray}")
    def listed(request: Request, person: PageCaller, asked: Asked) -> Response:
        ask = _ask(desk, shelf, request, asked)
        return page(request, person, "intake/incoming_list.html", asked=asked, **_around(desk, person, shelf, ask))


def _around(desk: IncomingPages, person: Person, shelf: Shelf, ask: IncomingAsk) -> dict[str, Any]:
    is_book = shelf.tray is Tray.ALL
    return {
        "shelf": shelf,
        "ask": ask,
        "root": ROOT,
        "found": desk.views.incoming_list(person, ask),
        "is_book": is_book,
        "registers": desk.views.registers(Direction.INCOMING) if is_book else (),
        "states": [(state.value, state.label) for state in State],
        "printable": desk.views.printable(Direction.INCOMING, ask.year or ask.today.year) if is_book else (),
        "today": ask.today,
    }


def _ask(desk: IncomingPages, shelf: Shelf, request: Request, asked: AskedList) -> IncomingAsk:
    given = request.query_params
    year, state = given.get("nam", ""), given.get("trang-thai", "")
    return IncomingAsk(
        today=desk.cases.today(),
        tray=shelf.tray,
        words=normalise(given.get("tim", ""))[:200],
        register_id=given.get("so", "")[:32],
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        state=State(state) if state in set(State) else None,
        sort=_SORTS.get(asked.sort, ""),
        down=asked.down,
        offset=asked.offset,
        size=asked.size,
    )
