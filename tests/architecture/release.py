"""What the release before this one tells and where its databases are; two releases one apart run side by side.

`python -m tests.architecture.release` notes it anew: once, right after a release.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args, get_type_hints

from services.backends.migration import newest_revision
from services.backends.settings import SERVICES
from services.kernel.tellers import TELLERS
from services.kernel.wire import FACTS

ROOT = Path(__file__).parents[2]
NOTED = Path(__file__).with_name("release_before.json")


def now() -> dict[str, Any]:
    """The same of this checkout."""
    return {
        "release": version("vanthu"),
        "revisions": {name: newest_revision(ROOT / "services" / name / "migrations") for name in SERVICES},
        "tellers": dict(sorted(TELLERS.items())),
        "shapes": {kind.__name__: _shape(kind) for kind in _kinds(FACTS.values())},
    }


def before() -> dict[str, Any]:
    """As it was noted; `release` is 0.0.0 before the first."""
    noted: dict[str, Any] = json.loads(NOTED.read_text(encoding="utf-8"))
    return noted


def faults(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What one of two releases could not read of the other."""
    found = [
        f"{fact} is told by {new['tellers'].get(fact, 'nobody')} instead of {teller}"
        for fact, teller in old["tellers"].items()
        if new["tellers"].get(fact, teller) != teller
    ]
    for name, shape in old["shapes"].items():
        if name in new["shapes"]:
            found += _shape_faults(name, shape, new["shapes"][name])
    return found


def _shape_faults(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for part, kind in old.items():
        if part not in new and not kind.endswith("?"):
            yield f"{name}.{part} is gone: the release before cannot read {name} without it"
        elif part in new and new[part].rstrip("?") != kind.rstrip("?"):
            yield f"{name}.{part} was {kind}, is {new[part]}"
        elif part in new and kind.endswith("?") and not new[part].endswith("?"):
            yield f"{name}.{part} has no default any more: the release before may not tell it"
    for part in new.keys() - old.keys():
        if not new[part].endswith("?"):
            yield f"{name}.{part} is new and has no default: the release before does not tell it"


def _kinds(begun: Any) -> list[type]:
    found: dict[str, type] = {}
    waiting = list(begun)
    while waiting:
        kind = waiting.pop()
        if is_dataclass(kind) or (isinstance(kind, type) and issubclass(kind, Enum)):
            found[kind.__name__] = kind  # type: ignore[union-attr]  # both are classes
            waiting += get_type_hints(kind).values() if is_dataclass(kind) else []
        waiting += get_args(kind)
    return [found[name] for name in sorted(found)]


def _shape(kind: type) -> dict[str, str]:
    """Each field with its type, with a `?` where it has a default; each value of an enumeration."""
    if issubclass(kind, Enum):
        return {str(each.value): "value" for each in kind}
    hints = get_type_hints(kind)
    return {each.name: f"{_said(hints[each.name])}{'?' if _defaults(each) else ''}" for each in fields(kind)}  # type: ignore[arg-type]  # facts are dataclasses


def _defaults(field: Any) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _said(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint)


if __name__ == "__main__":
    NOTED.write_text(json.dumps(now(), indent=1) + "\n", encoding="utf-8")
