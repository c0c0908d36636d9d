"""The connections a database lends: how many are out."""

from collections.abc import Callable
from threading import Lock
from typing import Any

from sqlalchemy import Engine, event


class Pool:
    """The connections of one engine, of which at most so many are out at once; whoever wants one more waits."""

    def __init__(self, engine: Engine, most: int) -> None:
        self.engine = engine
        self.most = most
        self._out: set[int] = set()
        self._lock = Lock()

    def watch(self, told: Callable[[int], object]) -> None:
        """Tell from now on, with every one that goes out or comes back, how many are out."""

        def note(change: Callable[[int], None], record: object) -> None:
            # By identity, not by addition: one that could not be opened comes back without having gone out.
            with self._lock:
                change(id(record))
                told(len(self._out))

        def lent(_raw: Any, record: object, _given: object) -> None:
            note(self._out.add, record)

        def returned(_raw: Any, record: object) -> None:
            note(self._out.discard, record)

        event.listen(self.engine, "checkout", lent)
        event.listen(self.engine, "checkin", returned)
        told(len(self._out))
