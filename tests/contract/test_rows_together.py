"""Rows written with one statement are what rows written one by one are, on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text, select

from services.backends.database import Database
from services.backends.ledger import LedgerStore, ledger_tables
from services.backends.rows import LONG, Row
from services.kernel.clock import SystemClock
from services.kernel.facts import DocumentVoided
from services.kernel.wire import from_json
from tests.contract.databases import database as database

METADATA = MetaData()
LEDGER = ledger_tables(METADATA)
THINGS = Table(
    "things",
    METADATA,
    Column("seq", LONG, primary_key=True),
    Column("name", String(20)),
    Column("text", Text),
    Column("pages", Integer),
    Column("at", Float),
    sqlite_autoincrement=True,
)
ROWS: list[Row] = [
    {"name": "quyết định", "text": 'a "quote", a \\ and a line\nmore', "pages": 3, "at": 1796000000.123456},
    {"name": r"\u0000 in letters", "text": "", "pages": None, "at": 0.1},
    {"name": None, "text": "{1,2}; '); --", "pages": -1, "at": None},
]


@pytest.fixture
def desk(database: Database) -> Database:
    with database.write() as connection:
        METADATA.create_all(connection)
    return database


@contextmanager
def storing(desk: Database) -> Iterator[LedgerStore]:
    with desk.write() as connection:
        store = LedgerStore(connection, LEDGER, SystemClock())
        yield store
        store.flush()


def kept(desk: Database) -> list[Row]:
    """The things without their numbers, in the order of them."""
    with desk.read() as connection:
        rows = connection.execute(select(THINGS).order_by(THINGS.c.seq)).all()
    return [{name: row._mapping[name] for name in ("name", "text", "pages", "at")} for row in rows]


def test_rows_that_come_last_are_kept_as_they_were_given_and_in_their_order(desk: Database) -> None:
    with storing(desk) as store:
        for row in ROWS:
            store.add_last(THINGS, row)
        assert store.connection.execute(select(THINGS)).all() == []
    assert kept(desk) == ROWS


def test_what_cannot_be_shown_is_kept_alike_one_by_one_and_together(desk: Database) -> None:
    row = {"name": "a\0b", "text": "\\\0", "pages": 1, "at": 1.0}
    with storing(desk) as store:
        store.add(THINGS, row)
        store.add_together(THINGS, [row, row])
    first, *others = kept(desk)
    assert others == [first, first]


def test_of_facts_heard_together_those_that_are_new_are_named(desk: Database) -> None:
    heard = [{"subscription": "archive.DocumentVoided", "fact_id": str(number), "at": 1.5} for number in range(5)]
    with storing(desk) as store:
        assert len(store.add_fresh(LEDGER.inbox, heard[:3])) == 3
        fresh = store.add_fresh(LEDGER.inbox, heard)
    assert fresh == {("archive.DocumentVoided", "3"), ("archive.DocumentVoided", "4")}


def test_facts_published_together_lie_in_the_outbox_in_the_order_they_were_told(desk: Database) -> None:
    facts = [DocumentVoided(f"d{number}", number, "sai “số”", "lan") for number in range(30)]
    with storing(desk) as store:
        for fact in facts:
            store.publish(fact)
    with desk.read() as connection:
        bodies = connection.scalars(select(LEDGER.outbox.c.body).order_by(LEDGER.outbox.c.seq)).all()
    assert [from_json(body) for body in bodies] == facts
