"""What use cases write about documents of either direction."""

from collections.abc import Iterable
from typing import Protocol

from services.kernel.deeds import Deed
from services.kernel.facts import Fact
from services.kernel.people import Person
from services.kernel.values import FileRef


class Ledger(Protocol):
    """Telling and remembering, inside the open transaction."""

    def publish(self, fact: Fact) -> None:
        """Tell the other desks, once committed."""
        ...

    def audit(self, who: Person | str, deed: Deed, subject: str, **details: object) -> None:
        """Add a link to the audit chain."""
        ...


class DocumentPapers(Protocol):
    """Files, access keys and steps of a document, inside the open transaction."""

    def set_files(self, document_id: str, files: Iterable[FileRef]) -> None:
        """Let these be the document's files, in this order."""
        ...

    def files(self, document_id: str) -> tuple[FileRef, ...]:
        """The document's files in their order."""
        ...

    def set_readers(self, document_id: str, keys: Iterable[str]) -> None:
        """Let exactly these access keys open the document."""
        ...

    def readers(self, document_id: str) -> frozenset[str]:
        """The access keys that open the document."""
        ...

    def add_step(self, document_id: str, who: Person | str, what: str, note: str = "") -> None:
        """Write down what somebody did."""
        ...
