"""How a process of ours learns that it is to end."""

import signal
from collections.abc import Callable


def told_to_stop() -> Callable[[], bool]:
    """Whether SIGTERM or SIGINT has come; only the main thread may ask for this."""
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told.append(number))
    return lambda: bool(told)
