"""Reads that documents of both directions share: files, access keys, steps."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, exists, select

from services.intake.tables.documents import FILES, READERS, STEPS
from services.kernel.people import Person
from services.kernel.values import FileRef, Part


@dataclass(frozen=True)
class Step:
    """What somebody did with a document, and when (aware, UTC)."""

    at: datetime
    person_name: str
    what: str
    note: str


def moment(seconds: float) -> datetime:
    """An aware moment from epoch seconds."""
    return datetime.fromtimestamp(seconds, UTC)


def open_to(person: Person, document_id: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that a document opens to a person, for every list and count."""
    mine = READERS.c.key.in_(sorted(person.keys()))
    return exists(select(READERS.c.key).where(READERS.c.document_id == document_id, mine))


def files_of(connection: Connection, document_ids: Iterable[str]) -> dict[str, tuple[FileRef, ...]]:
    """The files of several documents, each in their order."""
    found: defaultdict[str, list[FileRef]] = defaultdict(list)
    wanted = select(FILES).where(FILES.c.document_id.in_(list(document_ids)))
    for row in connection.execute(wanted.order_by(FILES.c.document_id, FILES.c.position)):
        file = FileRef(Part(row.part), row.name, row.media_type, row.size, row.digest, row.pages)
        found[row.document_id].append(file)
    return {key: tuple(files) for key, files in found.items()}


def readers_of(connection: Connection, document_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """The access keys of several documents."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in connection.execute(select(READERS).where(READERS.c.document_id.in_(list(document_ids)))):
        found[row.document_id].add(row.key)
    return {key: frozenset(keys) for key, keys in found.items()}


def steps_of(connection: Connection, document_id: str) -> tuple[Step, ...]:
    """What happened to a document, oldest first."""
    rows = connection.execute(select(STEPS).where(STEPS.c.document_id == document_id).order_by(STEPS.c.id))
    return tuple(Step(moment(row.at), row.person_name, row.what, row.note) for row in rows)
