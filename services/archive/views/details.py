"""The parts of an item's page: files with their versions and checks, signatures."""

from datetime import datetime

from sqlalchemy import Connection, select

from services.archive.domain.deposit import is_working_copy
from services.archive.domain.integrity import Fault
from services.archive.tables import FILES, FONDS, SIGNATURES
from services.archive.tables.rows import AnyRow, file_of, files_of
from services.archive.views.lines import ShownFile, Signature
from services.kernel.values import FileRef

_SIGNS = {"leader": "Chữ ký số của người có thẩm quyền", "agency": "Chữ ký số của cơ quan, người đóng dấu"}


def fonds_row_of(connection: Connection, fonds_id: str) -> AnyRow:
    """A fonds' row."""
    return connection.execute(select(FONDS).where(FONDS.c.id == fonds_id)).one()


def shown_files(connection: Connection, item: AnyRow) -> tuple[ShownFile, ...]:
    """The files of an item: the document and its annexes first, working copies, then older versions."""
    current, _ = files_of(connection, item.document_id, item.version)
    wanted = select(FILES).where(FILES.c.document_id == item.document_id)
    rows = connection.execute(wanted.order_by(FILES.c.version.desc(), FILES.c.ordinal))
    shown = [_shown(row, current, item.version) for row in rows]
    return tuple(sorted(shown, key=lambda each: ("document", "working", "older").index(each.role)))


def signatures(connection: Connection, document_id: str) -> tuple[Signature, ...]:
    """The signatures told of a document, the oldest first."""
    wanted = (
        select(SIGNATURES)
        .where(SIGNATURES.c.document_id == document_id)
        .order_by(SIGNATURES.c.version, SIGNATURES.c.at)
    )
    return tuple(
        Signature(_SIGNS.get(row.kind, row.kind), row.by, datetime.fromisoformat(row.at), row.digest)
        for row in connection.execute(wanted)
    )


def _shown(row: AnyRow, current: tuple[FileRef, ...], version: int) -> ShownFile:
    file = file_of(row)
    verified = datetime.fromisoformat(row.verified_at) if row.verified_at else None
    return ShownFile(
        file, _role(file, row, current, version), row.version, verified, Fault(row.fault).label if row.fault else ""
    )


def _role(file: FileRef, row: AnyRow, current: tuple[FileRef, ...], version: int) -> str:
    if row.version != version:
        return "older"
    return "working" if is_working_copy(file, current) else "document"
