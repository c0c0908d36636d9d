"""The page of one outgoing document: its paper, its way, what it belongs to, who sees it, and the steps."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from services.intake.domain.drafts import differences
from services.intake.domain.outgoing import OutgoingDocument
from services.intake.domain.outgoing_actions import Act
from services.intake.domain.registers import Direction, Register
from services.intake.handlers.slips import Slip
from services.intake.pages.drafts import DraftDesk
from services.intake.pages.failing import NOTHING_FAILED, Failed
from services.intake.pages.outgoing_access import reader_words
from services.intake.pages.outgoing_lists import type_name
from services.intake.pages.outgoing_shelves import ROOT
from services.intake.views.outgoing import OutgoingSheet
from services.kernel.errors import NotFound, Refusal
from services.kernel.notation import pad
from services.kernel.people import Person
from services.web.downloads import download
from services.web.render import go_to, page
from services.web.sent import Sent, SentForm
from services.web.signin import PageCaller

SLUGS = {
    "trinh": Act.SUBMIT,
    "duyet-noi-dung": Act.APPROVE_CONTENT,
    "duyet-the-thuc": Act.APPROVE_FORMAT,
    "tra-lai": Act.RETURN,
    "cap-so": Act.NUMBER,
    "phat-hanh": Act.ISSUE,
}
TABS = (
    ("van-ban", "Văn bản"),
    ("qua-trinh", "Quá trình"),
    ("lien-quan", "Liên quan"),
    ("ho-so", "Hồ sơ"),
    ("ai-xem", "Ai xem được"),
)
QUICK_REASONS = ("Sai thể thức", "Thiếu căn cứ", "Nội dung chưa rõ", "Sai người ký hoặc nơi nhận")


def router(desk: DraftDesk) -> APIRouter:
    """The document page, its pictures and files, and its steps."""
    pages = APIRouter()

    @pages.get(f"{ROOT}/{{document_id}}")
    def sheet(request: Request, person: PageCaller, document_id: str) -> Response:
        desk.cases.files.looked(person, document_id)
        return _page(request, person, desk, document_id)

    @pages.get(f"{ROOT}/{{document_id}}/ban/{{number}}/trang/{{leaf}}.png")
    def picture(person: PageCaller, document_id: str, number: int, leaf: int) -> Response:
        edition = desk.views.outgoing_sheet(person, document_id).edition_numbered(number)
        image = desk.cases.files.picture(edition, leaf)
        desk.cases.files.glimpsed(person, document_id)
        return Response(image, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})

    @pages.get(f"{ROOT}/{{document_id}}/ban/{{number}}/tep.pdf")
    def file(person: PageCaller, document_id: str, number: int) -> Response:
        edition, stream = desk.cases.files.download(person, document_id, number)
        return download(edition.file, stream)

    @pages.get(f"{ROOT}/{{document_id}}/ban/{{number}}/da-tai-len.pdf")
    def original(person: PageCaller, document_id: str, number: int) -> Response:
        return download(*desk.cases.files.original(person, document_id, number))

    @pages.post(f"{ROOT}/{{document_id}}/{{slug}}")
    def step(request: Request, person: PageCaller, document_id: str, slug: str, sent: Sent) -> Response:
        act = SLUGS.get(slug)
        if act is None:
            raise NotFound("step-unknown", "Không có việc này.", "Quay lại trang văn bản.")
        try:
            document = _take(desk, person, document_id, act, sent)
        except Refusal as refusal:
            return _page(request, person, desk, document_id, Failed(refusal, act, sent.values))
        return go_to(_next_address(act, document, person), note=_said(act, document))

    return pages


def _take(desk: DraftDesk, person: Person, document_id: str, act: Act, sent: SentForm) -> OutgoingDocument:
    note = sent.lines("note", "Ghi chú")
    reason = sent.raw("quick").strip()
    slip = Slip(document_id, note or reason, sent.whole("version", "Phiên bản"))
    sent.check()
    if act is Act.NUMBER:
        return desk.cases.issuing.number(person, slip, sent.text("register", "Sổ"))
    takes: dict[Act, Callable[[Person, Slip], OutgoingDocument]] = {
        Act.SUBMIT: desk.cases.approving.submit,
        Act.APPROVE_CONTENT: desk.cases.approving.approve_content,
        Act.APPROVE_FORMAT: desk.cases.approving.approve_format,
        Act.RETURN: desk.cases.approving.send_back,
        Act.ISSUE: desk.cases.issuing.issue,
    }
    return takes[act](person, slip)


def _next_address(act: Act, document: OutgoingDocument, person: Person) -> str:
    after = {
        Act.APPROVE_CONTENT: f"{ROOT}/cho-duyet",
        Act.APPROVE_FORMAT: f"{ROOT}/cho-the-thuc",
        Act.ISSUE: f"{ROOT}/cho-phat-hanh",
    }
    if act in after:
        return after[act]
    return f"{ROOT}/{document.id}" if document.opens_to(person) else "/"


def _said(act: Act, document: OutgoingDocument) -> str:
    notation = document.registration.notation if document.registration else ""
    return {
        Act.SUBMIT: "Đã trình; lãnh đạo đơn vị sẽ thấy trong mục Chờ duyệt nội dung.",
        Act.APPROVE_CONTENT: "Đã duyệt nội dung và chuyển sang kiểm tra thể thức.",
        Act.APPROVE_FORMAT: "Đã duyệt thể thức; văn bản nằm trong sổ trình ký của lãnh đạo.",
        Act.RETURN: "Đã trả lại; người soạn thấy lý do trong mục Bị trả lại.",
        Act.NUMBER: f"Đã cấp số {notation}. Tiếp theo là đóng dấu.",
        Act.ISSUE: f"Đã phát hành {notation}.",
    }[act]


def _page(
    request: Request,
    person: Person,
    desk: DraftDesk,
    document_id: str,
    failed: Failed = NOTHING_FAILED,
) -> Response:
    sheet = desk.views.outgoing_sheet(person, document_id)
    asked = request.query_params.get("ban", "")
    edition = sheet.edition_numbered(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None)
    tab = request.query_params.get("muc", "van-ban")
    return page(
        request,
        person,
        "intake/outgoing_document.html",
        failed.refusal,
        it=sheet,
        document=sheet.document,
        edition=edition,
        **failed.shown(),
        tab=tab if tab in dict(TABS) else TABS[0][0],
        tabs=TABS,
        root=ROOT,
        type_name=type_name(sheet.document.content.type_code),
        quick_reasons=QUICK_REASONS,
        **_around(desk, person, sheet),
    )


def _around(desk: DraftDesk, person: Person, sheet: OutgoingSheet) -> dict[str, Any]:
    document = sheet.document
    signer = desk.directory.person(document.content.signer_id)
    open_books = desk.views.registers(Direction.OUTGOING, desk.clock.today())
    return {
        "may": {action.act.value for action in sheet.actions if action.allowed},
        "registers": [
            (one.id, _with_number(desk, one)) for one in open_books if one.covers(document.content.type_code)
        ],
        "signer": f"{signer.name}, {signer.position}" if signer else "—",
        "readers": reader_words(document, desk.directory),
        "answered": desk.answered(person, document.content.answers_id),
        "changes": _changes(sheet),
        "steps": [{"at": one.at, "who": one.person_name, "what": one.what, "said": one.note} for one in sheet.steps],
    }


def _with_number(desk: DraftDesk, register: Register) -> str:
    number = desk.views.expected_number(register.id, register.volume_on(desk.clock.today()))
    return f"{register.name} · số dự kiến {pad(number)}"


def _changes(sheet: OutgoingSheet) -> dict[int, str]:
    pairs = zip(sheet.editions, sheet.editions[1:], strict=False)
    return {newer.number: ", ".join(differences(older.content, newer.content)) for older, newer in pairs}
