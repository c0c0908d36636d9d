"""One process at a time does for an office what two would do against each other."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.kernel.errors import Conflict


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold the lock, a file, for the length of a `with`; Conflict `already-serving` while another process has it."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Conflict(
            "already-serving", "Cơ quan này đang được một tiến trình khác phục vụ.", "Dừng tiến trình kia trước."
        ) from None
    try:
        yield
    finally:
        os.close(handle)
