"""JSON routes of searching, under `/api/v1/search`."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from services.kernel.text import normalise
from services.search.domain.marking import Segment
from services.search.handlers.searching import Results, Search, Searching, Shown
from services.web.bodies import Answer
from services.web.signin import Caller


class SegmentAnswer(Answer):
    """A stretch of plain text and whether it was found."""

    text: str
    marked: bool


class HitAnswer(Answer):
    """One found document; `number` is that of its register, `state` words for people, `voided` for programs."""

    id: str
    direction: str = Field(examples=["incoming"])
    symbol: str = Field(examples=["15/QĐ-UBND"])
    document_date: date | None
    issuer: str
    signer: str
    type: str = Field(examples=["quyet_dinh"])
    type_name: str
    register_name: str
    number: int
    registered_on: date
    urgency: str
    state: str = Field(examples=["Đã phát hành"])
    voided: bool
    fonds: str
    reference: str
    subject: list[SegmentAnswer]
    snippet: list[SegmentAnswer]


class CountAnswer(Answer):
    """How many finds carry a value."""

    value: str
    label: str
    count: int


class ResultsAnswer(Answer):
    """One page of finds; `next` is the cursor of the next page, empty on the last."""

    total: int
    understood: list[str] = Field(examples=[["số 45", "công văn", "ngày 05/3"]])
    hits: list[HitAnswer]
    facets: dict[str, list[CountAnswer]]
    next: str


def router(searching: Searching) -> APIRouter:
    """All routes."""
    api = APIRouter()

    @api.get("", summary="Tìm văn bản")
    def search(caller: Caller, asked: Annotated[Asked, Query()]) -> ResultsAnswer:
        """Documents the caller may open, best first: numbers, notations, dates, types and words in one line."""
        return answered(searching.search(caller, asked.search()))

    return api


class Asked(Answer):
    """The query of a search."""

    q: str = Field(
        "", max_length=1000, description="Số, ký hiệu, ngày, loại hoặc chữ cần tìm.", examples=["cv 45 ngày 5/3"]
    )
    type: str = Field("", max_length=60, description="Mã loại văn bản.")
    fonds: str = Field("", max_length=60, description="Mã định danh phông.")
    year: str = Field("", max_length=4, description="Năm của sổ.")
    flow: str = Field("", max_length=10, description="incoming hoặc outgoing.")
    in_register: str = Field("", alias="register", max_length=60, description="Mã định danh sổ.")
    issuer: str = Field("", max_length=500, description="Cơ quan ban hành, đúng như đã ghi.")
    newest_first: bool = Field(False, description="Xếp mới trước thay vì đúng nhất trước.")
    cursor: str = Field("", max_length=400, description="Giá trị next của trang trước.")
    size: int = Field(20, ge=1, le=100, description="Số văn bản một trang.")

    def search(self) -> Search:
        """The question."""
        picked = {
            "type": self.type,
            "fonds": self.fonds,
            "year": self.year,
            "flow": self.flow,
            "register": self.in_register,
            "from": self.issuer,
        }
        chosen = tuple((name, normalise(value)) for name, value in picked.items() if value)
        return Search(self.q, chosen, self.newest_first, cursor=self.cursor, size=self.size)


def answered(found: Results) -> ResultsAnswer:
    """Results as JSON."""
    return ResultsAnswer(
        total=found.total,
        understood=[chip.words for chip in found.chips],
        hits=[_hit(shown) for shown in found.hits],
        facets={facet.name: [CountAnswer.model_validate(value) for value in facet.values] for facet in found.facets},
        next=found.next_cursor,
    )


def _hit(shown: Shown) -> HitAnswer:
    record = shown.record
    same = (
        "id",
        "symbol",
        "document_date",
        "issuer",
        "signer",
        "type_name",
        "register_name",
        "number",
        "registered_on",
    )
    more = ("urgency", "reference", "voided")
    return HitAnswer(
        **{name: getattr(record, name) for name in (*same, *more)},
        direction=record.flow,
        state=record.state_words,
        type=record.type_code,
        fonds=record.fonds_title,
        subject=_segments(shown.subject),
        snippet=_segments(shown.snippet),
    )


def _segments(segments: tuple[Segment, ...]) -> list[SegmentAnswer]:
    return [SegmentAnswer.model_validate(segment) for segment in segments]
