"""Schemas of a PostgreSQL server: dumped from one snapshot, brought back before anybody has rights on them."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, MetaData
from sqlalchemy.engine import URL, make_url

from services.backends.backup import trouble
from services.backends.backup.programs import run
from services.backends.bus.again import resume
from services.backends.database import Database
from services.backends.database.postgres import PostgresDatabase
from services.backends.database.provision import migrate_all
from services.backends.ledger import ledger_tables
from services.backends.settings import Settings
from services.kernel.errors import BadInput

_MARK = "restoring"
_LEDGER = ledger_tables(MetaData())
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'alembic_version'"


class Schemas:
    """One schema a service, in one database or several; the administrator reads and brings them back."""

    kind = "postgresql"

    def __init__(self, addresses: Mapping[str, str], settings: Settings) -> None:
        self.services = tuple(addresses)
        self._addresses = addresses
        self._reader = settings.database_reader
        self._administrator = _needed(settings.database_admin)

    @contextmanager
    def cut(self, place: Path) -> Iterator[Mapping[str, Database]]:
        """Dumps named `SERVICE.dump`; the services of one database are of one instant."""
        self._check_there()
        with ExitStack() as stack:
            shots = {url: stack.enter_context(self._snapshot(url)) for url in self._databases()}
            opened: dict[str, Database] = {}
            for name, address in self._addresses.items():
                admin = self._admin(address)
                self._dump(name, admin, shots[admin], place)
                opened[name] = stack.enter_context(closing(_AsThen(address, name, shots[admin])))
            yield opened

    def interrupted(self) -> bool:
        """Whether the mark of an earlier restore is there; tables without a row are as good as none."""
        if self._marked():
            return True
        for name, address in self._addresses.items():
            with self._telling(self._admin(address)) as connection:
                if _has_rows(connection, name):
                    raise trouble.not_vacant(f"Cơ sở dữ liệu {make_url(address).database}, lược đồ {name},")
        return False

    def refuse_unfinished(self) -> None:
        """Conflict `restore-unfinished` while the mark of a restore is there: it was interrupted, or still runs."""
        if self._marked():
            raise trouble.unfinished()

    def begin(self) -> None:
        """While the mark is there the services have no rights on what comes: it is nobody's work."""
        with self._telling(self._databases()[0]) as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {_MARK}")
        for name, address in self._addresses.items():
            with self._telling(self._admin(address)) as connection:
                connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')

    def fill(self, place: Path, since: float) -> None:
        """Each schema comes back in one transaction; roles and rights are given last, by `migrate_all`."""
        words = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
        for name, address in self._addresses.items():
            admin = self._admin(address)
            run("pg_restore", [*words, str(place / f"{name}.dump")], admin, place)
            with self._telling(admin) as connection:
                connection.exec_driver_sql(f'SET LOCAL search_path = "{name}"')
                resume(connection, _LEDGER, since)
        for admin in self._databases():
            with self._telling(admin) as connection:
                connection.exec_driver_sql("ANALYZE")
        migrate_all(self._addresses, self._administrator, self._reader)

    def end(self) -> None:
        """Take the mark away."""
        with self._telling(self._databases()[0]) as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {_MARK}")

    def _marked(self) -> bool:
        with self._telling(self._databases()[0]) as connection:
            found = connection.exec_driver_sql("SELECT 1 FROM pg_namespace WHERE nspname = %s", (_MARK,)).first()
        return found is not None

    def _check_there(self) -> None:
        for name, address in self._addresses.items():
            with self._telling(self._admin(address)) as connection:
                if connection.exec_driver_sql("SELECT to_regclass(%s)", (f"{name}.audit_head",)).scalar() is None:
                    raise trouble.no_office()

    def _admin(self, address: str) -> URL:
        return make_url(self._administrator).set(database=make_url(address).database)

    def _databases(self) -> list[URL]:
        return list(dict.fromkeys(self._admin(address) for address in self._addresses.values()))

    @contextmanager
    def _telling(self, admin: URL) -> Iterator[Connection]:
        with closing(PostgresDatabase(_words(admin), "restore")) as database, database.plain() as connection:
            yield connection

    @contextmanager
    def _snapshot(self, admin: URL) -> Iterator[str]:
        with closing(PostgresDatabase(_words(admin), "backup")) as database, database.read() as connection:
            # It lies idle while others read what it saw.
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            yield str(connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one())

    def _dump(self, name: str, admin: URL, snapshot: str, place: Path) -> None:
        target = place / f"{name}.dump"
        target.touch(mode=0o600)
        words = ("--format=custom", f"--schema={name}", f"--snapshot={snapshot}", f"--file={target}")
        run("pg_dump", ["--strict-names", "--lock-wait-timeout=60000", *words], admin, place)


class _AsThen(PostgresDatabase):
    """A service's schema as it was when a snapshot was taken."""

    def __init__(self, url: str, service: str, snapshot: str) -> None:
        super().__init__(url, service)
        self._snapshot = snapshot

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """The snapshot, for as long as whoever took it holds it."""
        with super().read() as connection:
            connection.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{self._snapshot}'")
            yield connection


def _has_rows(connection: Connection, schema: str) -> bool:
    tables = list(connection.exec_driver_sql(_TABLES, (schema,)).scalars())
    return any(
        connection.exec_driver_sql(f'SELECT EXISTS (SELECT 1 FROM "{schema}"."{table}")').scalar()  # noqa: S608 - names of our own
        for table in tables
    )


def _words(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _needed(administrator: str) -> str:
    if administrator:
        return administrator
    raise BadInput(
        "settings-wrong",
        "VANTHU_DATABASE_ADMIN: chưa đặt; cần để sao lưu và khôi phục cơ sở dữ liệu trên máy chủ.",
        "Đặt địa chỉ quản trị như khi chạy vanthu migrate rồi chạy lại.",
    )
