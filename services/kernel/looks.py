"""Who opened which document lately, so that a picture fetched by itself is written down and a page's pictures are not.

Kept in memory only: after a restart, or when very many look at very much, one line too many is written, never one less.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

LASTS = 12 * 3600.0
"""Seconds a look counts; about a working day."""

MOST = 20_000


class Looks:
    """The looks of the last hours, the newest `most`; `now` gives seconds that never run backwards."""

    def __init__(self, most: int = MOST, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._at: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._lock = Lock()

    def note(self, person_id: str, subject: str) -> None:
        """Remember a look that was written down."""
        with self._lock:
            self._at[person_id, subject] = self._now()
            self._at.move_to_end((person_id, subject))
            while len(self._at) > self._most:
                self._at.popitem(last=False)

    def is_known(self, person_id: str, subject: str) -> bool:
        """Whether this person's look at this thing was written down lately."""
        with self._lock:
            at = self._at.get((person_id, subject))
        return at is not None and self._now() - at < LASTS
