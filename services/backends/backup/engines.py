"""The databases of an office, whatever kind they are of, as a backup and a restore see them."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from services.backends.database import Database
from services.backends.settings import SERVICES, Settings

ROOMS = Path(__file__).parents[2]
"""Where the services' folders are, each with its migrations."""


class Engine(Protocol):
    """The databases of one kind: SQLite files, or schemas of a server."""

    kind: str
    services: tuple[str, ...]

    def cut(self, place: Path) -> AbstractContextManager[Mapping[str, Database]]:
        """Write all databases, as they are at one instant, into a folder; inside the `with` they are read as then."""
        ...

    def interrupted(self) -> bool:
        """Whether an earlier restore was interrupted here; Conflict `restore-not-empty` when there is an office."""
        ...

    def begin(self) -> None:
        """Note that a restore is under way, and clear away what an earlier one left."""
        ...

    def fill(self, place: Path, since: float) -> None:
        """Bring back what `cut` wrote, at the newest revision; what was told since a moment is told again."""
        ...

    def end(self) -> None:
        """Note that the databases are complete."""
        ...


def engines(settings: Settings) -> list[Engine]:
    """The office's databases by kind."""
    files = {name: settings.database(name) for name in SERVICES if settings.database(name).startswith("sqlite:")}
    schemas = {name: settings.database(name) for name in SERVICES if name not in files}
    found: list[Engine] = []
    if files:
        from services.backends.backup.files import Files

        found.append(Files(files, settings.home))
    if schemas:
        # The embedded office is installed without the driver.
        from services.backends.backup.schemas import Schemas

        found.append(Schemas(schemas, settings))
    return found


@contextmanager
def cut(found: list[Engine], place: Path) -> Iterator[Mapping[str, Database]]:
    """All databases written into a folder; inside the `with` each is read as it was then."""
    with ExitStack() as stack:
        databases: dict[str, Database] = {}
        for each in found:
            databases |= stack.enter_context(each.cut(place))
        yield databases
