"""Numbers on a real PostgreSQL when the clock jumps back, and while the year turns at midnight in Vietnam."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from services.backends import audit
from services.intake.store import IntakeStore
from services.intake.tables import LEDGER
from services.kernel.clock import FixedClock
from services.kernel.facts import DocumentRegistered
from tests import databases, postgres
from tests.fault.test_numbers_under_load import (
    registrar,
    test_while_the_year_turns_each_of_eight_clerks_numbers_in_the_year_of_the_moment,
)
from tests.unit.incoming_office import BOOK, IncomingOffice

__all__ = ["test_while_the_year_turns_each_of_eight_clerks_numbers_in_the_year_of_the_moment"]

# Half past midnight of New Year's Day in Vietnam.
MOMENT = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
EACH, CLERKS = 4, 8


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[IncomingOffice]:
    """An office whose registers lie on the server."""
    monkeypatch.setattr(databases, "ON_POSTGRES", True)
    made = IncomingOffice(tmp_path)
    yield made
    made.database.close()
    postgres.give_back(tmp_path)


def test_two_numbers_taken_at_the_same_moment_are_two_though_nobody_waits_for_a_turn(office: IncomingOffice) -> None:
    gate = Barrier(CLERKS)

    def take(document: int) -> int:
        with office.database.jot() as connection:
            gate.wait()
            number = IntakeStore(connection, LEDGER, office.clock).next_number(BOOK.id, 2026, f"{document:032x}")
            time.sleep(0.05)
        return number

    with ThreadPoolExecutor(CLERKS) as clerks:
        assert sorted(clerks.map(take, range(CLERKS))) == list(range(1, CLERKS + 1))


def test_a_clock_that_jumps_back_an_hour_over_new_year_gives_each_number_once_and_breaks_no_chain(
    office: IncomingOffice,
) -> None:
    clock = FixedClock(MOMENT)
    database, register = registrar(office.folder, clock)
    entries = []
    for turn, step in enumerate((timedelta(), timedelta(hours=-1), timedelta(hours=2))):
        clock.advance(step)
        entries += [register(f"{turn * EACH + number}/SNV").entry for number in range(1, EACH + 1)]
    database.close()

    assert [(entry.year, entry.number) for entry in entries] == [
        *((2027, number) for number in range(1, EACH + 1)),
        *((2026, number) for number in range(1, EACH + 1)),
        *((2027, number) for number in range(EACH + 1, 2 * EACH + 1)),
    ]
    assert all(check.whole for check in office.views.verify_registers())
    with office.database.read() as connection:
        assert audit.verify(connection, LEDGER.chain).broken == 0
    told = [fact.card.document_id for fact in office.told() if isinstance(fact, DocumentRegistered)]
    assert len(set(told)) == len(told) == 3 * EACH
