"""An item's page: the paper at left, what is known of it at right."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.archive.pages.desk import Id, PageDesk, Visit
from services.archive.views.case_files import MOST_OFFERED
from services.archive.views.lines import ItemView
from services.kernel.errors import NotFound, Refusal
from services.kernel.people import Role
from services.kernel.values import FileRef
from services.web.downloads import download
from services.web.page_images import THUMB, WIDTH, PageImage
from services.web.render import go_to
from services.web.sent import Sent
from services.web.signin import PageCaller

Code = Annotated[str, Query(alias="ma", max_length=64)]
Small = Annotated[bool, Query(alias="nho")]
_PDF = "application/pdf"


def router(desk: PageDesk) -> APIRouter:
    """One item, its files, its pages as images, and the way into case files."""
    pages = APIRouter()
    _files(pages, desk)

    @pages.get("/tai-lieu/{item_id}")
    def item(request: Request, person: PageCaller, item_id: Id, digest: Code = "") -> Response:
        desk.use.reading.view(person, item_id)
        return _show(Visit(request, person), desk, item_id, digest=digest)

    @pages.get("/van-ban/{document_id}")
    def of_document(person: PageCaller, document_id: Id) -> Response:
        return RedirectResponse(f"/kho/tai-lieu/{desk.views.items.of_document(person, document_id)}", 303)

    @pages.post("/tai-lieu/{item_id}/dua-vao-ho-so")
    def into_file(request: Request, person: PageCaller, item_id: Id, sent: Sent) -> Response:
        try:
            files = desk.views.case_files.chosen_to_place(person, sent.raw("case_file"))
            chosen = sent.choice("case_file", "hồ sơ", files)
            sent.check()
            desk.use.filing.place(person, chosen, [item_id])
        except Refusal as refusal:
            return _show(Visit(request, person), desk, item_id, refusal)
        return go_to(f"/kho/tai-lieu/{item_id}", note="Đã đưa tài liệu vào hồ sơ.")

    return pages


def _files(pages: APIRouter, desk: PageDesk) -> None:
    @pages.get("/tai-lieu/{item_id}/tep")
    def file(person: PageCaller, item_id: Id, digest: Code = "") -> Response:
        found = desk.use.reading.download(person, item_id, digest)
        return download(found, desk.objects.open(found.digest))

    @pages.get("/tai-lieu/{item_id}/trang/{number}")
    def image(person: PageCaller, item_id: Id, number: int, digest: Code = "", small: Small = False) -> Response:
        found = desk.views.items.file(person, item_id, digest)
        if found.media_type != _PDF:
            raise NotFound("no-pages", "Tệp này không có trang để xem.", "Tải tệp về để mở.")
        made = desk.pictures.page(found.digest, number, THUMB if small else WIDTH)
        desk.use.reading.glimpsed(person, item_id)
        return Response(made, media_type="image/png", headers={"Cache-Control": "private, max-age=600"})


def _show(visit: Visit, desk: PageDesk, item_id: str, refusal: Refusal | None = None, digest: str = "") -> Response:
    person = visit.person
    view = desk.views.items.show(person, item_id)
    shown = _chosen(view, digest)
    inside = {each.id for each in view.case_files}
    offered = desk.views.case_files.open_to_place(person)
    choices = [each for each in offered if each.id not in inside]
    return visit.page(
        "item",
        refusal,
        item=view,
        shown=shown,
        images=_page_images(item_id, shown) if shown else [],
        choices=[(each.id, f"{each.notation} · {each.title}") for each in choices],
        more_files=len(offered) >= MOST_OFFERED,
        opens_to=_names(desk, view),
    )


def _chosen(view: ItemView, digest: str) -> FileRef | None:
    files = [each.file for each in view.files if each.file.media_type == _PDF]
    return next((each for each in files if each.digest == digest), files[0] if files else None)


def _page_images(item_id: str, file: FileRef) -> list[PageImage]:
    base = f"/kho/tai-lieu/{item_id}/trang"
    return [
        PageImage(f"{base}/{number}?ma={file.digest}", f"{base}/{number}?ma={file.digest}&nho=1", f"Trang {number}")
        for number in range(1, max(file.pages, 1) + 1)
    ]


def _names(desk: PageDesk, view: ItemView) -> list[tuple[str, str]]:
    """Who may open the item, and through what."""
    return sorted(_name(desk, key) for key in view.readers)


def _name(desk: PageDesk, key: str) -> tuple[str, str]:
    kind, _, name = key.partition(":")
    if kind == "role":
        return ("Theo vai trò", Role(name).label if name in set(Role) else name)
    if kind == "unit":
        unit = desk.directory.unit(name)
        return ("Lãnh đạo đơn vị", unit.name if unit else name)
    found = desk.directory.person(name)
    return ("Người liên quan", found.name if found else name)
