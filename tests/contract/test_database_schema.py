"""The revisions of every service lead to its tables, on every kind of database."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, inspect

from services.backends.database import Database, open_database
from services.backends.migration import migrate, newest_revision
from services.backends.settings import SERVICES
from services.kernel.errors import Unavailable
from tests import postgres

FOLDER = Path(__file__).parents[2] / "services"


@pytest.fixture(params=("postgres", "sqlite"))
def addresses(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where the services' databases are, before or after their revisions."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/{{service}}.db"
        return
    name = postgres.database_of(tmp_path)
    yield postgres.words(postgres.administrator(name)) + "?options=-csearch_path%3D{service}"
    postgres.give_back(tmp_path)


def _migrations(service: str) -> Path:
    return FOLDER / service / "migrations"


@pytest.mark.parametrize("service", SERVICES)
def test_revisions_lead_to_the_tables_of_the_service(addresses: str, service: str) -> None:
    metadata: MetaData = import_module(f"services.{service}.tables").METADATA
    database = open_database(addresses.replace("{service}", service))
    migrate(database, _migrations(service))
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert _partial_indexes(connection) == _partial_indexes_of(metadata)
    database.close()


def _partial_indexes(connection: Connection) -> set[str]:
    look = inspect(connection)
    options = {
        index["name"]: index.get("dialect_options", {})
        for table in look.get_table_names()
        for index in look.get_indexes(table)
    }
    return {str(name) for name, given in options.items() if any(key.endswith("_where") for key in given)}


def _partial_indexes_of(metadata: MetaData) -> set[str]:
    every = [index for table in metadata.tables.values() for index in table.indexes]
    return {str(index.name) for index in every if index.dialect_options["postgresql"]["where"] is not None}


def test_every_text_sorts_by_code_point_and_no_file_is_too_large_to_note(tmp_path: Path) -> None:
    with postgres.told(postgres.database_of(tmp_path)) as administrator:
        other = administrator.execute(
            "SELECT table_schema, table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = ANY(%s) AND data_type IN ('text', 'character varying')"
            " AND collation_name IS DISTINCT FROM 'C' AND table_name <> 'alembic_version'",
            (list(SERVICES),),
        ).fetchall()
        small = administrator.execute(
            "SELECT table_schema, table_name FROM information_schema.columns WHERE table_schema = ANY(%s)"
            " AND column_name IN ('size', 'seq') AND data_type <> 'bigint'",
            (list(SERVICES),),
        ).fetchall()
    postgres.give_back(tmp_path)
    assert (other, small) == ([], [])


def _at(database: Database, home: Path, revision: str) -> None:
    with postgres.told(postgres.database_of(home)) as administrator:
        administrator.execute("UPDATE search.alembic_version SET version_num = %s", (revision,))
    migrate(database, _migrations("search"))


def test_a_service_on_a_server_refuses_older_tables_and_serves_on_newer_ones(tmp_path: Path) -> None:
    database = open_database(postgres.role_address("search", postgres.database_of(tmp_path)), "search")
    newest = newest_revision(_migrations("search"))
    _at(database, tmp_path, newest)
    _at(database, tmp_path, "9999")
    with pytest.raises(Unavailable, match="phiên bản 0001") as said:
        _at(database, tmp_path, "0001")
    assert (said.value.code, "vanthu migrate" in said.value.next) == ("schema-behind", True)
    with postgres.told(postgres.database_of(tmp_path)) as administrator:
        administrator.execute("UPDATE search.alembic_version SET version_num = %s", (newest,))
    database.close()
    postgres.give_back(tmp_path)
