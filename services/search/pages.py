"""The search page, for everybody: box, what was understood, counts, two-line results, preview."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from services.kernel.errors import BadInput, NotFound
from services.kernel.people import Person, Role
from services.kernel.text import normalise
from services.kernel.values import Urgency
from services.search.domain.facets import FACETS
from services.search.domain.record import Record
from services.search.handlers.searching import Search, Searching
from services.web.render import page, with_query
from services.web.signin import PageCaller

_PREVIEW = 6_000
_IN_ADDRESS = {"flow": "chieu", "type": "loai", "year": "nam", "fonds": "phong", "from": "co_quan", "register": "so"}
_NEWEST = "moi"
_PLAIN = "chu"


class AskedPage(BaseModel):
    """What the address bar holds of a search; nonsense finds nothing, it never breaks the page."""

    q: str = Field("", max_length=1000)
    chieu: str = Field("", max_length=500)
    loai: str = Field("", max_length=500)
    nam: str = Field("", max_length=500)
    phong: str = Field("", max_length=500)
    co_quan: str = Field("", max_length=500)
    so: str = Field("", max_length=500)
    xep: str = Field("", max_length=10)
    cach: str = Field("", max_length=10)
    tiep: str = Field("", max_length=400)

    def search(self) -> Search:
        """The question."""
        picked = ((name, normalise(getattr(self, _IN_ADDRESS[name]))) for name in FACETS)
        chosen = tuple((name, value) for name, value in picked if value)
        return Search(normalise(self.q), chosen, self.xep == _NEWEST, self.cach == _PLAIN, self.tiep)


AskedHere = Annotated[AskedPage, Query()]


@dataclass(frozen=True)
class Door:
    """Where a found document opens for a person, and in which words."""

    href: str
    words: str


def router(searching: Searching) -> APIRouter:
    """All pages."""
    pages = APIRouter()

    @pages.get("/tim")
    def search(request: Request, person: PageCaller, asked: AskedHere) -> Response:
        found = _found(searching, person, asked.search())
        return page(
            request,
            person,
            "search/search.html",
            found=found,
            addresses=_IN_ADDRESS,
            preview=_preview_of(request),
            doors=doors,
        )

    @pages.get("/tim/xem/{document_id}")
    def look(request: Request, person: PageCaller, document_id: str, asked: AskedHere) -> Response:
        seen = searching.look(person, document_id, asked.search())
        if seen is None:
            raise NotFound("document-unknown", "Không có văn bản này.", "Tìm lại; có thể văn bản không mở cho bạn.")
        record, marker, body = seen
        return page(
            request,
            person,
            "search/look.html",
            record=record,
            subject=marker.whole(record.subject),
            body=marker.whole(body[:_PREVIEW]),
            cut=len(body) > _PREVIEW,
            doors=doors(record, person),
            urgency=Urgency(record.urgency) if record.urgency in list(Urgency) else None,
            back=with_query(request).replace(f"/tim/xem/{document_id}", "/tim"),
        )

    return pages


def _found(searching: Searching, person: Person, asked: Search) -> object:
    try:
        return searching.search(person, asked)
    except BadInput:  # a stale cursor in an old address: the first page serves better than a refusal
        return searching.search(person, Search(asked.line, asked.chosen, asked.newest_first, asked.plainly))


def _preview_of(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return "/tim/xem/%s" + query


def doors(record: Record, person: Person) -> list[Door]:
    """The pages of other desks that show this document to this person."""
    found = []
    if not person.has(Role.ARCHIVIST) or len(person.roles) > 1:
        href = f"/van-ban-den/{record.id}" if record.flow == "incoming" else f"/van-ban-di/{record.id}"
        found.append(Door(href, "Mở văn bản"))
    if record.item_id:
        found.append(Door(f"/kho/tai-lieu/{record.item_id}", "Mở trong lưu trữ"))
    return found
