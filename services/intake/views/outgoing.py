"""Reads about outgoing documents: trays, the one document, the register's lines, the facts told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from services.intake.domain.issuing import issue_fact, kept_files, register_line
from services.intake.domain.outgoing import Edition, OutgoingDocument, State
from services.intake.domain.outgoing_actions import actions
from services.intake.tables.outgoing import EDITIONS, OUTGOING
from services.intake.tables.outgoing_rows import document_of, edition_of
from services.intake.views.base import Reading
from services.intake.views.documents import Step, steps_of
from services.intake.views.outgoing_trays import OutgoingAsk, Tray, chosen, ordered, tray_condition
from services.kernel.errors import NotFound
from services.kernel.facts import Fact
from services.kernel.people import Person
from services.kernel.steps import Action

_BATCH = 500


@dataclass(frozen=True)
class OutgoingFound:
    """One page of a list, and how many rows the whole list has."""

    rows: tuple[OutgoingDocument, ...]
    total: int


@dataclass(frozen=True)
class OutgoingSheet:
    """One document as its page shows it: all editions of the file, what happened, what this person may do."""

    document: OutgoingDocument
    editions: tuple[Edition, ...]
    steps: tuple[Step, ...]
    actions: tuple[Action, ...]
    kept_as: str = ""

    @property
    def edition(self) -> Edition:
        """The edition that counts now."""
        return next(one for one in self.editions if one.number == self.document.edition)

    def edition_numbered(self, number: int | None) -> Edition:
        """One edition, the present one without a number; NotFound `edition-unknown`."""
        for one in self.editions:
            if one.number == (number or self.document.edition):
                return one
        raise NotFound("edition-unknown", "Văn bản không có bản này.", "Chọn một bản trong danh sách.")


class OutgoingViews(Reading):
    """The outgoing half of the intake views."""

    def outgoing_list(self, person: Person, ask: OutgoingAsk) -> OutgoingFound:
        """What lies in one of a person's trays, and only what is theirs to see."""
        wanted = chosen(ask, person)
        with self.database.read() as connection:
            total = _count(connection, wanted)
            rows = connection.execute(ordered(select(OUTGOING).where(wanted), ask))
            return OutgoingFound(tuple(document_of(row) for row in rows), total)

    def outgoing_count(self, person: Person, tray: Tray) -> int:
        """How many documents lie in a tray of this person."""
        with self.database.read() as connection:
            return _count(connection, tray_condition(tray, person))

    def outgoing_sheet(self, person: Person, document_id: str) -> OutgoingSheet:
        """Everything about one document; NotFound `outgoing-unknown` also if it is not open to this person."""
        with self.database.read() as connection:
            row = connection.execute(select(OUTGOING).where(OUTGOING.c.id == document_id)).first()
            document = document_of(row) if row else None
            if document is None or not document.opens_to(person):
                raise NotFound("outgoing-unknown", "Không có văn bản đi này.", "Tải lại danh sách rồi chọn lại.")
            editions, steps = _editions(connection, document_id), steps_of(connection, document_id)
        kept_as = row.kept_as or "" if row else ""
        return OutgoingSheet(document, editions, steps, actions(document, person), kept_as)

    def outgoing_answers(self, person: Person, incoming_id: str) -> tuple[OutgoingDocument, ...]:
        """The documents that answer an arrived one, as far as they open to this person."""
        with self.database.read() as connection:
            rows = connection.execute(
                select(OUTGOING).where(OUTGOING.c.answers_id == incoming_id).order_by(OUTGOING.c.id)
            )
            return tuple(one for one in map(document_of, rows) if one.opens_to(person))

    def outgoing_facts(self) -> Iterator[Fact]:
        """What has been told about issued documents, from the records."""
        issued = select(OUTGOING).where(OUTGOING.c.state == State.ISSUED.value)
        with self.database.read() as connection:
            rows = connection.execute(issued.order_by(OUTGOING.c.id))
            for row in rows.yield_per(_BATCH):
                document = document_of(row)
                yield issue_fact(document, kept_files(_editions(connection, document.id)))

    def outgoing_lines(self, register_id: str, year: int) -> Iterator[Mapping[str, str]]:
        """The lines of an outgoing register's volume: fields of the printed form, in number order."""
        mine = (OUTGOING.c.register_id == register_id) & (OUTGOING.c.year == year)
        with self.database.read() as connection:
            rows = connection.execute(select(OUTGOING).where(mine).order_by(OUTGOING.c.number))
            for row in rows.yield_per(_BATCH):
                yield register_line(document_of(row))


def _count(connection: Connection, wanted: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(OUTGOING).where(wanted)).scalar_one()


def _editions(connection: Connection, document_id: str) -> tuple[Edition, ...]:
    rows = select(EDITIONS).where(EDITIONS.c.document_id == document_id).order_by(EDITIONS.c.number)
    return tuple(edition_of(row) for row in connection.execute(rows))
