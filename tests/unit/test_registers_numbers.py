"""Numbers of registers: 1..N in each year of the office, never twice, never again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, update

from services.intake.domain.registers import Direction, NumberEntry, Register, check_volume
from services.intake.handlers.registers import OpenRegister
from services.intake.handlers.registration import RegisterIncoming
from services.intake.tables.registers import NUMBERS
from services.intake.views.incoming_lists import IncomingAsk
from services.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from services.kernel.facts import DocumentVoided
from tests.unit.incoming_office import (
    BOOK,
    CLERK,
    DRAFTER,
    PAPER,
    IncomingOffice,
    another,
    office,
    some_file,
)
from tests.unit.outgoing_office import Desk

__all__ = ["office"]


def test_sixty_four_clerks_at_once_get_one_to_n_without_gap_or_twin(office: IncomingOffice) -> None:
    papers = [another(notation=f"{number}/SNV") for number in range(1, 65)]
    with ThreadPoolExecutor(64) as clerks:
        numbers = [document.entry.number for document in clerks.map(office.arrive, papers)]

    assert sorted(numbers) == list(range(1, 65))
    (check,) = office.views.verify_registers()
    assert (check.last, check.whole) == (64, True)


def test_a_refused_registration_takes_no_number(office: IncomingOffice) -> None:
    office.arrive()
    with pytest.raises(Conflict, match="đã vào sổ với số đến 1"):
        office.arrive()

    assert office.arrive(despite="Bản giấy đến sau").entry.number == 2


def test_a_void_number_keeps_its_row_and_reason_and_is_not_given_again(office: IncomingOffice) -> None:
    document = office.arrive()
    office.desk.registration.void(CLERK, document.id, "Vào nhầm sổ")

    assert office.arrive().entry.number == 2
    lines = list(office.views.incoming_lines(BOOK.id, 2026))
    assert [line["arrival_number"] for line in lines] == ["1", "2"]
    assert lines[0]["note"] == "Hủy số: Vào nhầm sổ"
    (check,) = office.views.verify_registers()
    assert (check.last, check.void, check.whole) == (2, 1, True)
    assert [type(fact) for fact in office.told()].count(DocumentVoided) == 1


def test_voiding_needs_a_reason_a_clerk_and_happens_once(office: IncomingOffice) -> None:
    document = office.directed()
    with pytest.raises(BadInput, match="lý do hủy số"):
        office.desk.registration.void(CLERK, document.id, "  ")
    with pytest.raises(NotAllowed, match="Chỉ văn thư"):
        office.desk.registration.void(DRAFTER, document.id, "Nhầm")
    office.desk.registration.void(CLERK, document.id, "Nhầm")
    with pytest.raises(Conflict, match="Số này đã hủy: Nhầm"):
        office.desk.registration.void(CLERK, document.id, "Nhầm nữa")


def test_the_year_turns_at_midnight_of_the_office_not_of_greenwich(office: IncomingOffice) -> None:
    office.clock.moment = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)
    last = office.arrive().entry
    office.clock.moment = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    first = office.arrive(another(notation="1/SNV")).entry

    assert (last.year, last.number) == (2026, 1)
    assert (first.year, first.number, first.arrived_on.isoformat()) == (2027, 1, "2027-01-01")
    assert [(volume.year, volume.last) for volume in office.views.volumes()] == [(2027, 1), (2026, 1)]


def test_a_lost_row_is_named_as_the_first_gap(office: IncomingOffice) -> None:
    for number in range(1, 5):
        office.arrive(another(notation=f"{number}/SNV"))
    with office.database.write() as connection:
        connection.execute(delete(NUMBERS).where(NUMBERS.c.number == 3))

    (check,) = office.views.verify_registers()
    assert (check.whole, check.first_gap, check.reason) == (False, 3, "không có số 3")


def test_numbers_that_only_count_up_to_the_last_are_not_taken_for_whole(office: IncomingOffice) -> None:
    for number in range(1, 4):
        office.arrive(another(notation=f"{number}/SNV"))
    with office.database.write() as connection:
        connection.execute(update(NUMBERS).where(NUMBERS.c.number == 1).values(number=0))
    assert not office.views.verify_registers()[0].whole
    with office.database.write() as connection:
        connection.execute(update(NUMBERS).where(NUMBERS.c.number == 0).values(number=1, document_id=""))
    assert office.views.verify_registers()[0].reason == "số 1 không có văn bản và không có lý do hủy"


def test_a_volume_cut_short_is_not_whole() -> None:
    check = check_volume(BOOK, 2026, 3, [NumberEntry(1, "a"), NumberEntry(2, "b")])
    assert (check.whole, check.first_gap) == (False, 3)
    assert check_volume(BOOK, 2026, 1, [NumberEntry(1, "")]).first_gap == 1
    assert check_volume(BOOK, 2026, 1, [NumberEntry(1, "", "Viết hỏng")]).whole


def test_registers_number_apart_from_each_other(office: IncomingOffice) -> None:
    invitations = office.desk.registers.open(CLERK, OpenRegister("Sổ giấy mời", Direction.INCOMING))
    office.arrive()
    order = RegisterIncoming(invitations.id, another(notation="2/SNV"), received=some_file(office.objects))

    assert office.desk.registration.register(CLERK, order).entry.number == 1


def test_a_register_of_the_other_direction_or_closed_gives_no_number(office: IncomingOffice) -> None:
    outgoing = office.desk.registers.open(CLERK, OpenRegister("Sổ đi", Direction.OUTGOING))
    for register_id, kind in ((outgoing.id, Conflict), ("khong-co", NotFound)):
        with pytest.raises(kind):
            office.desk.registration.register(
                CLERK, RegisterIncoming(register_id, PAPER, received=some_file(office.objects))
            )
    office.desk.registers.close(CLERK, BOOK.id)
    assert office.arrive().entry.number == 1, "the day it is closed still counts"
    office.clock.moment = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    with pytest.raises(Conflict, match="không mở vào ngày 23/11/2026"):
        office.arrive(another(notation="9/SNV"))


def test_a_closed_register_is_not_closed_again_nor_given_a_term(office: IncomingOffice) -> None:
    registers = office.desk.registers
    party = registers.open(CLERK, OpenRegister("Sổ nhiệm kỳ", Direction.INCOMING, term=date(2025, 10, 12)))
    for register_id in (BOOK.id, party.id):
        registers.close(CLERK, register_id)
    office.clock.moment = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    with pytest.raises(Conflict, match="đã khóa ngày 22/11/2026"):
        registers.close(CLERK, BOOK.id)
    with pytest.raises(Conflict, match="đã khóa ngày 22/11/2026"):
        registers.begin_term(CLERK, party.id, date(2030, 10, 15))
    assert office.views.register(BOOK.id).closed_on == date(2026, 11, 22)
    with pytest.raises(Conflict, match="không mở vào ngày 23/11/2026"):
        office.arrive()


def test_a_list_of_a_year_goes_by_the_day_not_by_the_year_a_term_began_in(office: IncomingOffice) -> None:
    party = office.desk.registers.open(CLERK, OpenRegister("Sổ nhiệm kỳ", Direction.INCOMING, term=date(2025, 10, 12)))
    order = RegisterIncoming(party.id, PAPER, received=some_file(office.objects))
    office.desk.registration.register(CLERK, order)
    totals = {
        year: office.views.incoming_list(CLERK, IncomingAsk(office.clock.today(), year=year)).total
        for year in (2025, 2026)
    }
    assert totals == {2025: 0, 2026: 1}


def test_opening_a_register_needs_a_role_a_new_name_and_known_types(office: IncomingOffice) -> None:
    with pytest.raises(NotAllowed, match="quản trị hoặc văn thư"):
        office.desk.registers.open(DRAFTER, OpenRegister("Sổ riêng", Direction.INCOMING))
    with pytest.raises(Conflict, match="Đã có sổ"):
        office.desk.registers.open(CLERK, OpenRegister(BOOK.name, Direction.INCOMING))
    with pytest.raises(BadInput):
        office.desk.registers.open(CLERK, OpenRegister("Sổ lạ", Direction.INCOMING, frozenset({"khong_co"})))


def test_a_register_covers_the_types_of_its_scope_or_all() -> None:
    some = Register("x", "Sổ QĐ", Direction.OUTGOING, frozenset({"quyet_dinh"}), BOOK.opened_on)
    assert (BOOK.covers("cong_van"), some.covers("quyet_dinh"), some.covers("cong_van")) == (True, True, False)


def test_an_empty_volume_is_said_instead_of_printed(office: IncomingOffice) -> None:
    with pytest.raises(NotFound, match="chưa có văn bản nào năm 2026"):
        office.views.register_print(BOOK.id, 2026, Desk().organisation(), office.clock.today())
