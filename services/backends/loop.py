"""A thread that does one kind of work whenever it is told that there is some."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from services.kernel.errors import Refusal

_log = logging.getLogger("vanthu.loop")


@dataclass(frozen=True)
class Rhythm:
    """Seconds a loop waits: `idle` without a ring, `pause` after trouble.

    Once rung it waits until nobody has rung for `calm` seconds, but no longer than `patience`: work that comes in
    quick succession gathers, and is done together.
    """

    idle: float = 1.0
    pause: float = 0.5
    calm: float = 0.0
    patience: float = 0.0


class Loop:
    """Repeats `work` while it returns true, then waits to be rung; trouble is logged and retried."""

    def __init__(self, name: str, work: Callable[[], bool], rhythm: Rhythm = Rhythm()) -> None:
        self.name = name
        self.work = work
        self.rhythm = rhythm
        self._bell = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def ring(self) -> None:
        """There is work."""
        self._bell.set()

    def start(self) -> None:
        """Begin; work left from before is done first."""
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def working(self) -> bool:
        """Whether it was started and has not ended."""
        return self._thread is not None and self._thread.is_alive()

    def stop(self, patience: float | None = None) -> None:
        """Finish the work in hand and return, at the latest after so many seconds."""
        self._stopping.set()
        self._bell.set()
        if self._thread is not None:
            self._thread.join(patience)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._bell.clear()
            try:
                more = self.work()
            except Exception as trouble:
                self._say(trouble)
                self._stopping.wait(self.rhythm.pause)
                continue
            if not more:
                self._wait()

    def _say(self, trouble: Exception) -> None:
        # What is said in words needs no traceback, least of all once a second while a server is away.
        if isinstance(trouble, Refusal):
            _log.warning("%s: %s %s", self.name, trouble.detail, trouble.next)
        else:
            _log.error("%s failed; trying again", self.name, exc_info=trouble)

    def _wait(self) -> None:
        rung = self._bell.wait(self.rhythm.idle)
        latest = time.monotonic() + self.rhythm.patience
        while rung and time.monotonic() < latest and not self._stopping.is_set():
            self._bell.clear()
            rung = self._bell.wait(self.rhythm.calm)
