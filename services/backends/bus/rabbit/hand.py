"""What a worker has in hand, for whoever watches it."""

import time
from collections import deque


class Hand:
    """Messages that the broker handed out and that are not settled; the oldest of a queue is always among them.

    The reader tells it what comes and goes; any thread may ask.
    """

    def __init__(self) -> None:
        self.linked = False
        self._told: deque[tuple[int, float | None]] = deque()

    def begin(self) -> None:
        """The queue is read from now on."""
        self.linked = True

    def take(self, tag: int, told: object) -> None:
        """One came; `told` is when its fact was told, in seconds since the epoch, if it says so."""
        self._told.append((tag, float(told) if isinstance(told, int) else None))

    def settle(self, tag: int) -> None:
        """This one and all before it are done with."""
        while self._told and self._told[0][0] <= tag:
            self._told.popleft()

    def lose(self) -> None:
        """The link is gone, and with it all that was in hand: it will be handed out again."""
        self.linked = False
        self._told.clear()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._told)

    @property
    def age(self) -> float:
        """Seconds since the oldest fact in hand was told; 0 without any. One tried before does not say when."""
        times = [told for _, told in tuple(self._told) if told is not None]
        return max(0.0, time.time() - min(times)) if times else 0.0
