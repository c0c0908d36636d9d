"""Checking files for whoever comes, signed in or not: a few at a time, not too often, nothing kept."""

import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from services.kernel.clock import Clock
from services.kernel.errors import TooMany
from services.kernel.signatures import SignatureReport
from services.signing.ports.papers import Validator

_EACH, _ALL = 6, 60
_WHILE = timedelta(minutes=1)
_AT_ONCE = 2
_ADDRESSES = 4_096


@dataclass(frozen=True)
class Strangers:
    """The counter for the public: who asked from where stays in memory for a minute."""

    validator: Validator
    clock: Clock
    _places: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(_AT_ONCE))
    _asked: OrderedDict[str, deque[datetime]] = field(default_factory=OrderedDict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def examine(self, address: str, path: Path) -> SignatureReport:
        """Say what the signatures of a file are worth; TooMany `checks-too-often` or `checks-busy`."""
        self._count(address)
        with self._place():
            return self.validator.examine(path)

    def _count(self, address: str) -> None:
        now = self.clock.now()
        with self._turn:
            # The empty name stands for everybody: no address can be empty.
            for name, most in ((address or "?", _EACH), ("", _ALL)):
                times = self._asked.setdefault(name, deque())
                while times and times[0] <= now - _WHILE:
                    times.popleft()
                if len(times) >= most:
                    raise _too_often()
                times.append(now)
                self._asked.move_to_end(name)
            while len(self._asked) > _ADDRESSES:
                self._asked.popitem(last=False)

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise TooMany("checks-busy", "Đang có nhiều tệp chờ kiểm tra.", "Đợi vài giây rồi gửi lại.")
        try:
            yield
        finally:
            self._places.release()


def _too_often() -> TooMany:
    return TooMany("checks-too-often", "Kiểm tra quá nhiều tệp trong một phút.", "Đợi một phút rồi gửi lại.")
