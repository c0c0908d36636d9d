"""Office time: moments are UTC, days are those of Asia/Ho_Chi_Minh (UTC+7, no daylight saving)."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

OFFICE_ZONE = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """Where use cases learn the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def today(self) -> date:
        """The present day at the office."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The present day at the office."""
        return office_day(self.now())


class FixedClock:
    """A clock that stands still until told otherwise; for tests and for building the demo's past."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def today(self) -> date:
        """The office day of that moment."""
        return office_day(self.moment)

    def advance(self, by: timedelta) -> None:
        """Move the hands forward."""
        self.moment += by


def office_day(moment: datetime) -> date:
    """The day at the office at an aware moment."""
    return moment.astimezone(OFFICE_ZONE).date()
