"""How psycopg waits where threads are green: a quick answer costs no switch, a slow one lets the others run."""

import contextlib
import time
from collections.abc import Generator
from typing import Any

import eventlet
from eventlet.hubs import trampoline
from psycopg import waiting
from psycopg.errors import _WaitTimeout

_QUICK = 0.002
"""Seconds in which most statements are answered; so long every other thread of the process stands still."""
_LOOK_AGAIN = 0.05
_in_haste = waiting.wait_c


def wait(asking: Generator[Any, Any, Any], fileno: int, interval: float = 0.1, timeout: float | None = None) -> Any:
    """As `psycopg.waiting.wait`, which it replaces."""
    deadline = None if timeout is None else time.monotonic() + timeout
    while deadline is None or deadline - time.monotonic() > _QUICK:
        try:
            return _in_haste(asking, fileno, interval, _QUICK)
        except _WaitTimeout:
            with contextlib.suppress(eventlet.Timeout):
                trampoline(fileno, read=True, timeout=_LOOK_AGAIN)
    return _in_haste(asking, fileno, interval, max(0.0, deadline - time.monotonic()))


def install() -> None:
    """From now on every connection of this process waits so."""
    waiting.wait = wait  # type: ignore[assignment]  # psycopg's own is generic in what it returns
