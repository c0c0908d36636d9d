"""Working days: weekends, holidays and swapped days of the announced years."""

from datetime import date

import pytest

from services.kernel.calendar import office_calendar


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 2, 17), False),
        (date(2026, 4, 27), False),
        (date(2026, 8, 22), True),
        (date(2025, 4, 26), True),
        (date(2025, 5, 2), False),
    ],
)
def test_a_day_is_worked_or_not_as_announced(day: date, works: bool) -> None:
    assert office_calendar().is_working(day) is works


def test_years_without_an_announcement_keep_the_fixed_holidays() -> None:
    assert not office_calendar().is_working(date(2031, 1, 1))
    assert not office_calendar().is_working(date(2031, 9, 2))
    assert office_calendar().is_working(date(2031, 9, 3))


def test_days_are_counted_over_weekends_and_holidays() -> None:
    calendar = office_calendar()
    assert calendar.after(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert calendar.after(date(2026, 2, 13), 3) == date(2026, 2, 25)
    assert calendar.after(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert calendar.after(date(2026, 8, 21), 1) == date(2026, 8, 22), "a swapped Saturday is worked"


def test_no_days_after_a_day_off_is_the_next_day_worked() -> None:
    assert office_calendar().after(date(2026, 11, 21), 0) == date(2026, 11, 23)
    assert office_calendar().after(date(2026, 11, 20), 0) == date(2026, 11, 20)


def test_the_distance_is_the_way_back_of_after() -> None:
    calendar = office_calendar()
    for days in (1, 5, 30, 250):
        assert calendar.between(date(2025, 12, 1), calendar.after(date(2025, 12, 1), days)) == days
    assert calendar.between(date(2026, 11, 23), date(2026, 11, 20)) == -1
