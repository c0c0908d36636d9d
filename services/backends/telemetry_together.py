"""Figures of a front that several processes serve: whichever is asked tells what all of them have counted.

Each process counts into files of its own in one folder; `prometheus_client` adds them up. What a process that ended
has counted stays; what it had in use goes.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from prometheus_client import CollectorRegistry
from prometheus_client.metrics import MetricWrapperBase
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The library's own name; it decides when it is first imported, so that only processes started later count there."""

_PREFIX, _HELD = "vanthu-figures-", "held"
_YOUNG_SECONDS = 60.0


@contextmanager
def counting_together() -> Iterator[None]:
    """Processes started in the `with` count together."""
    _clear()
    with TemporaryDirectory(prefix=_PREFIX) as folder, Path(folder, _HELD).open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        os.environ[_FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[_FOLDER]


def _clear() -> None:
    # What fronts that were killed left: nobody holds it any more. A young one may be about to be held.
    for folder in Path(gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError), (folder / _HELD).open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if time.time() - folder.stat().st_mtime > _YOUNG_SECONDS:
                shutil.rmtree(folder)


def registry() -> CollectorRegistry:
    """Where this process tells its figures: together with others, if it was started so."""
    folder = os.environ.get(_FOLDER)
    return _Together(Path(folder)) if folder else CollectorRegistry()


class _Together(CollectorRegistry):
    """What is counted is read from the folder; what is read when somebody asks is read as ever."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        _forget_dead(folder)
        MultiProcessCollector(self, str(folder))  # type: ignore[no-untyped-call]

    def register(self, collector: Collector) -> None:
        """Tell this too, unless the folder tells it already."""
        if not isinstance(collector, MetricWrapperBase):
            super().register(collector)


def _forget_dead(folder: Path) -> None:
    for process in {path.stem.rpartition("_")[2] for path in folder.glob("gauge_live*.db")}:
        if not Path(f"/proc/{process}").exists():
            mark_process_dead(process, str(folder))  # type: ignore[no-untyped-call]
