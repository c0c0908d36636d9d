"""The columns of counts beside the finds: what is counted, in which words, in which order."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from services.kernel.doctypes import document_type
from services.kernel.errors import BadInput
from services.kernel.finding import Count

FACETS = ("flow", "type", "year", "fonds", "from", "register")
_TITLES = {
    "flow": "Chiều",
    "type": "Loại văn bản",
    "year": "Năm",
    "fonds": "Phông",
    "from": "Cơ quan ban hành",
    "register": "Sổ",
}
_FLOWS = {"incoming": "Văn bản đến", "outgoing": "Văn bản đi"}


@dataclass(frozen=True)
class Value:
    """One value with its name on screen and how many finds carry it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One column: its key in the address, its title, its values, most frequent first (years: newest first)."""

    name: str
    title: str
    values: tuple[Value, ...]


def facets(
    counts: Mapping[str, tuple[Count, ...]], chosen: Mapping[str, str], names: Mapping[str, str]
) -> tuple[Facet, ...]:
    """The columns that have something to say; `names` are titles of fonds and registers by id."""
    made = (
        Facet(name, _TITLES[name], _values(name, counts.get(name, ()), chosen.get(name, ""), names)) for name in FACETS
    )
    return tuple(facet for facet in made if facet.values)


def _values(name: str, counts: tuple[Count, ...], chosen: str, names: Mapping[str, str]) -> tuple[Value, ...]:
    values = [Value(one.value, label(name, one.value, names), one.count, one.value == chosen) for one in counts]
    if chosen and not any(value.chosen for value in values):
        values.append(Value(chosen, label(name, chosen, names), 0, True))
    if name == "year":
        values.sort(key=lambda value: value.value, reverse=True)
    return tuple(values)


def label(name: str, value: str, names: Mapping[str, str]) -> str:
    """A facet's value in words."""
    if name == "type":
        return _type_label(value)
    if name == "flow":
        return _FLOWS.get(value, value)
    return names.get(value, value) or value


@lru_cache(maxsize=1024)
def _type_label(code: str) -> str:
    try:
        return document_type(code).label
    except BadInput:
        return code
