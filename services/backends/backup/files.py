"""SQLite files: copied online as they all are at one instant, put back whole."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy import MetaData
from sqlalchemy.engine import make_url

from services.backends.backup import trouble
from services.backends.backup.engines import ROOMS
from services.backends.backup.mark import mark_of
from services.backends.bus.again import resume
from services.backends.database import Database
from services.backends.database.sqlite import SqliteDatabase
from services.backends.database.trouble import busy
from services.backends.ledger import ledger_tables
from services.backends.migration import migrate
from services.backends.objects.folder import sync

_PATIENCE = 20.0
_BESIDE = ("", "-wal", "-shm", "-journal", ".restoring", ".restoring-wal", ".restoring-shm")
_MAY_BE_THERE = {"keys", "objects", "index", "serving.lock"}
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('alembic_version', 'sqlite_sequence')"
_LEDGER = ledger_tables(MetaData())


class Files:
    """One file a service."""

    kind = "sqlite"

    def __init__(self, addresses: Mapping[str, str], home: Path) -> None:
        self.home = home
        self.services = tuple(addresses)
        self._paths = {name: Path(str(make_url(url).database)) for name, url in addresses.items()}

    @contextmanager
    def cut(self, place: Path) -> Iterator[Mapping[str, Database]]:
        """Copies named `SERVICE.db`; nobody is held up longer than it takes to lock all files once."""
        if not all(path.exists() for path in self._paths.values()):
            raise trouble.no_office()
        copies = {name: place / f"{name}.db" for name in self.services}
        with _at_one_instant(self._paths) as sources:
            for name, source in sources.items():
                copies[name].touch(mode=0o600)
                with closing(sqlite3.connect(copies[name])) as target:
                    source.backup(target)
        opened = {name: SqliteDatabase(f"sqlite:///{path}") for name, path in copies.items()}
        try:
            yield opened
        finally:
            for name, path in copies.items():
                opened[name].close()
                _close_up(path)

    def interrupted(self) -> bool:
        """Whether the mark of an earlier restore is there; tables without a row are as good as none."""
        if mark_of(self.home).exists():
            return True
        ours = {path.name + ending for path in self._paths.values() for ending in _BESIDE} | _MAY_BE_THERE
        strange = self.home.exists() and {each.name for each in self.home.iterdir()} - ours
        if strange or any(path.exists() and _has_rows(path) for path in self._paths.values()):
            raise trouble.not_vacant(str(self.home))
        return False

    def begin(self) -> None:
        """While the mark is there no process opens the office: what lies here is nobody's work."""
        self.home.mkdir(parents=True, exist_ok=True)
        mark_of(self.home).touch()
        sync(self.home)
        for path in self._paths.values():
            path.parent.mkdir(parents=True, exist_ok=True)
            for ending in _BESIDE:
                path.with_name(path.name + ending).unlink(missing_ok=True)

    def fill(self, place: Path, since: float) -> None:
        """Each file is made ready beside its place and renamed into it."""
        ready = {name: path.with_name(f"{path.name}.restoring") for name, path in self._paths.items()}
        for name, path in ready.items():
            shutil.copyfile(place / f"{name}.db", path)
            database = SqliteDatabase(f"sqlite:///{path}")
            migrate(database, ROOMS / name / "migrations")
            with database.write() as connection:
                resume(connection, _LEDGER, since)
            database.close()
            sync(path)
        for name, path in ready.items():
            path.replace(self._paths[name])
            sync(path.parent)

    def end(self) -> None:
        """Take the mark away."""
        mark_of(self.home).unlink(missing_ok=True)
        sync(self.home)


@contextmanager
def _at_one_instant(paths: Mapping[str, Path]) -> Iterator[Mapping[str, sqlite3.Connection]]:
    """A snapshot of each file, taken while nobody writes to any of them."""
    with ExitStack() as stack:
        reading = {name: stack.enter_context(_connected(path)) for name, path in paths.items()}
        try:
            with ExitStack() as locks:
                for path in paths.values():
                    locks.enter_context(_connected(path)).execute("BEGIN IMMEDIATE")
                for connection in reading.values():
                    connection.execute("BEGIN")
                    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as held:
            if held.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise busy() from held
        yield reading


def _connected(path: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None))


def _has_rows(path: Path) -> bool:
    try:
        with _connected(path) as connection:
            tables = [name for (name,) in connection.execute(_TABLES)]
            asked = (f'SELECT EXISTS (SELECT 1 FROM "{table}")' for table in tables)  # noqa: S608 - names of our own
            return any(connection.execute(each).fetchone()[0] for each in asked)
    except sqlite3.DatabaseError:
        return True


def _close_up(path: Path) -> None:
    # In one piece, so that the file alone is the database.
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
