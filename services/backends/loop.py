"""A thread that does one kind of work whenever it is told that there is some."""

import logging
import threading
from collections.abc import Callable

_log = logging.getLogger("vanthu.loop")


class Loop:
    """Repeats `work` while it returns true, then waits to be rung or `idle` seconds; trouble is logged and retried."""

    def __init__(self, name: str, work: Callable[[], bool], idle: float = 1.0, pause: float = 0.5) -> None:
        self.name = name
        self.work = work
        self.idle = idle
        self.pause = pause
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

    def stop(self) -> None:
        """Finish the work in hand and return."""
        self._stopping.set()
        self._bell.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._bell.clear()
            try:
                more = self.work()
            except Exception:
                _log.exception("%s failed; trying again", self.name)
                self._stopping.wait(self.pause)
                continue
            if not more:
                self._bell.wait(self.idle)
