"""The page of one arrived document: its paper, its way, what it belongs to, who sees it, and the steps."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from services.intake.domain.incoming import IncomingDocument
from services.intake.domain.incoming_actions import Act
from services.intake.domain.outgoing_actions import DRAFTERS
from services.intake.handlers.opening import file_in
from services.intake.handlers.slips import Slip
from services.intake.pages.failing import NOTHING_FAILED, Failed
from services.intake.pages.incoming_pages import WIDTH, IncomingPages, file_tabs, reader_words
from services.intake.pages.incoming_shelves import ROOT
from services.intake.views.incoming import IncomingSheet
from services.kernel.errors import NotFound, Refusal
from services.kernel.people import Person
from services.web.downloads import download
from services.web.render import go_to, page
from services.web.sent import Sent, SentForm
from services.web.signin import PageCaller

SLUGS = {
    "trinh": Act.PRESENT,
    "nhan": Act.ACCEPT,
    "tra-lai": Act.RETURN,
    "giai-quyet": Act.RESOLVE,
    "huy-so": Act.VOID,
}
TABS = (
    ("van-ban", "Văn bản"),
    ("qua-trinh", "Quá trình"),
    ("lien-quan", "Liên quan"),
    ("ho-so", "Hồ sơ"),
    ("ai-xem", "Ai xem được"),
)
QUICK_REASONS = (
    "Không thuộc nhiệm vụ của tôi",
    "Cần đơn vị khác chủ trì",
    "Thiếu tài liệu kèm theo",
    "Trùng việc đã làm",
)
_SAID = {
    Act.PRESENT: "Đã trình; văn bản nằm ở mục Chờ bút phê của lãnh đạo.",
    Act.ACCEPT: "Đã nhận việc.",
    Act.RETURN: "Đã trả lại; lãnh đạo thấy lý do ở mục Chờ bút phê.",
    Act.RESOLVE: "Đã ghi kết quả giải quyết.",
    Act.VOID: "Đã hủy số; số này không cấp lại, lý do được giữ trong sổ.",
}


def router(desk: IncomingPages) -> APIRouter:
    """The document page, its pictures and files, and its steps."""
    pages = APIRouter()

    @pages.get(f"{ROOT}/{{document_id}}")
    def sheet(request: Request, person: PageCaller, document_id: str) -> Response:
        desk.cases.opening.view(person, document_id)
        return _page(request, person, desk, document_id)

    @pages.get(f"{ROOT}/{{document_id}}/nhan.pdf")
    def label(person: PageCaller, document_id: str) -> Response:
        return Response(desk.cases.stamping.label(person, document_id), media_type="application/pdf")

    @pages.get(f"{ROOT}/{{document_id}}/tep/{{digest}}")
    def file(person: PageCaller, document_id: str, digest: str) -> Response:
        return download(*desk.cases.opening.download(person, document_id, digest))

    @pages.get(f"{ROOT}/{{document_id}}/tep/{{digest}}/trang/{{number}}.png")
    def picture(person: PageCaller, document_id: str, digest: str, number: int) -> Response:
        document = desk.views.incoming_sheet(person, document_id).document
        image = desk.cases.opening.picture(file_in(document.files, digest), number, WIDTH)
        desk.cases.opening.glimpsed(person, document_id)
        return Response(image, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})

    @pages.post(f"{ROOT}/{{document_id}}/{{slug}}")
    def step(request: Request, person: PageCaller, document_id: str, slug: str, sent: Sent) -> Response:
        act = SLUGS.get(slug)
        if act is None:
            raise NotFound("step-unknown", "Không có việc này.", "Quay lại trang văn bản.")
        try:
            document = _take(desk, person, document_id, act, sent)
        except Refusal as refusal:
            return _page(request, person, desk, document_id, Failed(refusal, act, sent.values))
        address = f"{ROOT}/{document.id}" if document.opens_to(person) else "/viec-cua-toi"
        return go_to(address, note=_SAID[act])

    return pages


def _take(desk: IncomingPages, person: Person, document_id: str, act: Act, sent: SentForm) -> IncomingDocument:
    words = sent.lines("note", "Nội dung", most=1000) or sent.raw("quick").strip()[:200]
    slip = Slip(document_id, expected=sent.whole("version", "Phiên bản"))
    leader, answer = sent.text("leader", "Lãnh đạo", most=64), sent.text("answer_id", "Văn bản trả lời", most=64)
    sent.check()
    routing = desk.cases.routing
    takes: dict[Act, Callable[[], IncomingDocument]] = {
        Act.PRESENT: lambda: routing.present(person, slip, leader),
        Act.ACCEPT: lambda: routing.accept(person, slip),
        Act.RETURN: lambda: routing.send_back(person, slip, words),
        Act.RESOLVE: lambda: routing.resolve(person, slip, words, answer),
        Act.VOID: lambda: desk.cases.registration.void(person, document_id, words, slip.expected),
    }
    return takes[act]()


def _page(
    request: Request, person: Person, desk: IncomingPages, document_id: str, failed: Failed = NOTHING_FAILED
) -> Response:
    sheet = desk.views.incoming_sheet(person, document_id)
    return page(
        request,
        person,
        "intake/incoming_document.html",
        failed.refusal,
        it=sheet,
        document=sheet.document,
        **failed.shown(),
        root=ROOT,
        quick_reasons=[(one, one) for one in QUICK_REASONS],
        **_paper(request, desk, sheet.document),
        **_around(request, desk, person, sheet),
    )


def _paper(request: Request, desk: IncomingPages, document: IncomingDocument) -> dict[str, Any]:
    here = f"{ROOT}/{document.id}"
    current = desk.chosen(document.files, request.query_params.get("tep", ""))
    return {
        "here": here,
        "pictures": desk.pictures(here, current),
        "files": file_tabs(here, document.files, current),
        "download": f"{here}/tep/{current.digest}",
    }


def _around(request: Request, desk: IncomingPages, person: Person, sheet: IncomingSheet) -> dict[str, Any]:
    tab, document = request.query_params.get("muc", "van-ban"), sheet.document
    return {
        "tab": tab if tab in dict(TABS) else TABS[0][0],
        "tabs": TABS,
        "today": desk.cases.today(),
        "may": {action.act.value for action in sheet.actions if action.allowed},
        "may_answer": person.has(*DRAFTERS),
        "leaders": desk.leaders(),
        "readers": reader_words(document.readers(), desk.directory),
        "answers": desk.views.outgoing_answers(person, document.id),
        "just": request.query_params.get("vua") == document.id,
        "steps": [{"at": one.at, "who": one.person_name, "what": one.what, "said": one.note} for one in sheet.steps],
    }
