"""Page size and margins as the law has them on a given day (`rules/page_layout.toml`), in millimetres."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Span:
    """The least and the greatest width a margin may have, millimetres."""

    least: float
    most: float


@dataclass(frozen=True)
class PageLayout:
    """Page width and height and the four margins, millimetres."""

    width: float
    height: float
    top: Span
    bottom: Span
    left: Span
    right: Span


def page_layout(regime: str, on: date | None = None) -> PageLayout:
    """The layout of `state` or `party` documents on a day (None or days before the first rule: the nearest one)."""
    rules = [one for one in _rules() if one["regime"] == regime]
    past = [one for one in rules if on is None or one["valid_from"] <= on]
    rule = past[-1] if past else rules[0]
    top, bottom, left, right = (Span(*rule[side]) for side in ("top", "bottom", "left", "right"))
    width, height = rule["page"]
    return PageLayout(width, height, top, bottom, left, right)


@cache
def _rules() -> list[dict[str, Any]]:
    rules = tomllib.loads(files("services.kernel").joinpath("rules/page_layout.toml").read_text("utf-8"))
    return sorted(rules["layout"], key=lambda one: one["valid_from"])
