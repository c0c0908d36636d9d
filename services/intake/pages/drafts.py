"""Pages where drafts are written: a new one, a further edition, and the preview beside the form."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from services.intake.domain.outgoing import OutgoingDocument, UploadedDraft
from services.intake.domain.outgoing_actions import Act, permit, require_drafter
from services.intake.domain.papers import Sent as SentFile
from services.intake.handlers.draft_papers import DraftOrder
from services.intake.handlers.outgoing_parts import OutgoingUseCases
from services.intake.handlers.slips import Slip
from services.intake.pages.drafts_form import EMPTY, Choices, filled, read_order
from services.intake.pages.outgoing_shelves import ROOT
from services.intake.views import IntakeViews
from services.intake.views.incoming_lists import IncomingAsk, Tray
from services.intake.views.outgoing import OutgoingSheet
from services.kernel.clock import Clock
from services.kernel.errors import NotFound, Refusal
from services.kernel.people import Person
from services.kernel.ports import Directory
from services.web.render import go_to, page
from services.web.sent import Sent, SentForm
from services.web.signin import PageCaller

_WIDTH = 900


@dataclass(frozen=True)
class DraftDesk:
    """What the drafting pages work with."""

    cases: OutgoingUseCases
    views: IntakeViews
    directory: Directory
    clock: Clock

    @property
    def choices(self) -> Choices:
        """What the form offers today."""
        return Choices.of(self.directory, self.clock.today())

    def answerable(self, person: Person, chosen: str) -> list[tuple[str, str]]:
        """The arrived documents this person has to answer, and the one already chosen, as value and words."""
        ask = IncomingAsk(self.clock.today(), Tray.MINE, size=100)
        mine = self.views.incoming_list(person, ask).rows
        found = [(one.id, f"Số đến {one.entry.number}: {one.paper.subject}"[:150]) for one in mine]
        if chosen and chosen not in dict(found):
            found.append((chosen, self.answered(person, chosen) or "Văn bản đến không mở được với bạn"))
        return found

    def answering(self, person: Person, incoming_id: str) -> dict[str, str]:
        """What an answer begins with: to whom, and what it answers; nothing when the person may not open it."""
        try:
            paper = self.views.incoming_sheet(person, incoming_id).document.paper if incoming_id else None
        except NotFound:
            return {}
        if paper is None:
            return {}
        dated = f" ngày {paper.document_date:%d/%m/%Y}" if paper.document_date else ""
        named = f"văn bản số {paper.printed}{dated}" if paper.printed else "văn bản"
        return {"addressees": paper.issuer, "subject": f"trả lời {named} của {paper.issuer}"}

    def answered(self, person: Person, incoming_id: str) -> str:
        """How the form names the arrived document a draft answers, empty for none."""
        try:
            found = self.views.incoming_sheet(person, incoming_id).document if incoming_id else None
        except NotFound:
            return ""
        return f"Văn bản đến số {found.entry.number}: {found.paper.subject}" if found else ""


def router(desk: DraftDesk) -> APIRouter:
    """New drafts and further editions."""
    pages = APIRouter()

    @pages.get(f"{ROOT}/soan")
    def blank(request: Request, person: PageCaller) -> Response:
        require_drafter(person)
        return _blank(request, person, desk)

    @pages.post(f"{ROOT}/soan")
    def begin(request: Request, person: PageCaller, sent: Sent) -> Response:
        try:
            order = _order(desk, person, sent, None)
            if _wanted(sent) == "xem":
                return _form(request, person, desk, sent.values, pictures=_preview(desk, person, order))
            document = desk.cases.drafting.begin(person, order)
        except Refusal as refusal:
            return _form(request, person, desk, sent.values, refusal)
        return _saved(desk, person, document, _wanted(sent))

    @pages.get(f"{ROOT}/{{document_id}}/sua")
    def revise_form(request: Request, person: PageCaller, document_id: str) -> Response:
        sheet = desk.views.outgoing_sheet(person, document_id)
        permit(Act.REVISE, sheet.document, person)
        return _form(request, person, desk, filled(sheet.document.content), it=sheet)

    @pages.post(f"{ROOT}/{{document_id}}/sua")
    def revise(request: Request, person: PageCaller, document_id: str, sent: Sent) -> Response:
        sheet = desk.views.outgoing_sheet(person, document_id)
        try:
            order = _order(desk, person, sent, _earlier_upload(sheet))
            if _wanted(sent) == "xem":
                return _form(request, person, desk, sent.values, it=sheet, pictures=_preview(desk, person, order))
            slip = Slip(document_id, expected=sent.whole("version", "Phiên bản"))
            document = desk.cases.drafting.revise(person, slip, order)
        except Refusal as refusal:
            return _form(request, person, desk, sent.values, refusal, it=sheet)
        return _saved(desk, person, document, _wanted(sent))

    return pages


def _blank(request: Request, person: Person, desk: DraftDesk) -> Response:
    answers = request.query_params.get("tra-loi", "")[:32]
    return _form(request, person, desk, {**EMPTY, **desk.answering(person, answers), "answers_id": answers})


def _wanted(sent: SentForm) -> str:
    return sent.raw("viec")


def _order(desk: DraftDesk, person: Person, sent: SentForm, earlier: UploadedDraft | None) -> DraftOrder:
    chosen = sent.file("file", "Tệp PDF")
    order = read_order(sent, desk.choices, uploaded=chosen is not None or earlier is not None)
    if chosen is not None:
        upload = desk.cases.uploads.take(person, SentFile(chosen.filename or "", chosen.file))
        return DraftOrder(order.content, upload, order.note)
    return DraftOrder(order.content, earlier if not order.content.body else None, order.note)


def _earlier_upload(sheet: OutgoingSheet) -> UploadedDraft | None:
    drafts = [one for one in sheet.editions if one.is_draft]
    if not drafts or drafts[-1].anchors:
        return None
    return UploadedDraft(drafts[-1].file, drafts[-1].original)


def _preview(desk: DraftDesk, person: Person, order: DraftOrder) -> list[str]:
    if order.upload is not None:
        pages = range(1, min(order.upload.file.pages or 1, 3) + 1)
        return [_inline(desk.cases.files.page_of(order.upload.file.digest, number, _WIDTH)) for number in pages]
    paper = desk.cases.drafting.preview(person, order)
    return [_inline(image) for image in desk.cases.files.preview(paper, _WIDTH)]


def _inline(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def _saved(desk: DraftDesk, person: Person, document: OutgoingDocument, wanted: str) -> Response:
    address = f"{ROOT}/{document.id}"
    if wanted != "trinh":
        return go_to(address, note=f"Đã lưu bản {document.edition}. Xem lại rồi bấm Trình duyệt.")
    try:
        desk.cases.approving.submit(person, Slip(document.id))
    except Refusal as refusal:
        return go_to(address, note=f"Đã lưu nhưng chưa trình được: {refusal.detail}")
    return go_to(address, note="Đã trình; lãnh đạo đơn vị sẽ thấy trong mục Chờ duyệt nội dung.")


def _form(
    request: Request,
    person: Person,
    desk: DraftDesk,
    values: Mapping[str, str],
    refusal: Refusal | None = None,
    **more: Any,
) -> Response:
    context: dict[str, Any] = {
        "it": None,
        "pictures": [],
        "choices": desk.choices,
        "sent": {**EMPTY, **values},
        "answerable": desk.answerable(person, values.get("answers_id", "")),
        "root": ROOT,
    }
    return page(request, person, "intake/outgoing_form.html", refusal, **(context | more))
