"""How many of its connections a database has lent can be told at any moment, on every engine."""

from contextlib import ExitStack

import pytest
from sqlalchemy import text

from services.backends.database import Database
from services.kernel.errors import Unavailable
from tests.contract.databases import database, next_number
from tests.postgres import told as administrator_of

__all__ = ["database"]


def watched(database: Database) -> dict[str, int]:
    """How many are out, by pool, now and from now on."""
    out: dict[str, int] = {}
    for name, pool in database.pools.items():
        pool.watch(lambda many, name=name: out.update({name: many}))  # type: ignore[misc]
    return out


def test_each_transaction_has_one_out_until_it_ends_however_it_ends(database: Database) -> None:
    out = watched(database)
    with ExitStack() as readers:
        for _ in range(3):
            readers.enter_context(database.read()).execute(text("SELECT 1"))
        assert sum(out.values()) == 3
        with database.jot() as connection:
            connection.execute(text("SELECT 1"))
            assert (sum(out.values()), out["jot"]) == (4, 1)
    with pytest.raises(ZeroDivisionError), database.write():
        raise ZeroDivisionError
    next_number(database)
    assert set(out.values()) == {0}
    assert all(pool.most > 3 for pool in database.pools.values())


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_connections_that_died_are_not_counted_as_lent_for_ever(database: Database) -> None:
    out = watched(database)

    def cut_off() -> None:
        with database.read() as connection, administrator_of("postgres") as administrator:
            mine = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            administrator.execute(f"SELECT pg_terminate_backend({int(mine)})")
            connection.execute(text("SELECT 1"))

    with pytest.raises(Unavailable):
        cut_off()
    with database.read() as connection:
        connection.execute(text("SELECT 1"))
        assert out["read"] == 1
    assert set(out.values()) == {0}
