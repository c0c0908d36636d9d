"""The form on which a leader writes the directive note, made for a phone first."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from services.intake.domain.incoming import IncomingDocument
from services.intake.handlers.routing import Direct
from services.intake.handlers.slips import Slip
from services.intake.pages.incoming_pages import IncomingPages
from services.intake.pages.incoming_shelves import ROOT
from services.kernel.calendar import office_calendar
from services.kernel.errors import Refusal
from services.kernel.people import Person, Role
from services.web.render import go_to, page
from services.web.sent import Sent, SentForm
from services.web.signin import PageCaller

QUICK_NOTES = (
    "Chủ trì tham mưu, trả lời đúng hạn.",
    "Nghiên cứu, đề xuất.",
    "Triển khai thực hiện.",
    "Để biết, theo dõi.",
)
DAYS = (3, 5, 10, 15)


def router(desk: IncomingPages) -> APIRouter:
    """The form and its post."""
    pages = APIRouter()

    @pages.get(f"{ROOT}/{{document_id}}/but-phe")
    def form(request: Request, person: PageCaller, document_id: str) -> Response:
        document = desk.cases.opening.view(person, document_id)
        return _page(request, person, desk, document)

    @pages.post(f"{ROOT}/{{document_id}}/but-phe")
    def direct(request: Request, person: PageCaller, document_id: str, sent: Sent) -> Response:
        try:
            order = _order(desk, sent)
            slip = Slip(document_id, expected=sent.whole("version", "Phiên bản"))
            sent.check()
            desk.cases.routing.direct(person, slip, order)
        except Refusal as refusal:
            document = desk.views.incoming_sheet(person, document_id).document
            return _page(request, person, desk, document, (refusal, sent))
        address = "/cho-but-phe" if person.has(Role.LEADER) else "/viec-cua-toi"
        return go_to(address, note="Đã bút phê và chuyển xử lý; người được giao thấy ngay ở mục Việc được giao.")

    return pages


def _order(desk: IncomingPages, sent: SentForm) -> Direct:
    note = sent.lines("note", "Ý kiến chỉ đạo", most=2000) or sent.raw("quick").strip()[:200]
    if not note:
        sent.fault("note", "Ghi ý kiến chỉ đạo hoặc chọn một ý kiến mẫu.")
    lead = sent.text("lead", "Chủ trì", most=64)
    if not lead:
        sent.fault("lead", "Chọn người chủ trì.")
    today = desk.cases.today()
    due = sent.day("due", "Hạn") or _in_days(today, sent.text("days", "Số ngày", most=3))
    if due and due < today:
        sent.fault("due", "Hạn đã qua; chọn ngày từ hôm nay trở đi.")
    order = Direct(note, lead, tuple(sent.many("coordinate")), tuple(sent.many("inform")), due)
    tasks = [key for key in (order.lead, *order.coordinate, *order.inform) if key]
    if len(set(tasks)) < len(tasks):
        sent.fault("coordinate", "Có người hoặc đơn vị được giao hai việc; bỏ bớt một chỗ.")
    return order


def _in_days(today: date, days: str) -> date | None:
    return office_calendar().after(today, int(days)) if days in {str(one) for one in DAYS} else None


def _page(
    request: Request,
    person: Person,
    desk: IncomingPages,
    document: IncomingDocument,
    refused: tuple[Refusal, SentForm] | None = None,
) -> Response:
    typed: Mapping[str, str] = refused[1].values if refused else {}
    return page(
        request,
        person,
        "intake/directive.html",
        refused[0] if refused else None,
        document=document,
        sent=typed,
        coordinate=refused[1].many("coordinate") if refused else [],
        inform=refused[1].many("inform") if refused else [],
        here=f"{ROOT}/{document.id}",
        quick=[(one, one) for one in QUICK_NOTES],
        **_choices(desk, person, document),
    )


def _choices(desk: IncomingPages, person: Person, document: IncomingDocument) -> dict[str, Any]:
    own = None if person.has(Role.LEADER) else person.unit_id
    people, today = desk.colleagues(own), desk.cases.today()
    units = desk.units() if own is None else []
    days = [(str(one), f"{one} ngày làm việc ({office_calendar().after(today, one):%d/%m})") for one in DAYS]
    root = f"{ROOT}/{document.id}"
    return {
        "people": people,
        "units": units,
        "days": days,
        "today": today,
        "pictures": desk.pictures(root, desk.chosen(document.files, "")),
    }
