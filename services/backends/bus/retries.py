"""How often hearing a fact failed and is to be tried again."""

from threading import Lock


class Retries:
    """Counted since this process began, by whichever of its threads."""

    def __init__(self) -> None:
        self._count = 0
        self._lock = Lock()

    def add(self, failed: int) -> None:
        """So many tries failed and are each followed by another."""
        with self._lock:
            self._count += failed

    @property
    def count(self) -> int:
        """All of them."""
        return self._count
