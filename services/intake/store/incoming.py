"""Writes about arrived documents."""

from sqlalchemy import bindparam, delete, select, update

from services.intake.domain.description import Description
from services.intake.domain.incoming import IncomingDocument
from services.intake.domain.twins import Twin
from services.intake.store.documents import DocumentRows
from services.intake.tables.incoming import ASSIGNMENTS, INCOMING
from services.intake.tables.incoming_rows import (
    SAME_DESCRIPTION,
    assignee_of,
    assignment_values,
    description_keys,
    document_of,
    entry_values,
    step_values,
    twin_of,
)
from services.kernel.errors import Stale

_DIGEST = INCOMING.c.main_digest == bindparam("digest")
_VALID = select(INCOMING).where(INCOMING.c.void_reason == "").order_by(INCOMING.c.registered_at, INCOMING.c.id).limit(5)
_SAME_FILE, _TWINS = _VALID.where(_DIGEST), _VALID.where(_DIGEST | SAME_DESCRIPTION)
_KEEP = (
    update(INCOMING)
    .where(INCOMING.c.id == bindparam("named"), INCOMING.c.kept_as != bindparam("kept"))
    .values(kept_as=bindparam("kept"))
)
_INCOMING = select(INCOMING).where(INCOMING.c.id == bindparam("named"))


class IncomingRows(DocumentRows):
    """The arrived documents' part of the intake store."""

    def add_incoming(self, document: IncomingDocument) -> None:
        """Keep a newly registered document with its files and readers; its stamped rendition is still to be made."""
        values = entry_values(document, stamp="waiting") | step_values(document)
        self.add(INCOMING, values)
        self.set_files(document.id, document.files)
        self.set_readers(document.id, document.readers())

    def incoming(self, document_id: str) -> IncomingDocument | None:
        """The document, or None."""
        row = self.connection.execute(_INCOMING, {"named": document_id}).first()
        if row is None:
            return None
        mine = select(ASSIGNMENTS).where(ASSIGNMENTS.c.document_id == document_id)
        tasks = self.connection.execute(mine.order_by(ASSIGNMENTS.c.position))
        return document_of(row, self.files(document_id), map(assignee_of, tasks))

    def keep_incoming(self, document: IncomingDocument) -> None:
        """Keep the next version; Stale when somebody else kept one meanwhile."""
        before = (INCOMING.c.id == document.id) & (INCOMING.c.version == document.version - 1)
        done = self.connection.execute(update(INCOMING).where(before), step_values(document))
        if done.rowcount != 1:
            raise Stale("document-stale", "Văn bản vừa được người khác xử lý.", "Tải lại trang rồi làm tiếp.")
        self.connection.execute(delete(ASSIGNMENTS).where(ASSIGNMENTS.c.document_id == document.id))
        self.add(ASSIGNMENTS, *assignment_values(document))
        self.set_readers(document.id, document.readers())

    def mark_stamp(self, document_id: str, stamp: str) -> None:
        """Write down how the stamped rendition fares: `made`, or `failed` when the file cannot take one."""
        self.connection.execute(update(INCOMING).where(INCOMING.c.id == document_id).values(stamp=stamp))

    def mark_incoming_kept(self, document_id: str, reference_code: str) -> bool:
        """Write down under which reference the archive keeps it; whether that is news."""
        return self.connection.execute(_KEEP, {"named": document_id, "kept": reference_code}).rowcount == 1

    def twins(self, main_digest: str, paper: Description) -> list[Twin]:
        """Earlier registrations, not void, of the same file or of the same issuer, number, notation and date."""
        named = description_keys(paper)
        rows = self.connection.execute(_TWINS if named else _SAME_FILE, {"digest": main_digest} | named)
        return [twin_of(row, main_digest) for row in rows]
