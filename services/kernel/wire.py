"""Facts to JSON and back; the envelope is versioned so that yesterday's messages stay readable."""

import json
import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from services.kernel import facts
from services.kernel.errors import BadInput
from services.kernel.facts import Fact

VERSION = 1

T = TypeVar("T")

FACTS: dict[str, type[Fact]] = {
    name: kind
    for name, kind in vars(facts).items()
    if isinstance(kind, type) and issubclass(kind, Fact) and kind is not Fact
}


def to_json(fact: Fact) -> str:
    """One line of JSON: `{"fact": name, "v": 1, "body": {…}}`."""
    return json.dumps({"fact": type(fact).__name__, "v": VERSION, "body": _plain(fact)}, ensure_ascii=False)


def from_json(text: str) -> Fact:
    """Read a fact; BadInput `fact-unreadable` when the name, version or shape is unknown."""
    try:
        envelope = json.loads(text)
        kind = FACTS[envelope["fact"]]
        if envelope["v"] != VERSION:
            raise ValueError(f"version {envelope['v']}")
        built = _build(kind, envelope["body"])
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        raise BadInput(
            "fact-unreadable",
            f"Không đọc được thông điệp: {broken}",
            "Kiểm tra phiên bản các dịch vụ rồi thử lại.",
        ) from broken
    assert isinstance(built, Fact)  # noqa: S101 - narrows the type; FACTS holds facts only
    return built


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, frozenset):
        return sorted(_plain(each) for each in value)  # type: ignore[type-var]  # sets of strings only
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(kind: Any, raw: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = next(each for each in get_args(kind) if each is not type(None))
        return None if raw is None else _build(inner, raw)
    if origin in (tuple, frozenset):
        if not isinstance(raw, list):
            raise TypeError(f"{raw!r:.40} is no list")
        return origin(_build(get_args(kind)[0], each) for each in raw)
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]  # a dataclass is a type here
        return kind(**{name: _build(hints[name], each) for name, each in raw.items()})  # type: ignore[operator]  # a dataclass is called
    if isinstance(kind, type) and issubclass(kind, Enum | date):
        return kind.fromisoformat(raw) if issubclass(kind, date) else kind(raw)
    if not isinstance(raw, kind) or (kind is int and isinstance(raw, bool)):
        raise TypeError(f"{raw!r:.40} is no {kind.__name__}")
    return raw


def to_plain(value: object) -> object:
    """A small value as what JSON can hold: dataclasses as objects, sets sorted, days and moments as ISO text."""
    return _plain(value)


def from_plain(kind: type[T], raw: object) -> T:
    """The value back from what `to_plain` made of it; ValueError or TypeError when the shape is another."""
    built = _build(kind, raw)
    if not isinstance(built, kind):
        raise TypeError(f"no {kind.__name__}")
    return built
