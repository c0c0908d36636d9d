"""JSON route of the office's statistics."""

from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter

from services.intake.domain.statistics import in_words
from services.intake.views import IntakeViews
from services.kernel.people import Role, require
from services.web.bodies import Answer
from services.web.signin import Caller


class IssuedAnswer(Answer):
    """How many documents of each type code were issued from `first` to `last`, and the sentence for a report."""

    first: date
    last: date
    counts: Mapping[str, int]
    text: str


def router(views: IntakeViews) -> APIRouter:
    """GET /statistics/issued."""
    api = APIRouter()

    @api.get("/statistics/issued")
    def issued(caller: Caller, first: date, last: date) -> IssuedAnswer:
        """What went out in these days, by type."""
        require(
            caller, Role.CLERK, Role.LEADER, Role.UNIT_HEAD, Role.AUDITOR, Role.ADMIN, action="xem thống kê văn bản"
        )
        counts = views.issued_by_type(first, last)
        return IssuedAnswer(first=first, last=last, counts=counts, text=in_words(counts))

    return api
