"""What the services need on a PostgreSQL server: for each a role and a schema that no other service can enter.

Tables belong to the administrator; a service may read and change rows of its own, and only read and add links of its
audit chain. `reader` is the one exception: it sees who works in the office, and nothing that signs them in.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal
from sqlalchemy import Connection
from sqlalchemy.engine import URL, make_url

from services.backends.database import trouble
from services.backends.database.postgres import PostgresDatabase
from services.backends.migration import newest_revision, revision, upgrade
from services.kernel.errors import BadInput, Unavailable

DIRECTORY = "directory"
_SEEN_BY_THE_READER: Mapping[str, tuple[str, ...]] = {
    "organisation": (),
    "units": (),
    "roles": (),
    "people": ("id", "account", "name", "position", "unit_id", "active", "version", "must_change"),
}
_SERVICES = Path(__file__).parents[2]
# Two administrators at once: the second waits, finds everything done and is content. Services lock by one large number,
# so two small ones meet none of theirs.
_ALONE = "SELECT pg_advisory_xact_lock(7473, 1)"


@dataclass(frozen=True)
class Patience:
    """How often tables that others hold are asked for, for how many seconds, and after how many once more.

    Whoever wants to read a table stands behind a migration that waits for it: one that is refused soon, and comes
    again, lets them pass.
    """

    tries: int = 12
    waits: float = 5.0
    pauses: float = 10.0


PATIENCE = Patience()


def migrate_all(
    addresses: Mapping[str, str],
    administrator: str,
    reader: str = "",
    folder: Path = _SERVICES,
    patience: Patience = PATIENCE,
) -> None:
    """Make or mend role, schema, tables and rights of every service named, each in one transaction, as often as asked.

    `addresses` are the services' own database addresses by name, with their roles' names and passwords; `reader` is
    the address at which other services read the directory; `folder` holds the services and their revisions. Tables
    that are newer than these stay as they are: so a version is rolled back. BadInput `database-role-missing`,
    Unavailable `tables-held`.
    """

    def migrate(service: str, url: URL) -> None:
        with _administering(url, administrator, patience.waits) as connection:
            _make_room(connection, service, url)
            _upgrade(connection, folder / service / "migrations")
            _grant(connection, service, str(url.username))
            if reader and service == DIRECTORY:
                _let_read(connection, _checked(reader, administrator))

    for service, address in addresses.items():
        _patiently(service, patience, partial(migrate, service, _checked(address, administrator)))


def _patiently(service: str, patience: Patience, work: Callable[[], None]) -> None:
    for left in reversed(range(patience.tries)):
        try:
            work()
        except Unavailable as held:
            if held.code != trouble.BUSY:
                raise
            if not left:
                raise trouble.tables_held(service) from held
            time.sleep(patience.pauses)
        else:
            return


def _checked(address: str, administrator: str) -> URL:
    url = make_url(address)
    if not url.username or not url.password or url.username == make_url(administrator).username:
        raise BadInput(
            "database-role-missing",
            f"Địa chỉ cơ sở dữ liệu của người dùng “{url.username or ''}” không dùng được cho một dịch vụ.",
            "Ghi postgresql://VAI_TRÒ:MẬT_KHẨU@MÁY/CƠ_SỞ_DỮ_LIỆU, vai trò riêng, khác quản trị.",
        )
    return url


@contextmanager
def _administering(url: URL, administrator: str, waits: float) -> Iterator[Connection]:
    admin = make_url(administrator).set(database=url.database)
    database = PostgresDatabase(admin.render_as_string(hide_password=False), "migrate")
    try:
        with database.plain() as connection:
            connection.exec_driver_sql(_ALONE)
            # Only now: whoever waits for the other administrator stands in nobody's way.
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(waits * 1000)}")
            yield connection
    finally:
        database.close()


def _upgrade(connection: Connection, folder: Path) -> None:
    if revision(connection) <= newest_revision(folder):
        upgrade(connection, folder)


def _make_room(connection: Connection, schema: str, url: URL) -> None:
    _make_role(connection, url, schema)
    role, database = Identifier(str(url.username)), Identifier(str(url.database))
    _say(connection, SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(schema)))
    _say(connection, SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    _say(connection, SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, role))
    _say(connection, SQL("SET LOCAL search_path = {}").format(Identifier(schema)))


def _make_role(connection: Connection, url: URL, schema: str) -> None:
    raw: psycopg.Connection = connection.connection.driver_connection  # type: ignore[assignment]  # as opened
    name, role = str(url.username), Identifier(str(url.username))
    # What the server keeps is made here, so that the password itself is in none of its logs.
    kept = raw.pgconn.encrypt_password(str(url.password).encode(), name.encode(), b"scram-sha-256").decode()
    there = connection.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).first()
    order = SQL("{} ROLE {} LOGIN NOINHERIT NOCREATEDB NOCREATEROLE PASSWORD {}")
    _say(connection, order.format(SQL("ALTER" if there else "CREATE"), role, Literal(kept)))
    _say(connection, SQL("ALTER ROLE {} SET search_path = {}").format(role, Identifier(schema)))


def _grant(connection: Connection, schema: str, role: str) -> None:
    within = {"schema": Identifier(schema), "role": Identifier(role)}
    for order in (
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        "REVOKE UPDATE, DELETE ON {schema}.audit FROM {role}",
        "REVOKE DELETE ON {schema}.audit_head FROM {role}",
        "REVOKE INSERT, UPDATE, DELETE ON {schema}.alembic_version FROM {role}",
    ):
        _say(connection, SQL(order).format(**within))


def _let_read(connection: Connection, url: URL) -> None:
    _make_room(connection, DIRECTORY, url)
    within = {"schema": Identifier(DIRECTORY), "role": Identifier(str(url.username))}
    _say(connection, SQL("GRANT USAGE ON SCHEMA {schema} TO {role}").format(**within))
    for table, columns in _SEEN_BY_THE_READER.items():
        seen = SQL("({})").format(SQL(", ").join(map(Identifier, columns))) if columns else SQL("")
        order = SQL("GRANT SELECT {seen} ON {schema}.{table} TO {role}")
        _say(connection, order.format(seen=seen, table=Identifier(table), **within))


def _say(connection: Connection, order: Composed) -> None:
    connection.exec_driver_sql(order.as_string(None))
