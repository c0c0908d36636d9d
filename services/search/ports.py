"""What searching needs from outside, in small shapes."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Protocol, TypeVar

from services.kernel.deeds import Deed
from services.kernel.facts import DocumentCard, DocumentVoided, ItemDeposited, ItemFiled
from services.kernel.finding import Ask, Entry, Found, Query, Rejected
from services.kernel.people import Person
from services.search.domain.record import Record

S = TypeVar("S", covariant=True)


class Stores(Protocol[S]):
    """Opens one transaction: kept whole on a clean exit, dropped whole otherwise."""

    def __call__(self) -> AbstractContextManager[S]:
        """A store for one use case."""
        ...


class Noting(Protocol):
    """The audit chain, inside the open transaction."""

    def audit(self, who: Person | str, deed: Deed, subject: str, **details: object) -> None:
        """Add a link to the audit chain."""
        ...


class Index(Protocol):
    """A full-text index; nothing can be asked of it without the access keys of the asker.

    Unavailable `index-away` while the engine does not answer.
    """

    def find(self, access: frozenset[str], ask: Ask) -> Found:
        """One page of what these keys open."""
        ...

    def count(self, access: frozenset[str], must: Query) -> int:
        """How many of what these keys open meet a condition."""
        ...


class WrittenIndex(Protocol):
    """The same index as its keeper sees it; Unavailable `index-away` while the engine does not answer."""

    def identity(self) -> str:
        """A name of the index that is written; it changes whenever that started from nothing."""
        ...

    def put(self, entries: Iterable[Entry]) -> tuple[Rejected, ...]:
        """Add entries, durably, or replace those no newer; found from now on, unless written beside the asked one.

        Those the engine cannot hold come back; all others are kept.
        """
        ...

    def renew(self) -> None:
        """Write an empty index from now on, beside the one that is asked, which stays as it is until `publish`."""
        ...

    def publish(self, identity: str) -> None:
        """Ask the index of this identity from now on and drop the others; nothing happens if it is asked already."""
        ...


class Learning(Protocol):
    """Writes of what facts say; each is false when the fact was old and changed nothing."""

    def learn_card(self, card: DocumentCard) -> bool:
        """Take a document's card, unless a newer one is known."""
        ...

    def learn_void(self, fact: DocumentVoided) -> bool:
        """Note that the number was voided."""
        ...

    def learn_deposit(self, fact: ItemDeposited) -> bool:
        """Note where the archive keeps it."""
        ...

    def learn_filing(self, fact: ItemFiled) -> bool:
        """Note the case files it lies in."""
        ...

    def forget_all(self) -> None:
        """Drop every record, to learn them again."""
        ...


@dataclass(frozen=True)
class Pending:
    """Changes by number, and each changed document with the number of its last change among them."""

    changes: tuple[int, ...]
    documents: Mapping[str, int]


class Backlog(Protocol):
    """What waits for the index."""

    def begin(self, identity: str) -> None:
        """Start over for a new index: every document waits."""
        ...

    def done(self, pending: Pending) -> None:
        """These very changes were indexed; any other stays."""
        ...

    def keep_body(self, digest: str, text: str) -> None:
        """Keep a text for snippets."""
        ...


class LearningBacklog(Learning, Backlog, Protocol):
    """What making everything again writes."""


class Queue(Protocol):
    """Reads of what waits for the index."""

    def serves(self, identity: str) -> bool:
        """Whether what waits was counted for the index of this identity."""
        ...

    def known(self) -> int:
        """How many documents a card was heard of."""
        ...

    def pending(self, limit: int) -> Pending:
        """The oldest changes that wait for the index."""
        ...

    def alone(self, *, wait: bool) -> AbstractContextManager[bool]:
        """Whether no other process of this service indexes until the end of the `with`; `wait` for it to end its batch.

        Whoever dies gives it back; whoever keeps it for long may lose it to another, who then does the same again.
        """
        ...


@dataclass(frozen=True)
class Gathered:
    """What one moment holds of some documents: records by id, texts by digest, names by id."""

    records: Mapping[str, Record]
    bodies: Mapping[str, str]
    names: Mapping[str, str]


class Records(Protocol):
    """Reads of the service's own records."""

    def gather(self, ids: Sequence[str], named: Sequence[str]) -> Gathered:
        """Documents by id with as much of their texts as snippets look through; titles of fonds, names of registers."""
        ...

    def records(self, ids: Sequence[str]) -> Mapping[str, Record]:
        """Records by id; unknown ones, and those no card was heard of, are missing."""
        ...

    def bodies(self, digests: Sequence[str]) -> Mapping[str, str]:
        """Texts by digest, as far as they were fetched."""
        ...


class IndexedRecords(Queue, Records, Protocol):
    """What the indexer reads."""


class Texts(Protocol):
    """Where texts of documents lie."""

    def open(self, digest: str) -> BinaryIO:
        """The bytes; NotFound when they are not there."""
        ...
