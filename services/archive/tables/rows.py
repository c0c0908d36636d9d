"""Rows to values, shared by the writes and the reads."""

import json
from typing import Any

from sqlalchemy import Connection, Row, select

from services.archive.domain.access import AccessLevel
from services.archive.domain.case_file import CaseFile, CaseFileState
from services.archive.domain.file_plan import PlanLine
from services.archive.domain.fonds import Fonds, FondsStatus
from services.archive.domain.item import KeptItem
from services.archive.domain.retention import Retention
from services.archive.tables import CASE_FILES, FILES, FILINGS, ITEM_READERS, ITEMS
from services.kernel.values import FileRef, Part

AnyRow = Row[Any]
_NOT_OF_A_CASE_FILE = ("last_ordinal", "inside")


def fonds_of(row: AnyRow) -> Fonds:
    """A fonds from its row."""
    values = dict(row._mapping)
    return Fonds(**values | {"status": FondsStatus(row.status), "access_level": AccessLevel(row.access_level)})


def fonds_row(fonds: Fonds) -> dict[str, Any]:
    """A row from a fonds."""
    return vars(fonds) | {"status": fonds.status.value, "access_level": fonds.access_level.value}


def plan_line_of(row: AnyRow) -> PlanLine:
    """A line of the file plan from its row."""
    return PlanLine(**dict(row._mapping) | {"retention": Retention(row.retention)})


def case_file_of(row: AnyRow) -> CaseFile:
    """A case file from its row."""
    values = {name: value for name, value in row._mapping.items() if name not in _NOT_OF_A_CASE_FILE}
    return CaseFile(
        **values
        | {
            "retention": Retention(row.retention),
            "state": CaseFileState(row.state),
            "access_level": AccessLevel(row.access_level),
        }
    )


def case_file_row(case_file: CaseFile) -> dict[str, Any]:
    """A row from a case file."""
    return vars(case_file) | {
        "retention": case_file.retention.code,
        "state": case_file.state.value,
        "access_level": case_file.access_level.value,
    }


def file_of(row: AnyRow) -> FileRef:
    """A stored file from its row."""
    return FileRef(Part(row.part), row.name, row.media_type, row.size, row.digest, row.pages)


def files_of(connection: Connection, document_id: str, version: int) -> tuple[tuple[FileRef, ...], tuple[FileRef, ...]]:
    """The files of a document's newest version, and those of older ones."""
    wanted = select(FILES).where(FILES.c.document_id == document_id).order_by(FILES.c.version.desc(), FILES.c.ordinal)
    rows = connection.execute(wanted).all()
    current = tuple(file_of(row) for row in rows if row.version == version)
    return current, tuple(file_of(row) for row in rows if row.version != version)


def readers_of(connection: Connection, item_id: str) -> frozenset[str]:
    """Whom an item opens to."""
    keys = connection.execute(select(ITEM_READERS.c.key).where(ITEM_READERS.c.item_id == item_id)).scalars()
    return frozenset(keys)


def kept_item(connection: Connection, row: AnyRow) -> KeptItem:
    """What use cases need of an item, from its row."""
    files, older = files_of(connection, row.document_id, row.version)
    day = row.document_date or row.registered_on
    readers = readers_of(connection, row.id)
    return KeptItem(row.id, row.document_id, row.reference_code, row.subject, day, row.pages, readers, files, older)


def find_item(connection: Connection, item_id: str) -> AnyRow | None:
    """An item's row."""
    return connection.execute(select(ITEMS).where(ITEMS.c.id == item_id)).first()


def words(text: str) -> tuple[str, ...]:
    """A list of texts kept as JSON."""
    return tuple(json.loads(text))


def titles_of(connection: Connection, item_id: str) -> tuple[str, ...]:
    """The titles of all case files an item lies in, in order of their codes."""
    inside = CASE_FILES.join(FILINGS, FILINGS.c.case_file_id == CASE_FILES.c.id)
    wanted = select(CASE_FILES.c.title).select_from(inside).where(FILINGS.c.item_id == item_id)
    return tuple(connection.execute(wanted.order_by(CASE_FILES.c.reference_code)).scalars())
