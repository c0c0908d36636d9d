"""Deliveries that failed for the last time and wait for people."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.kernel.errors import BadInput, NotFound


@dataclass(frozen=True)
class DeadLetter:
    """Which fact failed for which desk, and why, in words.

    `id` is `service:number`, of the service that keeps the letter; `body` is the fact as JSON text, or whatever came.
    `doubted`: nobody knows who sent it, so it may be read and discarded but never carried out.
    """

    id: str
    fact: str
    desk: str
    reason: str
    attempts: int
    first_at: datetime
    last_at: datetime
    body: str = "{}"
    doubted: bool = False


DOUBTED = "doubted-"
"""How the id of a letter begins that is none of a fact's."""


def fields_of(body: str) -> Mapping[str, str]:
    """The single values in a fact by their place, `body.card.subject`; empty when it cannot be read at all."""
    return {place: _written(value) for place, value in _leaves(_read(body))}


def with_field(body: str, place: str, value: str) -> str:
    """The fact with another value in one place, of the kind that was there; BadInput or NotFound in words."""
    whole = _read(body)
    if place not in dict(_leaves(whole)):
        raise NotFound("field-unknown", f"Tin này không có mục {place}.", "Chọn một mục trong danh sách.")
    *way, last = place.split(".")
    holder = whole
    for step in way:
        holder = holder[_key(holder, step)]
    holder[_key(holder, last)] = _valued(holder[_key(holder, last)], value)
    return json.dumps(whole, ensure_ascii=False)


def _read(body: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for name, part in parts:
            if name != "" and "." not in str(name):
                yield from _leaves(part, f"{place}.{name}" if place else str(name))
    elif place:
        yield place, value


def _key(holder: Any, step: str) -> str | int:
    return int(step) if isinstance(holder, list) else step


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _valued(old: Any, written: str) -> Any:
    """Text stays text; a number, a yes or no, or nothing is read as JSON writes it."""
    if isinstance(old, str) or (old is None and written != "null"):
        return written
    try:
        new = json.loads(written)
    except (ValueError, RecursionError):
        new = written
    if type(new) is not type(old):
        raise BadInput(
            "field-kind-wrong",
            f"Mục này đang là {_written(old)}, giá trị mới phải cùng loại.",
            "Ghi số, hoặc true, false.",
            fields={"value": "Giá trị không cùng loại với giá trị cũ."},
        )
    return new
