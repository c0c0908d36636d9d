"""Counts for reports."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from services.intake.domain.outgoing import State
from services.intake.tables.outgoing import OUTGOING
from services.intake.views.base import Reading


class StatisticViews(Reading):
    """The statistics' part of the intake views."""

    def issued_by_type(self, first: date, last: date) -> Mapping[str, int]:
        """How many documents of each type were issued with a date from `first` to `last`, both included."""
        issued = (OUTGOING.c.state == State.ISSUED.value) & OUTGOING.c.issued_on.between(first, last)
        counted = select(OUTGOING.c.type_code, func.count().label("many")).where(issued).group_by(OUTGOING.c.type_code)
        with self.database.read() as connection:
            return {row.type_code: row.many for row in connection.execute(counted.order_by(OUTGOING.c.type_code))}
