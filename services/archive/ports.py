"""What the archive needs from outside, in small shapes."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from services.archive.domain.case_file import CaseFile
from services.archive.domain.deposit import Heard
from services.archive.domain.file_plan import PlanLine
from services.archive.domain.fonds import Fonds, Placement, SeriesPlan
from services.archive.domain.integrity import Fault, KeptFile
from services.archive.domain.item import Item, KeptItem, Place
from services.kernel.deeds import Deed
from services.kernel.facts import DocumentCard, Fact
from services.kernel.people import Person
from services.kernel.values import FileRef

S = TypeVar("S", covariant=True)

THE_ARCHIVE = "lưu trữ tự động"
"""The agent of events no person caused."""


class Stores(Protocol[S]):
    """Opens one transaction: kept whole on a clean exit, dropped whole otherwise."""

    def __call__(self) -> AbstractContextManager[S]:
        """A store for one use case."""
        ...


class Ledger(Protocol):
    """What every transaction can do beside its own writes."""

    def publish(self, fact: Fact) -> None:
        """Tell the other desks after the commit."""
        ...

    def audit(self, who: Person | str, deed: Deed, subject: str, **details: object) -> None:
        """Add a link to the audit chain."""
        ...


class DepositStore(Ledger, Protocol):
    """Writes of a deposit."""

    def heard(self, document_id: str) -> Heard:
        """All that was heard of a document so far; empty when nothing was."""
        ...

    def remember(self, heard: Heard) -> None:
        """Keep what was heard."""
        ...

    def note_files(self, card: DocumentCard) -> None:
        """Keep the card's files as versions of the document's; the highest version that names a file counts."""
        ...

    def keep(self, item: Item) -> None:
        """Add the item, or bring its description up to date."""
        ...

    def note_signature(self, document_id: str, kind: str, file: FileRef, by: str, version: int) -> None:
        """Remember whose signature a file carries; `kind` is `leader` or `agency`; told again it changes nothing."""
        ...


class VerifyStore(Protocol):
    """Files and whether their bytes were found as deposited."""

    def unverified(self, document_id: str) -> list[FileRef]:
        """The document's files whose bytes were never recomputed."""
        ...

    def verified(self, document_id: str) -> None:
        """Note that all of them were."""
        ...


class PlaceStore(Protocol):
    """Where things go."""

    def place_of(self, document_id: str) -> Place | None:
        """The place of an item already kept."""
        ...

    def placements(self) -> list[Placement]:
        """The rules of which fonds documents go to."""
        ...

    def default_fonds(self) -> Fonds | None:
        """The office's own open fonds."""
        ...

    def series(self, fonds_id: str, plan: SeriesPlan) -> str:
        """The id of a series of a fonds, made now if it is not there."""
        ...

    def next_ordinal(self, fonds_id: str, year: int) -> int:
        """The next number of an item in a fonds and year, from 1."""
        ...


class FondsStore(Ledger, Protocol):
    """Writes about fonds."""

    def fonds(self, fonds_id: str) -> Fonds:
        """A fonds; NotFound `fonds-unknown`."""
        ...

    def add_fonds(self, fonds: Fonds) -> bool:
        """Add it; False when its code is taken."""
        ...

    def describe_fonds(self, fonds: Fonds) -> None:
        """Replace its description; the code stays."""
        ...

    def place_documents(self, rule: Placement) -> None:
        """Set where documents of a direction and register go."""
        ...


class OwnFondsStore(PlaceStore, FondsStore, Protocol):
    """What making the office's own fonds needs."""


class DepositingStore(DepositStore, VerifyStore, OwnFondsStore, Protocol):
    """All a deposit writes."""


class PlanStore(Ledger, Protocol):
    """Writes to file plans."""

    def plan(self, year: int) -> list[PlanLine]:
        """The lines of a year, in order of notation."""
        ...

    def plan_line(self, line_id: str) -> PlanLine:
        """One line; NotFound `plan-line-unknown`."""
        ...

    def add_plan_line(self, line: PlanLine) -> bool:
        """Add it; False when the notation is taken in its year."""
        ...


class CaseFileStore(Ledger, Protocol):
    """Writes about case files."""

    def case_file(self, case_file_id: str) -> CaseFile:
        """A case file; NotFound `case-file-unknown`."""
        ...

    def add_case_file(self, case_file: CaseFile) -> bool:
        """Add it; False when its notation is taken in its fonds and year, or its plan line is opened already."""
        ...

    def change_case_file(self, case_file: CaseFile) -> None:
        """Write its new description and state."""
        ...


class ItemStore(Protocol):
    """Items as use cases see them."""

    def item(self, item_id: str) -> KeptItem:
        """An item; NotFound `item-unknown`."""
        ...


class FilingStore(CaseFileStore, ItemStore, Protocol):
    """Writes of placing documents into case files."""

    def place(self, case_file_id: str, item_id: str, by: str) -> bool:
        """Put the item at the end of the file; False when it lies there already."""
        ...

    def take_out(self, case_file_id: str, item_id: str) -> bool:
        """Take it out; False when it does not lie there."""
        ...

    def contents(self, case_file_id: str) -> list[KeptItem]:
        """The items in the file, in their order."""
        ...

    def filed(self, item_id: str) -> tuple[int, tuple[str, ...]]:
        """The next version of the item's filing and the titles of all case files it now lies in."""
        ...


class OpeningStore(CaseFileStore, PlanStore, OwnFondsStore, Protocol):
    """All that opening a case file writes."""


class ReadingStore(Ledger, ItemStore, Protocol):
    """What reading writes: who saw what."""


class FixityStore(Ledger, Protocol):
    """What a fixity check reads and writes."""

    def kept_files(self, after: str, limit: int) -> list[KeptFile]:
        """Files of items by digest, those after a digest; all files of the last digest are included."""
        ...

    def note_fixity(self, digests: Iterable[str], faults: dict[str, Fault], at: datetime) -> None:
        """Write down what the check found of these digests."""
        ...


class Pictures(Protocol):
    """Pages as images."""

    def page(self, digest: str, number: int, width: int) -> bytes:
        """Page `number` (from 1) of a stored PDF as PNG, `width` pixels wide; may take seconds."""
        ...
