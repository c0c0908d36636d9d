"""The workbench: heavy work on papers in other processes, with limits of time and memory.

A file that breaks a worker breaks nothing else: the worker is killed and replaced, the caller gets a refusal in words.
"""

import functools
import multiprocessing
import os
import queue
import signal
from collections.abc import Callable, Sequence
from threading import Lock
from typing import ParamSpec, TypeVar, cast

from services.backends.worker import Answer, Order, Outcome, serve
from services.kernel.errors import BadInput, Refusal, Unavailable

P = ParamSpec("P")
T = TypeVar("T")

MEMORY = 1 << 30
WARM = ("services.backends.pdf", "services.backends.pades.work")
_SPAWN = multiprocessing.get_context("spawn")
_START_SECONDS = 120.0
_QUEUE_SECONDS = 60.0
_TASKS_PER_WORKER = 1_000


class TaskError(Exception):
    """A task raised something that is no refusal: a fault of ours; the message is the worker's traceback."""


class _Worker:
    """One process at the bench and the line to it."""

    def __init__(self, memory: int, warm: Sequence[str], most: int) -> None:
        self._line, far_end = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=serve, args=(far_end, memory, tuple(warm)), daemon=True)
        self._process.start()
        far_end.close()
        self._ready = False
        self._tasks_left = most

    @property
    def usable(self) -> bool:
        return self._process.is_alive() and self._tasks_left > 0

    def do(self, order: Order) -> Answer | None:
        """The worker's answer; None if it died; TimeoutError when time is up."""
        if not self._ready and self._hear(_START_SECONDS) is None:
            raise Unavailable("workbench-down", "Bộ phận xử lý tệp chưa khởi động được.", "Thử lại sau ít phút.")
        self._ready = True
        self._tasks_left -= 1
        self._line.send(order)
        return self._hear(order.seconds)

    def _hear(self, seconds: float) -> Answer | None:
        try:
            if not self._line.poll(seconds):
                raise TimeoutError
            return cast(Answer, self._line.recv())
        except (EOFError, ConnectionError):
            return None

    def end(self) -> None:
        """Kill the process and whatever it started."""
        if self._process.pid is not None and self._process.is_alive():
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except ProcessLookupError:  # too young to lead a group of its own
                self._process.kill()
        self._process.join(10)
        self._line.close()


class ProcessWorkbench:
    """A pool of spawned worker processes; safe to use from many threads at once.

    `seconds` is the wall time of a task, `memory` the address space of a worker in bytes, `warm` names modules loaded
    beforehand, `most` is how many tasks a worker does before another takes its place. Workers start in the background,
    with `open` or the first task.
    """

    def __init__(
        self,
        workers: int = 2,
        *,
        seconds: float = 20.0,
        memory: int = MEMORY,
        warm: Sequence[str] = WARM,
        most: int = _TASKS_PER_WORKER,
    ) -> None:
        self._seconds = seconds
        self._hire = functools.partial(_Worker, memory, warm, most)
        self._lock = Lock()
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._staff: set[_Worker] = set()
        self._closed = False
        self._wanted = workers
        self._opening = Lock()

    def open(self) -> None:
        """Begin to hire the workers, so that the first task need not wait; does nothing the second time."""
        with self._opening:
            for _ in range(self._wanted):
                self._add_worker()
            self._wanted = 0

    def run(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do the task elsewhere and return what it returns; a Refusal it raises comes through.

        `task` is a function of a module. BadInput `paper-too-hard` when it takes too long, too much memory or breaks
        the worker; Unavailable when no worker gets free in a minute; TaskError on a fault of ours.
        """
        return self._do(self._seconds, functools.partial(task, *args, **kwargs))

    def within(self, seconds: float) -> "TimedWorkbench":
        """The same bench with another time limit for each task, in seconds."""
        return TimedWorkbench(self._do, seconds)

    def close(self) -> None:
        """End all workers; tasks under way are given up."""
        with self._lock:
            self._closed = True
            staff, self._staff = self._staff, set()
        for worker in staff:
            worker.end()

    def _do(self, seconds: float, call: Callable[[], T]) -> T:
        worker = self._take()
        answer: Answer | None = None
        try:
            answer = worker.do(Order(call, seconds))
        except TimeoutError:
            raise _too_hard(f"Tệp này xử lý quá lâu (quá {seconds:g} giây) nên đã dừng lại.") from None
        except BrokenPipeError:
            pass
        finally:
            self._give_back(worker, whole=answer is not None and answer.outcome is not Outcome.NO_MEMORY)
        return cast(T, _value_of(answer))

    def _take(self) -> _Worker:
        if self._closed:
            raise Unavailable("workbench-closed", "Hệ thống đang dừng.", "Thử lại sau ít phút.")
        self.open()
        try:
            worker = self._idle.get(timeout=_QUEUE_SECONDS)
        except queue.Empty:
            raise Unavailable("workbench-busy", "Bộ phận xử lý tệp đang bận.", "Thử lại sau ít phút.") from None
        if worker.usable:
            return worker
        self._replace(worker)  # it died while idle, which says nothing of the paper now waiting
        return self._take()

    def _give_back(self, worker: _Worker, *, whole: bool) -> None:
        if whole and worker.usable:
            self._idle.put(worker)
        else:
            self._replace(worker)

    def _replace(self, worker: _Worker) -> None:
        worker.end()
        self._staff.discard(worker)
        self._add_worker()

    def _add_worker(self) -> None:
        with self._lock:
            if not self._closed:
                worker = self._hire()
                self._staff.add(worker)
                self._idle.put(worker)


class TimedWorkbench:
    """A workbench seen with another time limit; shares the workers."""

    def __init__(self, do: "Callable[[float, Callable[[], object]], object]", seconds: float) -> None:
        self._do = do
        self._seconds = seconds

    def run(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `ProcessWorkbench.run`, within this view's time limit."""
        return cast(T, self._do(self._seconds, functools.partial(task, *args, **kwargs)))

    def within(self, seconds: float) -> "TimedWorkbench":
        """The same bench with yet another time limit, in seconds."""
        return TimedWorkbench(self._do, seconds)


def _value_of(answer: Answer | None) -> object:
    if answer is None:
        raise _too_hard("Tệp này làm hỏng công cụ đọc nên không xử lý được.")
    if answer.outcome is Outcome.NO_MEMORY:
        raise _too_hard("Tệp này cần quá nhiều bộ nhớ nên không xử lý được.")
    if isinstance(answer.value, Refusal) and answer.outcome is Outcome.REFUSED:
        raise answer.value
    if answer.outcome is Outcome.FAILED:
        raise TaskError(answer.value)
    return answer.value


def _too_hard(detail: str) -> BadInput:
    return BadInput("paper-too-hard", detail, "Xin bản khác, hoặc in ra rồi quét lại thành PDF.")
