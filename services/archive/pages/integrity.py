"""The integrity desk: the last checks, what differs, and a check now."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.archive.pages.desk import INTEGRITY, PageDesk
from services.kernel.people import Role, require
from services.web.render import go_to, page
from services.web.signin import PageCaller


def router(desk: PageDesk) -> APIRouter:
    """One page."""
    pages = APIRouter(prefix="/toan-ven")

    @pages.get("")
    def integrity(request: Request, person: PageCaller) -> Response:
        require(person, Role.ARCHIVIST, Role.ADMIN, Role.AUDITOR, action="xem kết quả kiểm tra toàn vẹn")
        records = desk.views.records
        return page(
            request, person, "archive/integrity.html", findings=records.faults(), runs=records.fixity_runs(),
            counts=records.counts(), may_check=person.has(Role.ARCHIVIST, Role.ADMIN),
            may_open=person.has(Role.ARCHIVIST, Role.AUDITOR),
        )  # fmt: skip

    @pages.post("")
    def check(person: PageCaller) -> Response:
        require(person, Role.ARCHIVIST, Role.ADMIN, action="kiểm tra toàn vẹn kho lưu trữ")
        report = desk.use.fixity.check(person)
        said = "không có sai khác" if report.is_sound else f"{len(report.findings)} tệp sai khác"
        return go_to(INTEGRITY, note=f"Đã đọc lại {report.files} tệp: {said}.")

    return pages
