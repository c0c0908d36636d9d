"""Writes that documents of both directions share: files, access keys, steps."""

from collections.abc import Iterable

from sqlalchemy import bindparam, delete, select

from services.backends.ledger import LedgerStore
from services.intake.tables.documents import FILES, READERS, STEPS
from services.kernel.people import Person
from services.kernel.values import FileRef, Part

_NO_FILES = delete(FILES).where(FILES.c.document_id == bindparam("of"))
_NO_READERS = delete(READERS).where(READERS.c.document_id == bindparam("of"))
_FILES = select(FILES).where(FILES.c.document_id == bindparam("of")).order_by(FILES.c.position)


class DocumentRows(LedgerStore):
    """The part of the intake store that knows no direction."""

    def set_files(self, document_id: str, files: Iterable[FileRef]) -> None:
        """Let these be the document's files, in this order."""
        self.connection.execute(_NO_FILES, {"of": document_id})
        rows = (
            {"document_id": document_id, "position": position, **vars(file), "part": file.part.value}
            for position, file in enumerate(files)
        )
        self.add(FILES, *rows)

    def files(self, document_id: str) -> tuple[FileRef, ...]:
        """The document's files in their order."""
        return tuple(file_of(row) for row in self.connection.execute(_FILES, {"of": document_id}))

    def set_readers(self, document_id: str, keys: Iterable[str]) -> None:
        """Let exactly these access keys open the document."""
        self.connection.execute(_NO_READERS, {"of": document_id})
        self.add(READERS, *({"document_id": document_id, "key": key} for key in sorted(keys)))

    def readers(self, document_id: str) -> frozenset[str]:
        """The access keys that open the document."""
        rows = self.connection.execute(select(READERS.c.key).where(READERS.c.document_id == document_id))
        return frozenset(rows.scalars())

    def add_step(self, document_id: str, who: Person | str, what: str, note: str = "") -> None:
        """Write down what somebody did, in words shown under "Quá trình"."""
        key, name = (who.id, who.name) if isinstance(who, Person) else ("", who)
        step = {"person_id": key, "person_name": name, "what": what, "note": note}
        self.add(STEPS, {"document_id": document_id, "at": self.clock.now().timestamp(), **step})


def file_of(row: object) -> FileRef:
    """A file reference from its row."""
    fields = row._mapping  # type: ignore[attr-defined]  # every result row has it
    return FileRef(
        Part(fields["part"]), fields["name"], fields["media_type"], fields["size"], fields["digest"], fields["pages"]
    )
