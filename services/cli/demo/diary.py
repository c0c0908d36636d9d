"""The clock of the demo's past: what is to be done later is done when its moment comes."""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from services.kernel.calendar import office_calendar
from services.kernel.clock import OFFICE_ZONE, FixedClock

Deed = Callable[[], object]


@dataclass
class Diary:
    """Turns the clock forward from deed to deed; it never turns back."""

    clock: FixedClock
    lot: random.Random
    _later: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _count: int = 0

    def pause(self) -> None:
        """Some minutes pass between two steps of the same matter."""
        self.clock.advance(timedelta(minutes=self.lot.randint(3, 24), seconds=self.lot.randint(0, 59)))

    def later(self, working_days: int, deed: Deed) -> None:
        """Put a deed down for some working days from now."""
        day = office_calendar().after(self.clock.today(), working_days)
        self._count += 1
        heapq.heappush(self._later, (self._morning(day, 480), self._count, deed))

    def turn_to(self, day: date) -> None:
        """Come to the morning of a day; everything put down for the time before is done at its moment."""
        morning = self._morning(day, 90)
        while self._later and self._later[0][0] <= morning:
            at, _, deed = heapq.heappop(self._later)
            self.clock.moment = max(self.clock.moment, at)
            deed()
        self.clock.moment = max(self.clock.moment, morning)

    def _morning(self, day: date, minutes: int) -> datetime:
        return datetime.combine(day, time(7, 30), OFFICE_ZONE) + timedelta(minutes=self.lot.randint(0, minutes))
