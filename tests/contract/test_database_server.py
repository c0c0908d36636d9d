"""What holds of a database that lives on a server: turns, and everything a server can do to whoever talks to it."""

import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from services.backends.database import Database, open_database
from services.backends.database.dialect import PatientConnection
from services.backends.database.turns import FREE_OF_TURNS
from services.kernel.errors import BadInput, Unavailable
from tests import postgres
from tests.contract.databases import COUNTER, NOTES, last_number, next_number, opened

FREE = {FREE_OF_TURNS: True}
TOUCH = update(COUNTER).values(last=COUNTER.c.last + 1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A schema of the test's own."""
    yield from opened("postgres", tmp_path)


def _kill(connection: Connection, home: Path) -> None:
    key = connection.execute(text("SELECT pg_backend_pid()").execution_options(**FREE)).scalar_one()
    with postgres.told(postgres.database_of(home)) as administrator:
        administrator.execute("SELECT pg_terminate_backend(%s, 5000)", (key,))


def test_a_server_that_is_not_there_is_said_in_words() -> None:
    nowhere = open_database("postgresql://somebody:word@127.0.0.1:1/none")
    for attempt in (nowhere.read, nowhere.write, nowhere.jot):
        with pytest.raises(Unavailable, match="không kết nối được") as said, attempt():
            pass
        assert said.value.code == "database-away"


def test_a_server_that_takes_no_more_connections_is_said_in_words(database: Database) -> None:
    name = f"few_{secrets.token_hex(4)}"
    with postgres.told("postgres") as administrator:
        administrator.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'word' CONNECTION LIMIT 0")
    crowded = open_database(postgres.words(postgres.administrator().set(username=name, password="word")))
    with pytest.raises(Unavailable, match="không kết nối được"), crowded.read():
        pass
    with postgres.told("postgres") as administrator:
        administrator.execute(f"DROP ROLE {name}")


def test_a_connection_lost_in_mid_work_keeps_nothing_and_the_next_work_succeeds(
    database: Database, tmp_path: Path
) -> None:
    def lose() -> None:
        with database.write() as connection:
            connection.execute(TOUCH)
            _kill(connection, tmp_path)
            connection.execute(TOUCH)

    with pytest.raises(Unavailable, match="chưa được ghi nhận") as said:
        lose()
    assert said.value.code == "database-away"
    assert next_number(database) == 1


def test_a_connection_lost_while_keeping_does_not_claim_to_know(database: Database, tmp_path: Path) -> None:
    def lose() -> None:
        with database.write() as connection:
            connection.execute(TOUCH)
            _kill(connection, tmp_path)

    with pytest.raises(Unavailable, match="chưa rõ việc vừa làm"):
        lose()
    assert next_number(database) == 1


def test_after_a_restart_of_the_server_nobody_notices(database: Database, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as clerks:
        list(clerks.map(lambda _: next_number(database) and last_number(database), range(40)))
    with postgres.told(postgres.database_of(tmp_path)) as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with ThreadPoolExecutor(8) as clerks:
        assert sorted(clerks.map(lambda _: next_number(database), range(40))) == list(range(41, 81))
    assert last_number(database) == 80


class Hasty(PatientConnection):
    """One that waits for an answer half a second."""

    patience = 0.5


def test_a_server_that_falls_silent_is_given_up(tmp_path: Path) -> None:
    address = postgres.words(postgres.administrator(postgres.database_of(tmp_path)))
    begun = time.perf_counter()
    with Hasty.connect(address, autocommit=True) as connection:
        with pytest.raises(psycopg.OperationalError, match="does not answer"):
            connection.execute("SELECT pg_sleep(20)")
        assert connection.closed
    assert time.perf_counter() - begun < 10
    postgres.give_back(tmp_path)


def test_a_full_disk_is_said_in_words_and_keeps_nothing(database: Database) -> None:
    def write() -> None:
        with database.write() as connection:
            connection.execute(TOUCH)
            connection.exec_driver_sql("DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$")

    with pytest.raises(Unavailable) as said:
        write()
    assert said.value.code == "disk-full"
    assert last_number(database) == 0


def test_a_turn_that_does_not_come_is_said_in_words(database: Database) -> None:
    def impatient() -> None:
        with database.write() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '100ms'").execution_options(**FREE))
            connection.execute(TOUCH)

    with database.write() as connection:
        connection.execute(TOUCH)
        with pytest.raises(Unavailable, match="quá bận"):
            impatient()
    assert last_number(database) == 1


def test_a_number_no_column_can_hold_is_refused_in_words(database: Database) -> None:
    with pytest.raises(BadInput, match="lớn hơn"), database.read() as connection:
        connection.execute(select(COUNTER).where(COUNTER.c.last == 10**11))


def test_a_mistake_of_ours_stays_a_mistake(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read() as connection:
        connection.exec_driver_sql("SELECT nonsense")
    with pytest.raises(DBAPIError), database.read() as connection:
        connection.execute(TOUCH)


def test_what_needs_no_turn_waits_for_nobody_and_holds_nobody_up(database: Database) -> None:
    note = insert(NOTES).values(counter="register", text="slow").execution_options(**FREE)
    with database.write() as slow:
        slow.execute(note)
        assert next_number(database) == 1
        with database.write() as quick:
            quick.execute(TOUCH)
            slow.execute(note)
            with database.jot() as jotting:
                jotting.execute(insert(NOTES).values(counter="register", text="jotted"))
        # Its own turn now: it sees what was decided meanwhile.
        assert slow.execute(select(COUNTER.c.last)).scalar_one() == 2
    with database.read() as connection:
        assert sorted(connection.execute(select(NOTES.c.text)).scalars()) == ["jotted", "slow", "slow"]


def test_services_of_one_database_do_not_wait_for_each_other(database: Database, tmp_path: Path) -> None:
    other = next(opened_again := _other(tmp_path))
    with database.write() as connection:
        connection.execute(TOUCH)
        begun = time.perf_counter()
        with other.write() as elsewhere:
            elsewhere.exec_driver_sql("SELECT 1")
        assert time.perf_counter() - begun < 5
    next(opened_again, None)


def _other(home: Path) -> Iterator[Database]:
    made = open_database(postgres.toy_address(home, "other"), "other")
    yield made
    made.close()


def test_the_server_knows_who_talks_to_it_and_what_must_reach_the_disk(database: Database) -> None:
    with database.write() as connection:
        asked = ("application_name", "synchronous_commit", "transaction_isolation")
        told = [connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in asked]
    assert told == ["vanthu contract", "on", "read committed"]
    with database.jot() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "off"
    with database.read() as connection:
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar_one() == "repeatable read"
