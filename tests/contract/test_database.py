"""What every database promises to the services, whatever it is made of."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from services.backends.database import Database, open_database
from services.backends.rows import by
from services.kernel.errors import Unavailable
from tests.contract.databases import COUNTER, METADATA, NOTES, database, last_number, next_number

__all__ = ["database"]


def test_a_clean_exit_keeps_everything_and_an_error_keeps_nothing(database: Database) -> None:
    assert next_number(database) == 1

    def break_off() -> None:
        with database.write() as connection:
            connection.execute(update(COUNTER).values(last=99))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert last_number(database) == 1


def test_sixty_four_clerks_get_one_to_n_without_gap_or_twin(database: Database) -> None:
    given: list[int] = []

    def work() -> None:
        given.extend(next_number(database) for _ in range(5))

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
        given.extend(next_number(door) for _ in range(50))

    threads = [threading.Thread(target=work, args=(door,)) for door in (database, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert sorted(given) == list(range(1, 101))


def test_a_reader_sees_one_moment_and_does_not_wait_for_writers(database: Database) -> None:
    with database.read() as connection:
        before = connection.execute(select(COUNTER.c.last)).scalar_one()
        assert next_number(database) == before + 1
        assert connection.execute(select(COUNTER.c.last)).scalar_one() == before
    assert last_number(database) == before + 1


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


def test_text_sorts_by_its_letters_codes_and_nothing_comes_before_everything(database: Database) -> None:
    words = ["b", "Ă", "a", "B", "đ", None, "z", "10", "9"]
    with database.write() as connection:
        connection.execute(insert(NOTES), [{"counter": "register", "text": word} for word in words])
    up, down = select(NOTES.c.text).order_by(by(NOTES.c.text)), select(NOTES.c.text).order_by(by(NOTES.c.text, True))
    with database.read() as connection:
        found = list(connection.execute(up).scalars())
        assert found == [None, "10", "9", "B", "a", "b", "z", "Ă", "đ"]
        assert list(connection.execute(down).scalars()) == found[::-1]


def test_text_longer_than_its_column_tells_is_kept_whole(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(NOTES).values(counter="register", text="ả" * 5000))
    with database.read() as connection:
        assert connection.execute(select(NOTES.c.text)).scalar_one() == "ả" * 5000


def test_a_letter_no_page_can_show_does_not_stop_a_write_or_a_search(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(NOTES).values(counter="register", text="a\x00b"))
    with database.read() as connection:
        assert connection.execute(select(NOTES.c.text)).scalar_one() in ("a\x00b", "a\ufffdb")
        assert connection.execute(select(NOTES.c.id).where(NOTES.c.text == "a\x00b")).all()


def test_a_write_tells_how_long_it_waited_for_its_turn(database: Database) -> None:
    waits: list[float] = []
    database.waited = waits.append
    held, waiting = threading.Event(), threading.Thread(target=next_number, args=(database,))
    with database.write() as connection:
        connection.execute(update(COUNTER).values(last=5))
        waiting.start()
        held.wait(0.3)
    waiting.join()
    assert len(waits) == 2
    assert max(waits) >= 0.25
    assert last_number(database) == 6


def test_what_may_be_done_again_is_kept_like_any_write(database: Database) -> None:
    with database.jot() as connection:
        connection.execute(update(COUNTER).values(last=7))
    assert last_number(database) == 7


def test_what_was_committed_is_there_for_the_next_process(database: Database) -> None:
    next_number(database)
    database.close()
    after = open_database(database.url)
    assert last_number(after) == 1
    after.close()


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
    assert next_number(database) == 1
    with database.read() as connection:
        assert connection.execute(select(NOTES)).all() == []
