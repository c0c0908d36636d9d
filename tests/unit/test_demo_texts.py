"""The demo's dispatches are the same every time and look like an office's two years."""

from collections import Counter
from datetime import date

from services.backends.demo.bodies import capacity
from services.backends.demo.texts import INCOMING, OUTGOING, Plan, dispatches
from services.kernel.people import Organisation

PLAN = Plan(
    Organisation("Ủy ban nhân dân tỉnh Thanh Bình", "UBND", "", "Thanh Bình", "H99"),
    (("Nguyễn Văn An", "Chủ tịch"), ("Trần Đức Bình", "Phó Chủ tịch")),
    ("VX", "KTTH"),
    date(2026, 11, 20),
)


def test_the_same_plan_gives_the_same_dispatches() -> None:
    assert dispatches(PLAN) == dispatches(PLAN)


def test_arrivals_are_about_five_for_each_issue_and_most_are_letters() -> None:
    made = dispatches(PLAN)
    counted = Counter(one.direction for one in made)
    assert len(made) == 300
    assert 3.5 < counted[INCOMING] / counted[OUTGOING] < 7
    assert Counter(one.letter.type.code for one in made).most_common(1)[0][0] == "cong_van"


def test_days_are_in_order_within_two_years_and_never_on_a_weekend() -> None:
    days = [one.day for one in dispatches(PLAN)]
    assert days == sorted(days)
    assert days[0] >= date(2024, 11, 15)
    assert days[-1] <= PLAN.last_day
    assert all(day.weekday() < 5 for day in days)


def test_outgoing_numbers_run_from_one_in_each_year_without_gap() -> None:
    for year in (2025, 2026):
        issued = [one for one in dispatches(PLAN) if one.direction == OUTGOING and one.day.year == year]
        assert [int(one.number.number) for one in issued] == list(range(1, len(issued) + 1))


def test_no_issuer_uses_a_number_and_notation_twice_in_a_year() -> None:
    made = dispatches(PLAN)
    keys = [(one.letter.issuer, str(one.number), one.letter.year, one.letter.type.name) for one in made]
    assert len(keys) == len(set(keys))


def test_deputies_of_a_party_committee_sign_for_the_collective() -> None:
    assert capacity("Bí thư", "Ban Thường vụ", deputy=True, regime="party") == ("T/M BAN THƯỜNG VỤ",)
    assert capacity("Chủ tịch", "Ủy ban nhân dân", deputy=True) == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")
    assert capacity("Giám đốc", "", deputy=False) == ()
