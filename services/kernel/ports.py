"""What services need from outside, in the smallest shapes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ParamSpec, Protocol, TypeVar, runtime_checkable

from services.kernel.people import Organisation, Person, Role, Unit
from services.kernel.signatures import Level

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Stored:
    """What the object store says of bytes it keeps: SHA-256 in lower-case hex, size in bytes."""

    digest: str
    size: int


@dataclass(frozen=True)
class SignedFile:
    """A signed file as it is kept, the level its new signature reached, and in Vietnamese why not the one wanted."""

    stored: Stored
    level: Level
    lack: str = ""


class ObjectStore(Protocol):
    """Immutable, content-addressed bytes: the same content is kept once."""

    def put(self, stream: BinaryIO, limit: int | None = None) -> Stored:
        """Store what the stream holds, durably, before returning.

        TooLarge `file-too-large` beyond `limit` bytes; Unavailable `store-full` when the disk is; nothing half-written.
        """
        ...

    def open(self, digest: str) -> BinaryIO:
        """The bytes as a stream the caller closes; NotFound `object-missing` if absent."""
        ...

    def exists(self, digest: str) -> bool:
        """Whether these bytes are kept."""
        ...

    def local(self, digest: str) -> AbstractContextManager[Path]:
        """A local file to read for the length of the `with`; NotFound if absent."""
        ...

    def digests(self) -> Iterator[str]:
        """Every digest kept, in no order; for fixity and the nightly sweep."""
        ...


class Eraser(Protocol):
    """What a store of bytes can do besides, for the one use case that has to."""

    def remove(self, digest: str) -> None:
        """Take bytes away for good, only because the law forbids to keep them; nothing happens when they are absent."""
        ...


@runtime_checkable
class Fetchable(Protocol):
    """What a stream from a store can do besides, if browsers reach that store and the office wants them to."""

    def address(self, disposition: str, media_type: str) -> str:
        """Where a browser may fetch the same bytes for a minute; they come with this disposition and type."""
        ...


class ErasingStore(ObjectStore, Eraser, Protocol):
    """A whole store of bytes, as a host makes it."""


class Workbench(Protocol):
    """Where heavy work on papers is done: other processes, with limits of time and memory."""

    def run(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do the task elsewhere and return its value.

        `task` is a function of a module. A Refusal it raises comes through; a crash, too much memory or too much
        time is BadInput `paper-too-hard`.
        """
        ...

    def within(self, seconds: float) -> "Workbench":
        """The same bench with another limit of wall time for each task."""
        ...


class Directory(Protocol):
    """Who works here and where."""

    def person(self, person_id: str) -> Person | None:
        """The person, or None."""
        ...

    def people(self, role: Role | None = None, unit_id: str | None = None) -> list[Person]:
        """Active people, sorted by given name."""
        ...

    def unit(self, unit_id: str) -> Unit | None:
        """The unit, or None."""
        ...

    def units(self) -> list[Unit]:
        """All units, sorted by name."""
        ...

    def organisation(self) -> Organisation:
        """The office itself."""
        ...
