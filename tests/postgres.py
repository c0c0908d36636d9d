"""Databases on a real PostgreSQL for tests: copies of one template that holds every service at its newest.

To copy and to drop costs more than most tests: one that a test gives back is emptied and lent again.
"""

import atexit
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier, Literal
from sqlalchemy.engine import URL, make_url

from services.backends.database.provision import migrate_all
from services.backends.settings import SERVICES
from tests.servers import need

_PASSWORD = "test"
_NOTE = "postgres-database"
_made: list[str] = []
_free: list[str] = []

# What processes that were killed left: old, and nobody in it.
_LEFT = (
    "SELECT datname FROM pg_database WHERE datname LIKE 'unit_%' AND datname <> {}"
    " AND (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification < now() - interval '30 minutes'"
    " AND oid NOT IN (SELECT datid FROM pg_stat_activity WHERE datid IS NOT NULL) LIMIT 10"
)
_TABLES = (
    "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    " AND tablename <> 'alembic_version'"
)
_COUNTERS = "SELECT schemaname, sequencename FROM pg_sequences WHERE last_value IS NOT NULL"
_TOYS = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'toy_%'"


def administrator(database: str = "postgres") -> URL:
    """The address of the server's superuser."""
    return _server().set(database=database)


@cache
def _server() -> URL:
    return make_url(need("postgres").url)


def role_address(name: str, database: str) -> str:
    """The address of a service's role in a test database; `{service}` makes it a template."""
    return words(administrator(database).set(username=f"unit_{name}", password=_PASSWORD))


def words(url: URL) -> str:
    """An address with its password."""
    return url.render_as_string(hide_password=False).replace("%7B", "{").replace("%7D", "}")


def toy_address(home: Path, name: str) -> str:
    """An address whose first schema is a test's own, in the database of a home."""
    database, schema = database_of(home), f"toy_{name}"
    with told(database) as connection:
        connection.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(schema)))
    return words(administrator(database).update_query_dict({"options": f"-csearch_path={schema}"}))


def database_of(home: Path) -> str:
    """The name of the database of a home, taken when first asked for; other processes read it there."""
    note = home / _NOTE
    if not note.exists():
        home.mkdir(parents=True, exist_ok=True)
        note.write_text(_free.pop() if _free else fresh_database())
    return note.read_text()


def give_back(under: Path) -> None:
    """Empty the databases of the homes below a folder, for others to take."""
    for note in under.rglob(_NOTE):
        name = note.read_text()
        if name in _made:
            note.unlink()
            _empty(name)
            _free.append(name)


def fresh_database() -> str:
    """The name of a new copy, which goes with this process."""
    source, name = template(), f"unit_{secrets.token_hex(8)}"
    with told("postgres") as connection:
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(source)))
    if not _made:
        atexit.register(_drop_all)
    _made.append(name)
    return name


@contextmanager
def told(database: str) -> Iterator[psycopg.Connection]:
    """The superuser in a database, each statement by itself."""
    with psycopg.connect(words(administrator(database)), autocommit=True) as connection:
        yield connection


@contextmanager
def empty_database() -> Iterator[str]:
    """The name of a database with nothing in it, for the length of a `with`; it begins the names of its roles."""
    word = f"r{secrets.token_hex(4)}"
    with told("postgres") as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(word)))
        yield word
        connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(word)))
        for role in (*SERVICES, "reader"):
            connection.execute(SQL("DROP ROLE IF EXISTS {}").format(Identifier(f"{word}_{role}")))


def own_address(name: str, role: str, password: str = "lời") -> str:
    """The address of a role that only such a database has."""
    return words(administrator(name).set(username=f"{name}_{role}", password=password))


def template() -> str:
    """The template's name, which tells the revisions in it; made by whoever comes first."""
    root = Path(__file__).parents[1] / "services"
    files = sorted(root.glob("*/migrations/versions/*.py")) + sorted(root.glob("backends/database/*.py"))
    name = f"unit_template_{hashlib.sha256(b''.join(path.read_bytes() for path in files)).hexdigest()[:12]}"
    with told("postgres") as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            _make_template(connection, name)
        for (left,) in connection.execute(SQL(_LEFT).format(Literal(name))).fetchall():
            connection.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(left)))
    return name


def _make_template(connection: psycopg.Connection, name: str) -> None:
    making = f"{name}_making"
    connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(making)))
    connection.execute(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(making)))
    each = {service: role_address(service, making) for service in SERVICES}
    migrate_all(each, words(administrator(making)), role_address("reader", making))
    connection.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(making), Identifier(name)))


def _empty(name: str) -> None:
    with psycopg.connect(words(administrator(name))) as connection:
        connection.execute("SET LOCAL session_replication_role = replica")
        for (schema,) in connection.execute(_TOYS).fetchall():
            connection.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(schema)))
        for place in connection.execute(_TABLES).fetchall():
            connection.execute(SQL("DELETE FROM {}").format(Identifier(*place)))
        for place in connection.execute(_COUNTERS).fetchall():
            connection.execute(SQL("ALTER SEQUENCE {} RESTART").format(Identifier(*place)))


def _drop_all() -> None:
    with told("postgres") as connection:
        for name in _made:
            connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
