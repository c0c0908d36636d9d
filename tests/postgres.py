"""Databases on a real PostgreSQL for tests: quick copies of one template that holds every service at its newest."""

import atexit
import hashlib
from contextlib import contextmanager
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import URL, make_url

from services.backends.database.provision import migrate_all
from services.backends.settings import SERVICES
from tests.servers import need

_PASSWORD = "test"  # noqa: S105 - of throw-away roles on loopback
READER = "unit_reader"
_made: set[str] = set()


def administrator(database: str = "postgres") -> URL:
    """The address of the server's superuser."""
    return make_url(need("postgres").url).set(database=database)


def role_address(name: str, database: str) -> URL:
    """The address of a service's role in a test database; `{service}` makes it a template."""
    return administrator(database).set(username=f"unit_{name}", password=_PASSWORD)


def words(url: URL) -> str:
    """An address with its password."""
    return url.render_as_string(hide_password=False).replace("%7B", "{").replace("%7D", "}")


def office_addresses(home: Path) -> str:
    """Addresses of all services in a database that belongs to a home; made when first asked for."""
    return words(role_address("{service}", database_of(home)))


def toy_address(home: Path, name: str) -> str:
    """An address whose first schema is empty, in the database of a home."""
    database = database_of(home)
    with told(database) as connection:
        connection.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(f"toy_{name}")))
    return words(administrator(database).update_query_dict({"options": f"-csearch_path=toy_{name}"}))


def database_of(home: Path) -> str:
    """The name of the database of a home; made when first asked for."""
    name = f"unit_{hashlib.sha256(str(home).encode()).hexdigest()[:16]}"
    if name not in _made:
        _copy(template(), name)
    return name


def drop_databases(under: Path | None = None) -> None:
    """Drop what this process made: every database, or that of one home."""
    names = set(_made) if under is None else _made & {f"unit_{hashlib.sha256(str(under).encode()).hexdigest()[:16]}"}
    if names:
        with told("postgres") as connection:
            for name in names:
                connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
                _made.discard(name)


@contextmanager
def told(database: str) -> Iterator[psycopg.Connection]:
    """The superuser in a database, each statement by itself."""
    with psycopg.connect(words(administrator(database)), autocommit=True) as connection:
        yield connection


def template() -> str:
    """The template's name, which names the revisions in it; made by whoever comes first."""
    files = sorted((Path(__file__).parents[1] / "services").glob("*/migrations/versions/*.py"))
    source = b"".join(path.read_bytes() for path in files)
    name = f"unit_template_{hashlib.sha256(source).hexdigest()[:12]}"
    with told("postgres") as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        if not _there(connection, name):
            _make_template(connection, name)
    return name


def _make_template(connection: psycopg.Connection, name: str) -> None:
    making = f"{name}_making"
    connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(making)))
    connection.execute(SQL("CREATE DATABASE {}").format(Identifier(making)))
    each = {service: words(role_address(service, making)) for service in SERVICES}
    migrate_all(each, words(administrator(making)), words(role_address("reader", making)))
    connection.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(making), Identifier(name)))


def _copy(source: str, name: str) -> None:
    with told("postgres") as connection:
        if not _there(connection, name):
            connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(source)))
            if not _made:
                atexit.register(drop_databases)
            _made.add(name)


def _there(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is not None
