"""Facts to JSON and back, between releases one apart: what a newer one added is passed over, what is lacking defaults.

So a fact may gain fields with a default. One whose meaning changes gets another name; `VERSION` is the envelope's.
"""

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
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
    kind: Any = type(value)
    return _writer(kind)(value)


@cache
def _writer(kind: type) -> Callable[[Any], object]:
    """How values of a class become JSON; found out once for each class, as facts are written all day."""
    if is_dataclass(kind):
        names = tuple(part.name for part in fields(kind))
        return lambda value: {name: _plain(getattr(value, name)) for name in names}
    if issubclass(kind, frozenset):
        return lambda value: sorted(_plain(each) for each in value)  # type: ignore[type-var]  # sets of strings only
    if issubclass(kind, tuple | list):
        return lambda value: [_plain(each) for each in value]
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, date):
        return lambda value: value.isoformat()
    return lambda value: value


def _build(kind: Any, raw: Any) -> Any:
    return _reader(kind)(raw)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """How a value of a declared type comes back from JSON; TypeError or ValueError when it is another."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = _reader(next(each for each in get_args(kind) if each is not type(None)))
        return lambda raw: None if raw is None else inner(raw)
    if origin in (tuple, frozenset):
        return _many(origin, _reader(get_args(kind)[0]))
    if is_dataclass(kind):
        return _whole(kind)
    if issubclass(kind, date):
        return lambda raw: kind.fromisoformat(raw)
    return kind if issubclass(kind, Enum) else _same(kind)


def _many(whole: Any, each: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(raw: Any) -> Any:
        if not isinstance(raw, list):
            raise TypeError(f"{raw!r:.40} is no list")
        return whole(map(each, raw))

    return read


def _whole(kind: Any) -> Callable[[Any], Any]:
    members = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}
    return lambda raw: kind(**{name: members[name](each) for name, each in raw.items() if name in members})


def _same(kind: type) -> Callable[[Any], Any]:
    def read(raw: Any) -> Any:
        if not isinstance(raw, kind) or (kind is int and isinstance(raw, bool)):
            raise TypeError(f"{raw!r:.40} is no {kind.__name__}")
        return raw

    return read


def to_plain(value: object) -> object:
    """A small value as what JSON can hold: dataclasses as objects, sets sorted, days and moments as ISO text."""
    return _plain(value)


def from_plain(kind: type[T], raw: object) -> T:
    """The value back from what `to_plain` made of it; ValueError or TypeError when the shape is another."""
    built = _build(kind, raw)
    if not isinstance(built, kind):
        raise TypeError(f"no {kind.__name__}")
    return built
