"""Case files and file plans as lists and pages."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, extract, func, or_, select

from services.archive.domain.access import case_file_unknown
from services.archive.domain.case_file import TRANSFER_YEARS, WARNING, CaseFile, CaseFileState
from services.archive.domain.file_plan import PlanLine
from services.archive.domain.retention import CODES, Retention
from services.archive.tables import CASE_FILES, FILINGS, ITEMS, PLAN_LINES
from services.archive.tables.rows import case_file_of, plan_line_of
from services.archive.views.events import events_of
from services.archive.views.lines import CaseFileLine, Event, ItemLine, item_line
from services.archive.views.sight import open_case_files, open_items
from services.backends.database import Database
from services.kernel.people import Person, Role

MOST_OFFERED = 200
"""How many case files a choice offers."""

_INSIDE = ITEMS.join(FILINGS, FILINGS.c.item_id == ITEMS.c.id)
_TRANSFERRED = tuple(code for code in CODES if Retention(code).is_transferred)


class CaseFiles:
    """Reads of case files; each checks who asks."""

    def __init__(self, database: Database, transfer_years: int = TRANSFER_YEARS) -> None:
        self.database = database
        self.transfer_years = transfer_years

    def show(self, person: Person, case_file_id: str) -> CaseFile:
        """A case file; NotFound `case-file-unknown`, NotAllowed `case-file-closed-to-you`."""
        with self.database.read() as connection:
            row = connection.execute(select(CASE_FILES).where(CASE_FILES.c.id == case_file_id)).first()
        if row is None:
            raise case_file_unknown()
        case_file = case_file_of(row)
        case_file.check_opens_to(person)
        return case_file

    def contents(self, person: Person, case_file_id: str, offset: int = 0, size: int = 200) -> list[ItemLine]:
        """A part of the documents in a file that open to the person, in their order."""
        wanted = select(ITEMS, FILINGS.c.ordinal).select_from(_INSIDE)
        mine = wanted.where(FILINGS.c.case_file_id == case_file_id, open_items(person)).order_by(FILINGS.c.ordinal)
        with self.database.read() as connection:
            return [item_line(row, row.ordinal) for row in connection.execute(mine.offset(offset).limit(size))]

    def count_contents(self, person: Person, case_file_id: str) -> int:
        """How many `contents` has in all."""
        mine = select(func.count()).select_from(_INSIDE).where(FILINGS.c.case_file_id == case_file_id)
        with self.database.read() as connection:
            return connection.execute(mine.where(open_items(person))).scalar_one()

    def events(self, case_file_id: str) -> tuple[Event, ...]:
        """What happened to the file itself."""
        with self.database.read() as connection:
            return events_of(connection, f"case_file:{case_file_id}", 100)

    def of_owner(self, person: Person, offset: int, size: int) -> list[CaseFileLine]:
        """A part of the person's open case files, the newest first."""
        return self._lines(_lined(person, _mine(person)).order_by(CASE_FILES.c.id.desc()).offset(offset).limit(size))

    def count_of_owner(self, person: Person) -> int:
        """How many `of_owner` lists in all."""
        return self._count(_mine(person))

    def open_to_place(self, person: Person, most: int = MOST_OFFERED) -> list[CaseFile]:
        """Open files the person may put documents into: the own ones, for an archivist all, the newest first."""
        wanted = select(CASE_FILES).where(_placeable(person)).order_by(CASE_FILES.c.id.desc())
        with self.database.read() as connection:
            return [case_file_of(row) for row in connection.execute(wanted.limit(most))]

    def chosen_to_place(self, person: Person, case_file_id: str) -> dict[str, CaseFile]:
        """One of all files that `open_to_place` is about, however many there are, by its id; empty for any other."""
        wanted = select(CASE_FILES).where(_placeable(person), CASE_FILES.c.id == case_file_id)
        with self.database.read() as connection:
            return {row.id: case_file_of(row) for row in connection.execute(wanted)}

    def near_transfer(self, person: Person, today: date, offset: int, size: int) -> list[CaseFileLine]:
        """A part of the closed files whose transfer is due within 30 days or overdue, the most urgent first."""
        order = (extract("year", CASE_FILES.c.ended_on), CASE_FILES.c.id.desc())
        return self._lines(_lined(person, self._near(today)).order_by(*order).offset(offset).limit(size))

    def count_near_transfer(self, person: Person, today: date) -> int:
        """How many `near_transfer` lists in all."""
        return self._count(and_(self._near(today), open_case_files(person)))

    def plan(self, person: Person, year: int) -> list[tuple[PlanLine, CaseFile | None]]:
        """The file plan of a year, each line with its case file if one was opened and the person may see it."""
        lines = select(PLAN_LINES).where(PLAN_LINES.c.year == year)
        files = select(CASE_FILES).where(CASE_FILES.c.year == year, open_case_files(person))
        with self.database.read() as connection:
            opened = {row.plan_line_id: case_file_of(row) for row in connection.execute(files)}
            ordered = connection.execute(lines.order_by(PLAN_LINES.c.heading, PLAN_LINES.c.notation))
            return [(plan_line_of(row), opened.get(row.id)) for row in ordered]

    def plan_years(self) -> list[int]:
        """The years that have a file plan, the latest first."""
        with self.database.read() as connection:
            wanted = select(PLAN_LINES.c.year).distinct().order_by(PLAN_LINES.c.year.desc())
            return list(connection.execute(wanted).scalars())

    def _near(self, today: date) -> ColumnElement[bool]:
        # Due on 31 December of (year of the end + years): near once that day is at most 30 days ahead.
        last_year = (today + WARNING + timedelta(days=1)).year - self.transfer_years - 1
        return and_(CASE_FILES.c.ended_on <= date(last_year, 12, 31), CASE_FILES.c.retention.in_(_TRANSFERRED))

    def _lines(self, wanted: Select[tuple[Any, ...]]) -> list[CaseFileLine]:
        with self.database.read() as connection:
            return [CaseFileLine(case_file_of(row), row.inside) for row in connection.execute(wanted)]

    def _count(self, condition: ColumnElement[bool]) -> int:
        with self.database.read() as connection:
            return connection.execute(select(func.count()).select_from(CASE_FILES).where(condition)).scalar_one()


def _mine(person: Person) -> ColumnElement[bool]:
    return and_(CASE_FILES.c.owner_id == person.id, CASE_FILES.c.state == CaseFileState.OPEN.value)


def _placeable(person: Person) -> ColumnElement[bool]:
    still_open = CASE_FILES.c.state == CaseFileState.OPEN.value
    return still_open if person.has(Role.ARCHIVIST) else and_(still_open, CASE_FILES.c.owner_id == person.id)


def _lined(person: Person, condition: ColumnElement[bool]) -> Select[tuple[Any, ...]]:
    seen = or_(CASE_FILES.c.owner_id == person.id, open_case_files(person))
    count = select(func.count()).select_from(_INSIDE).where(FILINGS.c.case_file_id == CASE_FILES.c.id)
    inside = count.where(open_items(person)).correlate(CASE_FILES).scalar_subquery()
    return select(CASE_FILES, inside.label("inside")).where(condition, seen)
