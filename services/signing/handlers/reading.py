"""Opening a document on a desk of this service, which the audit remembers, and checking files people bring."""

from dataclasses import dataclass, field
from pathlib import Path

from services.kernel.deeds import Deed
from services.kernel.looks import Looks
from services.kernel.people import Person, Role, require
from services.kernel.signatures import SignatureReport
from services.signing.ports.papers import Validator
from services.signing.ports.rows import Stores


@dataclass(frozen=True)
class Reading:
    """Who looked at what."""

    stores: Stores
    looks: Looks = field(default_factory=Looks)

    def viewed(self, person: Person, document_id: str) -> None:
        """Remember that the person opened the document here."""
        self._note(person, Deed.VIEW, document_id)
        self.looks.note(person.id, document_id)

    def glimpsed(self, person: Person, document_id: str) -> None:
        """A picture of a page is fetched: a view, unless this person opened the document here lately anyway."""
        if not self.looks.is_known(person.id, document_id):
            self.viewed(person, document_id)

    def downloaded(self, person: Person, document_id: str, digest: str) -> None:
        """Remember that the person took a copy of this file."""
        self._note(person, Deed.DOWNLOAD, document_id, digest=digest)

    def _note(self, person: Person, deed: Deed, document_id: str, **details: object) -> None:
        with self.stores() as store:
            store.audit(person, deed, document_id, **details)


@dataclass(frozen=True)
class Validation:
    """Checking the signatures of any PDF."""

    validator: Validator

    def examine(self, person: Person, path: Path) -> SignatureReport:
        """Say what the signatures of a file are worth; the file is not kept. For everybody who works here."""
        require(person, *Role, action="kiểm tra chữ ký số")
        return self.validator.examine(path)
