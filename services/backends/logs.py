"""What a process says to those who run it: a line for people, or one JSON object a line for a collector.

A line names things by their ids (`document`, `fact`, `subscription`, `request`), never by what a paper holds.
"""

import json
import logging
import sys
from datetime import UTC, datetime

from services.kernel.request import REQUEST

_NAMED = ("document", "fact", "subscription")
_FOR_PEOPLE = "%(asctime)s %(levelname)s %(name)s %(message)s"


class JsonLines(logging.Formatter):
    """One JSON object a line; `process` is the member of the set that speaks."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self.process = process

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON; an exception is its type and where it arose, since its words may quote a paper."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self.process,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := REQUEST.get():
            said["request"] = request
        said |= {name: value for name in _NAMED if (value := getattr(record, name, None)) is not None}
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
            said["where"] = _where(record)
        return json.dumps(said, ensure_ascii=False, default=str)


def speak(process: str, *, as_json: bool) -> None:
    """Let this process log to its error stream from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(process) if as_json else logging.Formatter(_FOR_PEOPLE))
    logging.basicConfig(level=logging.INFO if as_json else logging.WARNING, handlers=[handler], force=True)
    for noisy in ("alembic", "elastic_transport", "amqp", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Whoever asked the broker tells in words what went wrong; the library tells it six times more, with tracebacks.
    logging.getLogger("pika").setLevel(logging.CRITICAL)


def _where(record: logging.LogRecord) -> list[str]:
    step = record.exc_info[2] if record.exc_info else None
    places = []
    while step is not None:
        code = step.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    return places
