"""Addresses where the register of outgoing documents is printed and exported."""

from fastapi import APIRouter, Response

from services.intake.domain.registers import Direction
from services.intake.handlers.register_book import READERS
from services.intake.pages.drafts import DraftDesk
from services.intake.pages.outgoing_shelves import ROOT
from services.kernel.errors import NotFound
from services.kernel.people import Person, require
from services.kernel.registers import RegisterPrint
from services.web.signin import PageCaller

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def router(desk: DraftDesk) -> APIRouter:
    """The volume of a register in a year, as PDF and as XLSX."""
    pages = APIRouter()

    @pages.get(f"{ROOT}/so/{{register_id}}/{{year}}.pdf")
    def printed(person: PageCaller, register_id: str, year: int) -> Response:
        paper = desk.cases.book.printed(person, register_id, _volume(desk, person, register_id, year))
        named = {"Content-Disposition": f'inline; filename="so-van-ban-di-{year}.pdf"'}
        return Response(paper, media_type="application/pdf", headers=named)

    @pages.get(f"{ROOT}/so/{{register_id}}/{{year}}.xlsx")
    def exported(person: PageCaller, register_id: str, year: int) -> Response:
        sheet = desk.cases.book.exported(person, register_id, _volume(desk, person, register_id, year))
        named = {"Content-Disposition": f'attachment; filename="so-van-ban-di-{year}.xlsx"'}
        return Response(sheet, media_type=XLSX, headers=named)

    return pages


def _volume(desk: DraftDesk, person: Person, register_id: str, year: int) -> RegisterPrint:
    require(person, *READERS, action="in và xuất sổ văn bản đi")
    if desk.views.register(register_id).direction is not Direction.OUTGOING or not 1900 <= year <= 2200:
        raise NotFound("register-unknown", "Không có sổ văn bản đi này.", "Chọn sổ trong danh sách.")
    return desk.views.register_print(register_id, year, desk.directory.organisation(), desk.clock.today())
