"""Writes about outgoing documents: the document's row, its editions, its access keys."""

from sqlalchemy import bindparam, select, update

from services.intake.domain.outgoing import Edition, OutgoingDocument
from services.intake.store.documents import DocumentRows
from services.intake.tables.outgoing import EDITIONS, OUTGOING
from services.intake.tables.outgoing_rows import document_of, edition_of, edition_text, row_of
from services.kernel.errors import NotFound, Stale

_KEEP = (
    update(OUTGOING)
    .where(OUTGOING.c.id == bindparam("named"), OUTGOING.c.kept_as.is_distinct_from(bindparam("kept")))
    .values(kept_as=bindparam("kept"))
)


class OutgoingRows(DocumentRows):
    """The outgoing half of the intake store."""

    def outgoing(self, document_id: str) -> OutgoingDocument:
        """The document; NotFound `outgoing-unknown`."""
        row = self.connection.execute(select(OUTGOING).where(OUTGOING.c.id == document_id)).first()
        if row is None:
            raise NotFound("outgoing-unknown", "Không có văn bản đi này.", "Tải lại danh sách rồi chọn lại.")
        return document_of(row)

    def add_outgoing(self, document: OutgoingDocument, edition: Edition) -> None:
        """Keep a new document with its first edition."""
        self.add(OUTGOING, {"id": document.id, **row_of(document)})
        self.set_readers(document.id, document.readers())
        self.add_edition(document.id, edition)

    def keep_outgoing(self, document: OutgoingDocument) -> None:
        """Keep the next version of a document; Stale `document-changed` if somebody else was faster."""
        mine = (OUTGOING.c.id == document.id) & (OUTGOING.c.version == document.version - 1)
        if self.connection.execute(update(OUTGOING).where(mine), row_of(document)).rowcount != 1:
            raise Stale("document-changed", "Văn bản vừa được người khác thay đổi.", "Tải lại trang rồi làm lại.")
        self.set_readers(document.id, document.readers())

    def edition(self, document: OutgoingDocument) -> Edition:
        """The edition of the file that counts now."""
        mine = (EDITIONS.c.document_id == document.id) & (EDITIONS.c.number == document.edition)
        return edition_of(self.connection.execute(select(EDITIONS).where(mine)).one())

    def editions(self, document_id: str) -> tuple[Edition, ...]:
        """Every edition of the file, the oldest first."""
        wanted = select(EDITIONS).where(EDITIONS.c.document_id == document_id).order_by(EDITIONS.c.number)
        return tuple(edition_of(row) for row in self.connection.execute(wanted))

    def add_edition(self, document_id: str, edition: Edition) -> None:
        """Keep a further edition of the file."""
        row = {"number": edition.number, "digest": edition.file.digest, "body": edition_text(edition)}
        self.add(EDITIONS, {"document_id": document_id, **row})

    def mark_kept(self, document_id: str, reference: str) -> bool:
        """Write down the archive's reference; False if there is no such document or it is written already."""
        return self.connection.execute(_KEEP, {"named": document_id, "kept": reference}).rowcount == 1

    def notation_holder(self, year: int, notation: str, but: str) -> str | None:
        """The register other than `but` that already gave this number and notation in a calendar year, or None."""
        wanted = select(OUTGOING.c.register_name).where(OUTGOING.c.issued_year == year, OUTGOING.c.notation == notation)
        return self.connection.execute(wanted.where(OUTGOING.c.register_id != but)).scalar()
