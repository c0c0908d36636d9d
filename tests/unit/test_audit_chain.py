"""The audit chain shows every edit, deletion and insertion, and names the first broken link."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, MetaData, delete, insert, select, update

from services.backends import audit
from services.backends.database import Database
from services.kernel.people import Person, Role
from tests.databases import toy_database

METADATA = MetaData()
CHAIN = audit.tables(METADATA)
LINKS = CHAIN.links
LAN = Person("lan", "Trần Thị Lan", "Văn thư", "u1", "Văn phòng", frozenset({Role.CLERK}))
AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """A chain of five links."""
    made = toy_database(tmp_path, "audit", METADATA)
    with made.write() as connection:
        for number in range(1, 6):
            audit.append(connection, CHAIN, AT, audit.Entry.of(LAN, "register", f"document:{number}", {"số": number}))
    return made


def _verdict(database: Database) -> audit.Verdict:
    with database.read() as connection:
        return audit.verify(connection, CHAIN)


def test_an_untouched_chain_holds(database: Database) -> None:
    assert _verdict(database) == audit.Verdict(5, 0, "")


def test_an_empty_chain_holds(database: Database) -> None:
    with database.write() as connection:
        connection.execute(delete(LINKS))
        connection.execute(delete(CHAIN.head))
    assert _verdict(database) == audit.Verdict(0, 0, "")


@pytest.mark.parametrize("column", ["at", "who", "who_name", "action", "subject", "details"])
def test_an_edit_of_any_field_is_found_at_its_link(database: Database, column: str) -> None:
    with database.write() as connection:
        connection.execute(update(LINKS).where(LINKS.c.seq == 3).values({column: "khác"}))
    assert _verdict(database) == audit.Verdict(3, 3, "nội dung đã bị sửa")


def test_an_edit_with_its_hash_made_anew_is_found_at_the_next_link(database: Database) -> None:
    with database.write() as connection:
        row = connection.execute(select(LINKS).where(LINKS.c.seq == 3)).one()._mapping
        shared = {key: row[key] for key in audit._SHARED} | {"who": "dung"}
        forged = audit._link(3, row["previous"], shared)
        connection.execute(update(LINKS).where(LINKS.c.seq == 3).values(who="dung", hash=forged))
    assert _verdict(database) == audit.Verdict(4, 4, "không nối với mắt xích trước")


def test_a_cut_tail_is_missed_and_stays_missed_when_the_chain_goes_on(database: Database) -> None:
    """Invariant 19: a chain that was cut does not verify."""
    with database.write() as connection:
        connection.execute(delete(LINKS).where(LINKS.c.seq > 3))
    assert _verdict(database) == audit.Verdict(3, 4, "bị cắt đuôi, thiếu 2 mắt xích cuối")
    with database.write() as connection:
        _append(connection, 6)
    assert _verdict(database) == audit.Verdict(4, 6, "thiếu mắt xích 4")


def test_a_chain_cut_to_nothing_is_missed(database: Database) -> None:
    with database.write() as connection:
        connection.execute(delete(LINKS))
    assert _verdict(database).broken == 1


def test_a_cut_tail_with_its_head_forged_is_found_by_what_was_noted_elsewhere(database: Database) -> None:
    noted = _verdict(database)
    with database.write() as connection:
        connection.execute(delete(LINKS).where(LINKS.c.seq > 3))
        kept = connection.execute(select(LINKS.c.hash).where(LINKS.c.seq == 3)).scalar_one()
        connection.execute(update(CHAIN.head).values(links=3, hash=kept))
        assert audit.verify(connection, CHAIN).broken == 0
        assert not audit.holds(connection, CHAIN, noted.links, noted.last)
        assert audit.holds(connection, CHAIN, 3, kept)


def test_a_head_that_is_gone_is_missed(database: Database) -> None:
    with database.write() as connection:
        connection.execute(delete(CHAIN.head))
    assert _verdict(database).broken == 6


def test_a_deleted_link_is_missed(database: Database) -> None:
    with database.write() as connection:
        connection.execute(delete(LINKS).where(LINKS.c.seq == 3))
    assert _verdict(database) == audit.Verdict(3, 4, "thiếu mắt xích 3")


def test_a_deleted_link_with_the_rest_moved_up_is_missed(database: Database) -> None:
    with database.write() as connection:
        connection.execute(delete(LINKS).where(LINKS.c.seq == 3))
        for seq in (4, 5):
            connection.execute(update(LINKS).where(LINKS.c.seq == seq).values(seq=seq - 1))
    assert _verdict(database).broken == 3


def test_a_slipped_in_link_is_found(database: Database) -> None:
    with database.write() as connection:
        for seq in (5, 4):
            connection.execute(update(LINKS).where(LINKS.c.seq == seq).values(seq=seq + 1))
        third = dict(connection.execute(select(LINKS).where(LINKS.c.seq == 3)).one()._mapping)
        shared = {key: third[key] for key in audit._SHARED}
        made = {"seq": 4, "previous": third["hash"], "hash": audit._link(4, third["hash"], shared)}
        connection.execute(insert(LINKS).values(third | made))
    assert _verdict(database).broken == 5


def test_two_links_that_changed_places_are_found(database: Database) -> None:
    with database.write() as connection:
        for old, new in ((2, 9), (3, 2), (9, 3)):
            connection.execute(update(LINKS).where(LINKS.c.seq == old).values(seq=new))
    assert _verdict(database).broken == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.text(max_size=40)), max_size=6))
def test_whatever_words_are_written_the_chain_holds(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[str, str]]
) -> None:
    made = toy_database(tmp_path_factory.mktemp("audit"), "audit", METADATA)
    with made.write() as connection:
        for action, said in _storable(entries):
            audit.append(connection, CHAIN, AT, audit.Entry.of("lan", action, "document:1", {"said": said}))
        assert audit.verify(connection, CHAIN).broken == 0


def _storable(entries: list[tuple[str, str]]) -> list[tuple[str, str]]:
    # Every text passes through normalise on its way in, which drops lone surrogates.
    return [(a.encode("utf-8", "ignore").decode(), b.encode("utf-8", "ignore").decode()) for a, b in entries]


def test_links_written_by_many_at_once_make_one_chain(database: Database) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def write(number: int) -> None:
        with database.write() as connection:
            _append(connection, number)

    with ThreadPoolExecutor(8) as people:
        list(people.map(write, range(80)))
    assert _verdict(database) == audit.Verdict(85, 0, "")


def _append(connection: Connection, number: int) -> None:
    audit.append(connection, CHAIN, AT, audit.Entry.of(LAN, "view", f"document:{number}", {}))
