"""What every database promises to the services, whatever it is made of."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, insert, select, update
from sqlalchemy.exc import IntegrityError

from services.backends.database import Database, open_database
from services.kernel.errors import Unavailable

METADATA = MetaData()
COUNTER = Table("counter", METADATA, Column("name", String(20), primary_key=True), Column("last", Integer))
NOTES = Table(
    "notes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("counter", String(20), ForeignKey("counter.name"), nullable=False),
    Column("text", String(200), nullable=False),
)
ADAPTERS: dict[str, Callable[[Path], Database]] = {
    "sqlite": lambda home: open_database(f"sqlite:///{home}/contract.db")
}


@pytest.fixture(params=sorted(ADAPTERS))
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    made = ADAPTERS[request.param](tmp_path)
    with made.write() as connection:
        METADATA.create_all(connection)
        connection.execute(insert(COUNTER).values(name="register", last=0))
    return made


def _next(database: Database) -> int:
    with database.write() as connection:
        taken = update(COUNTER).values(last=COUNTER.c.last + 1).returning(COUNTER.c.last)
        return int(connection.execute(taken).scalar_one())


def _last(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(select(COUNTER.c.last)).scalar_one())


def test_a_clean_exit_keeps_everything_and_an_error_keeps_nothing(database: Database) -> None:
    assert _next(database) == 1

    def break_off() -> None:
        with database.write() as connection:
            connection.execute(update(COUNTER).values(last=99))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert _last(database) == 1


def test_sixty_four_clerks_get_one_to_n_without_gap_or_twin(database: Database) -> None:
    given: list[int] = []

    def work() -> None:
        given.extend(_next(database) for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, 321))


def test_two_doors_to_the_same_database_wait_for_each_other(database: Database) -> None:
    other = open_database(database.url)
    given: list[int] = []

    def work(door: Database) -> None:
        given.extend(_next(door) for _ in range(50))

    threads = [threading.Thread(target=work, args=(door,)) for door in (database, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, 101))


def test_a_reader_sees_one_moment_and_does_not_wait_for_writers(database: Database) -> None:
    with database.read() as connection:
        before = connection.execute(select(COUNTER.c.last)).scalar_one()
        assert _next(database) == before + 1
        assert connection.execute(select(COUNTER.c.last)).scalar_one() == before
    assert _last(database) == before + 1


def test_a_row_must_point_at_something(database: Database) -> None:
    def point_nowhere() -> None:
        with database.write() as connection:
            connection.execute(insert(NOTES).values(counter="none", text="?"))

    with pytest.raises(IntegrityError):
        point_nowhere()


def test_vietnamese_text_comes_back_letter_for_letter(database: Database) -> None:
    text = "Ủy ban nhân dân tỉnh Thanh Bình – “Đường” 🇻🇳 hoà/hòa"
    with database.write() as connection:
        connection.execute(insert(NOTES).values(counter="register", text=text))
    with database.read() as connection:
        assert connection.execute(select(NOTES.c.text)).scalar_one() == text


def test_what_was_committed_is_there_for_the_next_process(database: Database) -> None:
    _next(database)
    database.close()
    assert _last(open_database(database.url)) == 1


def test_an_unknown_kind_of_database_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="no adapter"):
        open_database("mysql://somewhere/else")


def test_a_disk_without_room_is_said_in_words_and_keeps_nothing_half(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/full.db")
    with database.write() as connection:
        METADATA.create_all(connection)
        connection.execute(insert(COUNTER).values(name="register", last=0))
        connection.exec_driver_sql("PRAGMA max_page_count=8")

    def write_much() -> None:
        with database.write() as connection:
            connection.execute(insert(NOTES), [{"counter": "register", "text": "x" * 200}] * 500)

    with pytest.raises(Unavailable, match="chưa được ghi nhận"):
        write_much()
    assert _next(database) == 1
    with database.read() as connection:
        assert connection.execute(select(NOTES)).all() == []
