"""Pages that list outgoing documents: the trays of each role, and the register with its print and export."""

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, Request, Response

from services.intake.domain.registers import Direction
from services.intake.pages.outgoing_shelves import ROOT, SHELVES, Shelf
from services.intake.views import IntakeViews
from services.intake.views.outgoing_trays import OutgoingAsk, Tray
from services.kernel.doctypes import document_type
from services.kernel.errors import BadInput
from services.kernel.ports import Directory
from services.kernel.text import normalise
from services.web.listing import Asked, AskedList
from services.web.render import page
from services.web.signin import PageCaller


def router(views: IntakeViews, directory: Directory, today: Callable[[], date]) -> APIRouter:
    """One route for each list."""
    pages = APIRouter()
    for shelf in SHELVES:
        _add(pages, shelf, views, directory, today)
    return pages


def type_name(code: str) -> str:
    """The name of a document type, the code itself for one no longer known."""
    try:
        return document_type(code).name
    except BadInput:
        return code


def _add(pages: APIRouter, shelf: Shelf, views: IntakeViews, directory: Directory, today: Callable[[], date]) -> None:
    @pages.get(shelf.href, name=f"outgoing-{shelf.tray}")
    def listed(request: Request, person: PageCaller, asked: Asked) -> Response:
        ask = _ask(shelf, request, asked)
        found = views.outgoing_list(person, ask)
        is_book = shelf.tray is Tray.REGISTER
        return page(
            request,
            person,
            "intake/outgoing_register.html" if is_book else "intake/outgoing_list.html",
            shelf=shelf,
            found=found,
            asked=asked,
            ask=ask,
            type_name=type_name,
            signer=_names(directory),
            registers=views.registers(Direction.OUTGOING) if is_book else (),
            printable=views.printable(Direction.OUTGOING, ask.year or today().year) if is_book else (),
            root=ROOT,
        )


def _ask(shelf: Shelf, request: Request, asked: AskedList) -> OutgoingAsk:
    given = request.query_params
    year = given.get("nam", "")
    return OutgoingAsk(
        shelf.tray,
        asked.offset,
        asked.size,
        asked.sort,
        asked.down,
        words=normalise(given.get("tim", ""))[:200],
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        register_id=given.get("so", "")[:32],
    )


def _names(directory: Directory) -> Callable[[str], str]:
    known: dict[str, str] = {}

    def name(person_id: str) -> str:
        if person_id not in known:
            found = directory.person(person_id)
            known[person_id] = found.name if found else "—"
        return known[person_id]

    return name
