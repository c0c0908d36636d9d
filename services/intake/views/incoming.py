"""Reads about arrived documents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from services.intake.domain.description import Description
from services.intake.domain.incoming import IncomingDocument, State
from services.intake.domain.incoming_actions import actions
from services.intake.domain.incoming_card import card_of
from services.intake.domain.incoming_print import register_line
from services.intake.domain.twins import Twin
from services.intake.tables.incoming import ASSIGNMENTS, INCOMING
from services.intake.tables.incoming_rows import SAME_DESCRIPTION, assignee_of, description_keys, document_of, twin_of
from services.intake.views.base import Reading
from services.intake.views.documents import Step, files_of, steps_of
from services.intake.views.incoming_lists import IncomingAsk, Tray, matching, order_of
from services.kernel.errors import NotFound
from services.kernel.facts import DocumentRegistered, DocumentVoided, Fact
from services.kernel.people import Person
from services.kernel.steps import Action

_TWIN = select(INCOMING).where(SAME_DESCRIPTION, INCOMING.c.void_reason == "").order_by(INCOMING.c.id).limit(1)

_BATCH = 500


@dataclass(frozen=True)
class IncomingFound:
    """One page of a list, and how many rows the whole list has."""

    rows: tuple[IncomingDocument, ...]
    total: int


@dataclass(frozen=True)
class IncomingSheet:
    """One document as its page shows it: what happened, what this person may do."""

    document: IncomingDocument
    steps: tuple[Step, ...]
    actions: tuple[Action, ...]

    def may(self, act: str) -> bool:
        """Whether the person may take a step now."""
        return any(one.allowed for one in self.actions if one.act.value == act)


class IncomingViews(Reading):
    """The arrived documents' part of the intake views."""

    def incoming_list(self, person: Person, ask: IncomingAsk) -> IncomingFound:
        """One page of the documents asked for, and only those that open to this person."""
        wanted = matching(ask, person)
        with self.database.read() as connection:
            total = connection.execute(select(func.count()).select_from(INCOMING).where(wanted)).scalar_one()
            page = select(INCOMING).where(wanted).order_by(*order_of(ask)).limit(ask.size).offset(ask.offset)
            rows = connection.execute(page).all()
            return IncomingFound(tuple(_documents(connection, rows)), total)

    def incoming_count(self, person: Person, tray: Tray, today: date) -> int:
        """How many documents lie in a tray of this person; the same as the list's total."""
        wanted = matching(IncomingAsk(today, tray), person)
        with self.database.read() as connection:
            return connection.execute(select(func.count()).select_from(INCOMING).where(wanted)).scalar_one()

    def incoming_sheet(self, person: Person, document_id: str) -> IncomingSheet:
        """Everything about one document; NotFound `incoming-unknown` also if it is not open to this person."""
        with self.database.read() as connection:
            rows = connection.execute(select(INCOMING).where(INCOMING.c.id == document_id)).all()
            document = next(iter(_documents(connection, rows)), None)
            if document is None or not document.opens_to(person):
                raise NotFound("incoming-unknown", "Không có văn bản đến này.", "Tải lại danh sách rồi chọn lại.")
            return IncomingSheet(document, steps_of(connection, document_id), actions(document, person))

    def incoming_if_open(self, person: Person, document_id: str) -> IncomingDocument | None:
        """The document if there is one that opens to this person."""
        try:
            return self.incoming_sheet(person, document_id).document
        except NotFound:
            return None

    def same_file(self, main_digest: str) -> tuple[Twin, ...]:
        """Earlier registrations, not void, of this very file."""
        same = select(INCOMING).where(INCOMING.c.main_digest == main_digest, INCOMING.c.void_reason == "")
        with self.database.read() as connection:
            return tuple(twin_of(row, main_digest) for row in connection.execute(same.order_by(INCOMING.c.id).limit(5)))

    def same_description(self, paper: Description) -> list[Twin]:
        """Earlier registrations, not void, of the same issuer, number, notation and date."""
        named = description_keys(paper)
        if not named:
            return []
        with self.database.read() as connection:
            return [twin_of(row, "") for row in connection.execute(_TWIN, named)]

    def incoming_facts(self) -> Iterator[Fact]:
        """What has been told about arrived documents, from the records, in the order they were entered."""
        for document in self._walk(select(INCOMING.c.id).order_by(INCOMING.c.registered_at, INCOMING.c.id)):
            yield DocumentRegistered(card_of(document), document.entry.by_id)
            if document.state is State.VOIDED:
                yield DocumentVoided(document.id, document.told_version, document.void_reason, document.entry.by_id)

    def incoming_lines(self, register_id: str, year: int) -> Iterator[Mapping[str, str]]:
        """The lines of an incoming register's volume: fields of the printed form, in number order."""
        mine = (INCOMING.c.register_id == register_id) & (INCOMING.c.year == year)
        for document in self._walk(select(INCOMING.c.id).where(mine).order_by(INCOMING.c.number)):
            yield register_line(document)

    def unstamped(self, limit: int) -> list[str]:
        """Documents that still lack their arrival stamp, oldest first."""
        wanted = select(INCOMING.c.id).where(INCOMING.c.stamp == "waiting").order_by(INCOMING.c.id).limit(limit)
        with self.database.read() as connection:
            return list(connection.execute(wanted).scalars())

    def known_issuers(self, limit: int = 300) -> tuple[str, ...]:
        """Issuers met before, the most frequent first."""
        often = select(INCOMING.c.issuer).group_by(INCOMING.c.issuer).order_by(func.count().desc(), INCOMING.c.issuer)
        with self.database.read() as connection:
            return tuple(connection.execute(often.limit(limit)).scalars())

    def _walk(self, ids: Any) -> Iterator[IncomingDocument]:
        with self.database.read() as connection:
            every: Sequence[str] = connection.execute(ids).scalars().all()
            for start in range(0, len(every), _BATCH):
                part = every[start : start + _BATCH]
                rows = {row.id: row for row in connection.execute(select(INCOMING).where(INCOMING.c.id.in_(part)))}
                yield from _documents(connection, [rows[key] for key in part])


def _documents(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[IncomingDocument]:
    ids = [row.id for row in rows]
    files = files_of(connection, ids)
    tasks: dict[str, list[Any]] = {key: [] for key in ids}
    wanted = select(ASSIGNMENTS).where(ASSIGNMENTS.c.document_id.in_(ids))
    for task in connection.execute(wanted.order_by(ASSIGNMENTS.c.document_id, ASSIGNMENTS.c.position)):
        tasks[task.document_id].append(assignee_of(task))
    for row in rows:
        yield document_of(row, files.get(row.id, ()), tasks[row.id])
