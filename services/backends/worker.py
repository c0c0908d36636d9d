"""The far end of the workbench: one process that takes tasks from a pipe, within limits it sets upon itself."""

import importlib
import os
import resource
import signal
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Connection

from services.kernel.errors import Refusal

_GRACE_SECONDS = 5.0


class Outcome(Enum):
    """How a task ended, as far as the worker itself can tell."""

    READY = "ready"
    DONE = "done"
    REFUSED = "refused"
    NO_MEMORY = "no_memory"
    FAILED = "failed"


@dataclass(frozen=True)
class Order:
    """A task and the wall time in seconds it may take."""

    call: Callable[[], object]
    seconds: float


@dataclass(frozen=True)
class Answer:
    """What a worker says: the result, the Refusal, or the text of the traceback."""

    outcome: Outcome
    value: object = None


def serve(line: Connection, memory: int, warm: Sequence[str]) -> None:
    """Work until the pipe closes; `memory` bounds the address space in bytes, `warm` names modules to load first.

    Leads a process group of its own, so that programs a task starts die with it.
    """
    os.setsid()
    for module in warm:
        importlib.import_module(module)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    line.send(Answer(Outcome.READY))
    while True:
        try:
            order: Order = line.recv()
        except (EOFError, OSError):
            return
        _reply(line, _carried_out(order))


def _carried_out(order: Order) -> Answer:
    # Should the other side be gone, nobody else would stop this task.
    signal.setitimer(signal.ITIMER_REAL, order.seconds + _GRACE_SECONDS)
    try:
        return Answer(Outcome.DONE, order.call())
    except Refusal as refusal:
        return Answer(Outcome.REFUSED, refusal)
    except MemoryError:
        return Answer(Outcome.NO_MEMORY)
    except Exception:  # the loop of a host: what is not a refusal goes back to the caller as a fault
        return Answer(Outcome.FAILED, traceback.format_exc())
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _reply(line: Connection, answer: Answer) -> None:
    try:
        line.send(answer)
    except BrokenPipeError:
        raise SystemExit(0) from None
    except MemoryError:
        line.send(Answer(Outcome.NO_MEMORY))
    except Exception:  # a result that cannot be pickled is a fault of the task, not of the paper
        line.send(Answer(Outcome.FAILED, traceback.format_exc()))
