"""Working days of the office: weekends, holidays and swapped days as data (`rules/holidays.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Which days the office works; `fixed` are (month, day) off in every year that has no announcement of its own."""

    fixed: frozenset[tuple[int, int]]
    off: Mapping[int, frozenset[date]]
    working: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Whether the office works that day."""
        if day in self.working:
            return True
        return day.weekday() < _SATURDAY and not self._is_holiday(day)

    def _is_holiday(self, day: date) -> bool:
        announced = self.off.get(day.year)
        return day in announced if announced is not None else (day.month, day.day) in self.fixed

    def after(self, day: date, working_days: int) -> date:
        """The day so many working days after a day, which does not count itself; 0: that day or the next worked."""
        found = day
        while working_days > 0:
            found += _DAY
            working_days -= self.is_working(found)
        while not self.is_working(found):
            found += _DAY
        return found

    def between(self, first: date, last: date) -> int:
        """How many working days from a day (not counted) to another (counted); negative when `last` comes before."""
        if last < first:
            return -self.between(last, first)
        days = (first + _DAY * step for step in range(1, (last - first).days + 1))
        return sum(map(self.is_working, days))


@cache
def office_calendar() -> Calendar:
    """The calendar of the announced years."""
    rules = tomllib.loads(files("services.kernel").joinpath("rules/holidays.toml").read_text("utf-8"))
    pairs = (text.split("-") for text in rules["fixed"])
    return Calendar(
        fixed=frozenset((int(month), int(day)) for month, day in pairs),
        off={one["year"]: frozenset(one["off"]) for one in rules["year"]},
        working=frozenset(day for one in rules["year"] for day in one["working"]),
    )
