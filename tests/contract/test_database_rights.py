"""Each service reaches its own tables and no other's, and nobody unwrites what the audit chain holds."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from services.backends.database import open_database
from services.backends.database.provision import migrate_all
from services.backends.settings import SERVICES
from services.directory.tables import METADATA, ORGANISATION, PEOPLE, ROLES, UNITS
from services.directory.views import DirectoryViews
from services.kernel.errors import BadInput
from services.kernel.people import Role
from tests import postgres

Order = tuple[str, str]


@pytest.fixture
def name(tmp_path: Path) -> Iterator[str]:
    """A database with every service in it."""
    yield postgres.database_of(tmp_path)
    postgres.give_back(tmp_path)


def _tables(name: str, schema: str) -> list[str]:
    with postgres.told(name) as administrator:
        found = administrator.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (schema,))
        return [row[0] for row in found.fetchall()]


def _refused(address: str, orders: list[str]) -> list[str]:
    """Which of the orders the role may not give."""
    refused = []
    with psycopg.connect(address, autocommit=True) as connection:
        for order in orders:
            try:
                connection.execute(order)
            except InsufficientPrivilege:
                refused.append(order)
    return refused


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_reads_or_writes_anothers_tables(name: str, service: str) -> None:
    others = [f"{schema}.{table}" for schema in SERVICES if schema != service for table in _tables(name, schema)]
    orders = [order for table in others for order in (f"SELECT 1 FROM {table}", f"DELETE FROM {table}")]
    assert len(others) > 40
    assert _refused(postgres.role_address(service, name), orders) == orders


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_adds_to_its_audit_chain_and_never_unwrites_it(name: str, service: str) -> None:
    link = "INSERT INTO audit VALUES (1, '', '', '', '', '', '', '', '')"
    never = [
        "UPDATE audit SET who = 'nobody'", "DELETE FROM audit", "TRUNCATE audit", "DELETE FROM audit_head",
        "DROP TABLE audit", "ALTER TABLE audit ADD COLUMN more text", "CREATE TABLE more (id int)",
        f"CREATE TABLE public.of_{service} (id int)", "UPDATE alembic_version SET version_num = ''",
    ]  # fmt: skip
    assert _refused(postgres.role_address(service, name), [link, *never, "SELECT 1 FROM audit"]) == never


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_works_with_all_other_tables_of_its_own(name: str, service: str) -> None:
    own = [table for table in _tables(name, service) if table not in ("audit", "audit_head", "alembic_version")]
    orders = [order for table in own for order in (f"SELECT 1 FROM {table}", f"DELETE FROM {table}")]
    assert _refused(postgres.role_address(service, name), orders) == []


def test_the_reader_sees_who_works_here_and_nothing_that_signs_them_in(name: str) -> None:
    reader = postgres.role_address("reader", name)
    hidden = [
        table for table in _tables(name, "directory") if table not in ("organisation", "units", "people", "roles")
    ]
    orders = ["SELECT password FROM people", "SELECT * FROM people", "UPDATE people SET name = ''", "DELETE FROM roles"]
    orders += [f"SELECT 1 FROM {table}" for table in hidden]
    assert {"sessions", "tokens", "tries", "audit"} <= set(hidden)
    assert _refused(reader, orders) == orders
    elsewhere = [f"SELECT 1 FROM {schema}.outbox" for schema in SERVICES]
    assert _refused(reader, elsewhere) == elsewhere


def test_other_services_ask_the_directory_as_the_reader(name: str) -> None:
    own = open_database(postgres.role_address("directory", name), "directory")
    with own.write() as connection:
        connection.execute(ORGANISATION.insert().values(
            id=1, name="UBND xã", abbreviation="UBND", parent="", place="An Phú", code="H1", regime="state"
        ))  # fmt: skip
        connection.execute(UNITS.insert().values(id="vp", name="Văn phòng", abbreviation="VP"))
        connection.execute(PEOPLE.insert().values(
            id="lan", account="lan", name="Trần Thị Lan", position="Văn thư", unit_id="vp", active=True, version=1,
            password="hash", must_change=False,
        ))  # fmt: skip
        connection.execute(ROLES.insert().values(person_id="lan", role=Role.CLERK.value))
    read = open_database(postgres.role_address("reader", name), "reader")
    asks: tuple[Callable[[DirectoryViews], object], ...] = (
        lambda views: views.person("lan"),
        lambda views: views.people(Role.CLERK, "vp"),
        lambda views: (views.unit("vp"), views.units()),
        lambda views: views.organisation(),
    )
    for ask in asks:
        assert ask(DirectoryViews(read)) == ask(DirectoryViews(own))
    assert DirectoryViews(read).people()[0].name == "Trần Thị Lan"
    own.close()
    read.close()


@pytest.fixture
def empty() -> Iterator[str]:
    """An empty database."""
    with postgres.empty_database() as name:
        yield name


def test_two_migrations_at_once_and_another_afterwards_leave_one_working_office(empty: str) -> None:
    each = {service: postgres.own_address(empty, service) for service in SERVICES}
    administrator = postgres.words(postgres.administrator(empty))

    def run(_: int) -> None:
        migrate_all(each, administrator, postgres.own_address(empty, "reader"))

    with ThreadPoolExecutor(2) as both:
        list(both.map(run, range(2)))
    each["search"] = postgres.own_address(empty, "search", "lời-mới")
    run(0)
    for service, address in each.items():
        more = "CREATE TEMPORARY TABLE more (id int)"
        assert _refused(address, ["INSERT INTO inbox VALUES ('x', 'y', 1)", more]) == [more], service
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgres.own_address(empty, "search"))


def test_the_administrator_is_no_service() -> None:
    administrator = postgres.words(postgres.administrator())
    for address in (administrator, "postgresql://127.0.0.1/vanthu", "postgresql://vanthu_search@127.0.0.1/vanthu"):
        with pytest.raises(BadInput, match="không dùng được"):
            migrate_all({"search": address}, administrator)


def test_the_tables_the_reader_is_shown_are_there() -> None:
    assert {"organisation", "units", "people", "roles"} <= METADATA.tables.keys()
