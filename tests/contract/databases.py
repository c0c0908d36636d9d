"""The databases every contract test runs on, with a register and notes that point at it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, insert, select, update

from services.backends.database import Database, open_database
from tests import postgres

METADATA = MetaData()
COUNTER = Table("counter", METADATA, Column("name", String(20), primary_key=True), Column("last", Integer))
NOTES = Table(
    "notes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("counter", String(20), ForeignKey("counter.name"), nullable=False),
    Column("text", String(200)),
)
ADDRESSES: dict[str, Callable[[Path], str]] = {
    "postgres": lambda home: postgres.toy_address(home, "contract"),
    "sqlite": lambda home: f"sqlite:///{home}/contract.db",
}


def opened(kind: str, home: Path) -> Iterator[Database]:
    """A database of this kind with the tables above."""
    made = open_database(ADDRESSES[kind](home), "contract")
    with made.write() as connection:
        METADATA.create_all(connection)
        connection.execute(insert(COUNTER).values(name="register", last=0))
    yield made
    made.close()
    postgres.give_back(home)


@pytest.fixture(params=sorted(ADDRESSES))
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Every kind of database."""
    yield from opened(request.param, tmp_path)


def next_number(database: Database) -> int:
    """Take the register's next number."""
    with database.write() as connection:
        taken = update(COUNTER).values(last=COUNTER.c.last + 1).returning(COUNTER.c.last)
        return int(connection.execute(taken).scalar_one())


def last_number(database: Database) -> int:
    """The last one given."""
    with database.read() as connection:
        return int(connection.execute(select(COUNTER.c.last)).scalar_one())
