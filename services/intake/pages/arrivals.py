"""The clerk's queue: uploads, what waits to be registered, and files that broke the tools."""

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from services.intake.domain.arrivals import Arrival, waiting_twins
from services.intake.domain.description import refuse_secret
from services.intake.domain.papers import Sent as SentFile
from services.intake.domain.papers import Upload
from services.intake.pages.incoming_pages import IncomingPages
from services.intake.pages.incoming_shelves import BROKEN, QUEUE
from services.kernel.errors import Refusal
from services.kernel.people import Person, Role, require
from services.kernel.values import Secrecy
from services.web.render import go_to, page
from services.web.sent import Sent, SentForm
from services.web.signin import PageCaller


def router(desk: IncomingPages) -> APIRouter:
    """The queue and the broken files."""
    pages = APIRouter()

    @pages.get(QUEUE)
    def queue(request: Request, person: PageCaller) -> Response:
        require(person, Role.CLERK, action="vào sổ văn bản đến")
        return queue_page(request, person, desk)

    @pages.post(QUEUE)
    def bring(request: Request, person: PageCaller, sent: Sent) -> Response:
        try:
            arrivals = _brought(desk, person, sent)
        except Refusal as refusal:
            return queue_page(request, person, desk, refusal)
        if len(arrivals) == 1:
            return go_to(f"{QUEUE}/{arrivals[0].id}")
        return go_to(QUEUE, note=f"Đã nhận {len(arrivals)} tệp vào hàng chờ.")

    @pages.get(BROKEN)
    def broken(request: Request, person: PageCaller) -> Response:
        require(person, Role.CLERK, Role.ADMIN, action="xem tệp lỗi")
        return _broken(request, person, desk)

    @pages.post(f"{BROKEN}/{{quarantine_id}}")
    def close(request: Request, person: PageCaller, quarantine_id: str, sent: Sent) -> Response:
        try:
            desk.cases.arrivals.close_quarantine(person, quarantine_id, sent.lines("reason", "Đã xử lý thế nào"))
        except Refusal as refusal:
            return _broken(request, person, desk, refusal)
        return go_to(BROKEN, note="Đã ghi cách xử lý tệp lỗi; tệp vẫn được giữ trong kho.")

    return pages


def _broken(request: Request, person: Person, desk: IncomingPages, refusal: Refusal | None = None) -> Response:
    found, total = desk.views.quarantined(), desk.views.quarantined_count()
    return page(request, person, "intake/quarantine.html", refusal, found=found, total=total, here=BROKEN)


def queue_page(request: Request, person: Person, desk: IncomingPages, refusal: Refusal | None = None) -> Response:
    """The queue with the form for uploads."""
    arrivals = desk.views.arrivals()
    return page(
        request, person, "intake/queue.html", refusal, arrivals=arrivals, twins=waiting_twins(arrivals), here=QUEUE
    )


def _brought(desk: IncomingPages, person: Person, sent: SentForm) -> list[Arrival]:
    """One arrival for each main file; annexes go with a single one only."""
    refuse_secret(sent.one_of("secrecy", "độ mật", Secrecy, Secrecy.NONE))
    mains, annexes = sent.files("file"), sent.files("annex")
    if not mains:
        sent.fault("file", "Chưa chọn tệp văn bản.")
    if len(mains) > 1 and annexes:
        sent.fault("annex", "Tải phụ lục kèm từng văn bản một; nhiều văn bản thì không kèm phụ lục.")
    sent.check()
    return [desk.cases.arrivals.bring(person, Upload(_file(one), tuple(map(_file, annexes)))) for one in mains]


def _file(one: UploadFile) -> SentFile:
    return SentFile(one.filename or "", one.file)
