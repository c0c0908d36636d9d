"""Numbers and dates: invariants 1 to 5 and 20 of the field, each by its number."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from services.intake.domain.registers import Direction, Register
from services.intake.domain.statistics import in_words
from services.intake.handlers.registers import OpenRegister
from services.intake.handlers.slips import Slip
from services.intake.tables.registers import NUMBERS
from services.intake.views import IntakeViews
from services.intake.views.outgoing_trays import OutgoingAsk, Tray
from services.kernel.errors import BadInput, Conflict
from services.kernel.notation import render_date, render_number
from tests.unit.incoming_office import ADMIN, BOOK, CLERK, IncomingOffice, another, office
from tests.unit.outgoing_office import Office

__all__ = ["office"]
LATE_2030, EARLY_2031 = datetime(2030, 12, 31, 9, tzinfo=UTC), datetime(2031, 1, 1, 2, tzinfo=UTC)


@pytest.fixture
def drafts(tmp_path: Path) -> Office:
    """The outgoing half of an office."""
    (tmp_path / "di").mkdir()
    return Office(tmp_path / "di")


def numbered(drafts: Office, register: str, **content: object) -> str:
    """A signed document of this content, numbered in this register; its printed number."""
    document = drafts.signed(**content)
    registration = drafts.issuing.number(CLERK, Slip(document.id), register).registration
    assert registration is not None
    return registration.notation


def test_a_place_in_a_register_is_taken_once(office: IncomingOffice) -> None:
    """Invariant 1: (series, period, number) is unique, whoever writes [Art. 15.1]."""
    entry = office.arrive().entry
    twin = {"register_id": BOOK.id, "year": entry.year, "number": entry.number, "document_id": "f" * 32}
    with pytest.raises(IntegrityError), office.database.write() as connection:
        connection.execute(insert(NUMBERS).values(twin))


def test_number_and_notation_are_used_once_in_a_year_whichever_register_gives_them(drafts: Office) -> None:
    """Invariant 1: (number, notation, issuer, year) is unique for state documents [Art. 15.1]."""
    with drafts.stores() as store:
        store.add_register(Register("so-hai", "Sổ thứ hai", Direction.OUTGOING, frozenset(), date(2026, 1, 1)))
    assert numbered(drafts, "so-di") == "01/QĐ-UBND"
    with pytest.raises(Conflict, match="Số 01/QĐ-UBND năm 2026 đã được cấp"):
        numbered(drafts, "so-hai")
    drafts.clock.moment = datetime(2027, 1, 4, 2, tzinfo=UTC)
    assert numbered(drafts, "so-hai") == "01/QĐ-UBND", "the next year begins anew"


def test_the_year_of_a_number_is_that_of_its_date_also_in_a_register_by_terms(drafts: Office) -> None:
    """Invariant 1: (number, notation) is unique in the year of issue; a term's volume is no year [Art. 15.1]."""
    with drafts.stores() as store:
        term = Register(
            "nq", "Sổ nhiệm kỳ", Direction.OUTGOING, frozenset(), date(2026, 1, 1), terms=(date(2025, 10, 12),)
        )
        store.add_register(term.with_term(date(2027, 6, 1)))
        store.add_register(Register("so-nq", "Sổ theo năm", Direction.OUTGOING, frozenset(), date(2026, 1, 1)))
    paper = {"type_code": "dang_nghi_quyet"}
    first = numbered(drafts, "nq", **paper)
    with pytest.raises(Conflict, match="năm 2026 đã được cấp ở “Sổ nhiệm kỳ”"):
        numbered(drafts, "so-nq", **paper)
    drafts.clock.moment = datetime(2027, 1, 4, 2, tzinfo=UTC)
    second = numbered(drafts, "nq", **paper)
    assert numbered(drafts, "so-nq", **paper) == first, "the term gave it in another year"
    with pytest.raises(Conflict, match=f"{second} năm 2027 đã được cấp"):
        numbered(drafts, "so-nq", **paper)
    drafts.clock.moment = datetime(2028, 6, 2, 2, tzinfo=UTC)
    assert numbered(drafts, "nq", **paper) == first, "a term begins at 01"
    assert numbered(drafts, "nq", **paper) == second
    totals = [_in_book(drafts, year) for year in (2025, 2026, 2027, 2028)]
    assert totals == [0, 1, 2, 2]


def _in_book(drafts: Office, year: int) -> int:
    return len(drafts.views.outgoing_list(CLERK, OutgoingAsk(Tray.REGISTER, year=year)).rows)


def test_a_new_term_may_give_in_the_same_year_what_the_old_one_gave(drafts: Office) -> None:
    """Invariant 1: terms of one register are told apart, or the new one could not go on [HD36]."""
    with drafts.stores() as store:
        book = Register(
            "nq", "Sổ nhiệm kỳ", Direction.OUTGOING, frozenset(), date(2026, 1, 1), terms=(date(2025, 10, 12),)
        )
        store.add_register(book.with_term(date(2026, 11, 25)))
    old = numbered(drafts, "nq", type_code="dang_nghi_quyet")
    drafts.clock.moment = datetime(2026, 11, 26, 2, tzinfo=UTC)
    assert numbered(drafts, "nq", type_code="dang_nghi_quyet") == old


def test_a_year_begins_at_01_and_a_hundred_at_once_leave_no_gap_though_some_are_void(office: IncomingOffice) -> None:
    """Invariant 2: the first number is 1 and prints as `01`; gap-free under 100 requests; void ones are not reused."""
    with ThreadPoolExecutor(100) as clerks:
        documents = list(clerks.map(office.arrive, [another(notation=f"{n}/SNV") for n in range(1, 101)]))
    for document in documents[::10]:
        office.desk.registration.void(CLERK, document.id, "Vào nhầm sổ")

    assert sorted(document.entry.number for document in documents) == list(range(1, 101))
    assert office.arrive(another(notation="101/SNV")).entry.number == 101
    (check,) = office.views.verify_registers()
    assert (check.whole, check.last, check.void) == (True, 101, 10)
    assert render_number(1, "QĐ-UBND") == "Số: 01/QĐ-UBND"


def test_a_register_by_terms_goes_on_over_new_year_and_begins_anew_with_the_term(drafts: Office) -> None:
    """Invariant 3: the Party's counter resets on the configured term start, not on 1 January [HD36, HD05]."""
    with drafts.stores() as store:
        resolutions = Register(
            "nq", "Sổ nghị quyết", Direction.OUTGOING, frozenset({"dang_nghi_quyet"}), date(2026, 1, 1)
        )
        store.add_register(resolutions.with_term(date(2030, 10, 16)).with_term(date(2035, 10, 20)))
    drafts.clock.moment = LATE_2030
    resolution = {"type_code": "dang_nghi_quyet"}
    assert numbered(drafts, "nq", **resolution).startswith("01-NQ/")
    drafts.clock.moment = EARLY_2031
    assert numbered(drafts, "nq", **resolution).startswith("02-NQ/")
    drafts.clock.moment = datetime(2035, 10, 19, 17, tzinfo=UTC)  # midnight of the 20th at the office
    assert numbered(drafts, "nq", **resolution).startswith("01-NQ/")
    checks = {check.year: (check.last, check.whole) for check in IntakeViews(drafts.database).verify_registers()}
    assert checks == {2030: (2, True), 2035: (1, True)}


def test_the_congress_numbers_all_its_types_in_one_series(drafts: Office) -> None:
    """Invariant 3: the series of a congress is common to all types [HD36, HD05]."""
    with drafts.stores() as store:
        store.add_register(
            Register("dh", "Sổ Đại hội", Direction.OUTGOING, frozenset(), date(2026, 1, 1), terms=(date(2030, 10, 12),))
        )
    drafts.clock.moment = LATE_2030
    given = [numbered(drafts, "dh", type_code=code) for code in ("dang_nghi_quyet", "dang_bao_cao", "dang_nghi_quyet")]
    assert [one.split("-")[0] for one in given] == ["01", "02", "03"]


def test_a_register_by_terms_is_opened_and_its_next_term_begun_by_the_office(office: IncomingOffice) -> None:
    """Invariant 3: the term start is configured, and a wrong one is refused in words."""
    desk, today = office.desk.registers, office.clock.today()
    order = OpenRegister("Sổ văn bản đến nhiệm kỳ", Direction.INCOMING, term=today + timedelta(days=1))
    register = desk.open(ADMIN, order)
    with pytest.raises(Conflict, match="chưa thuộc nhiệm kỳ nào"):
        register.volume_on(today)
    with pytest.raises(BadInput, match="phải bắt đầu sau năm 2026"):
        desk.begin_term(ADMIN, register.id, date(2026, 12, 1))
    with pytest.raises(Conflict, match="đánh số theo năm"):
        desk.begin_term(ADMIN, BOOK.id, date(2030, 1, 1))
    assert desk.begin_term(ADMIN, register.id, date(2031, 10, 1)).volume_on(date(2031, 9, 30)) == 2026
    assert office.views.register(register.id).volume_on(date(2031, 10, 1)) == 2031


@pytest.mark.parametrize(
    ("number", "notation", "regime", "printed"),
    [
        (5, "QĐ-BNV", "state", "Số: 05/QĐ-BNV"),
        (12, "SNNMT-VP", "state", "Số: 12/SNNMT-VP"),
        (5, "NQ/TU", "party", "Số 05-NQ/TU"),
        (123, "CTr/TU", "party", "Số 123-CTr/TU"),
    ],
)
def test_numbers_print_as_the_rules_say(number: int, notation: str, regime: str, printed: str) -> None:
    """Invariant 4."""
    assert render_number(number, notation, regime) == printed


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (date(2026, 2, 3), "ngày 03 tháng 02 năm 2026"),
        (date(2026, 10, 12), "ngày 12 tháng 10 năm 2026"),
    ],
)
def test_dates_print_as_the_decree_says(day: date, printed: str) -> None:
    """Invariant 5."""
    assert render_date(day) == printed


def test_a_month_is_reported_in_the_words_of_the_office() -> None:
    """Invariant 20: statistics of October in the house pattern."""
    october = {"thong_bao": 4, "cong_van": 87, "quyet_dinh": 10, "bao_cao": 10, "ke_hoach": 3, "to_trinh": 0}
    assert in_words(october) == "10 quyết định, 03 kế hoạch, 10 báo cáo, 87 công văn, 04 thông báo"
    assert in_words({"bao_cao": 1, "to_trinh": 12}) == "01 báo cáo, 12 tờ trình"
    assert in_words({}) == ""


def test_what_was_issued_in_a_month_is_counted_by_type(
    drafts: Office, issue: Callable[[Office, str, int], None]
) -> None:
    """Invariant 20: counted by date of issue, and only what was issued."""
    for code, how_many in (("quyet_dinh", 2), ("bao_cao", 1)):
        issue(drafts, code, how_many)
    numbered(drafts, "so-di", type_code="ke_hoach")
    views = IntakeViews(drafts.database)
    assert in_words(views.issued_by_type(date(2026, 11, 1), date(2026, 11, 30))) == "02 quyết định, 01 báo cáo"
    assert views.issued_by_type(date(2026, 10, 1), date(2026, 10, 31)) == {}


@pytest.fixture
def issue() -> Callable[[Office, str, int], None]:
    """Issues so many documents of a type."""

    def some(drafts: Office, code: str, how_many: int) -> None:
        for _ in range(how_many):
            drafts.issuing.issue(CLERK, Slip(drafts.sealed(type_code=code).id))

    return some
