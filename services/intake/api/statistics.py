"""JSON route of the office's statistics."""

from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter

from services.intake.domain.statistics import in_words
from services.intake.handlers.register_looks import RegisterLooks
from services.web.bodies import Answer
from services.web.signin import Caller


class IssuedAnswer(Answer):
    """How many documents of each type code were issued from `first` to `last`, and the sentence for a report."""

    first: date
    last: date
    counts: Mapping[str, int]
    text: str


def router(looks: RegisterLooks) -> APIRouter:
    """GET /statistics/issued."""
    api = APIRouter()

    @api.get("/statistics/issued")
    def issued(caller: Caller, first: date, last: date) -> IssuedAnswer:
        """What went out in these days, by type."""
        counts = looks.issued(caller, first, last)
        return IssuedAnswer(first=first, last=last, counts=counts, text=in_words(counts))

    return api
