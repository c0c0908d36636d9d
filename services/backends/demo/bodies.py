"""The bodies of the fictional province that write to the demo office, and the names of their people."""

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from services.kernel.doctypes import PARTY, STATE

SURNAMES: dict[str, int] = {
    "Nguyễn": 38,
    "Trần": 11,
    "Lê": 9,
    "Phạm": 7,
    "Hoàng": 3,
    "Huỳnh": 2,
    "Phan": 4,
    "Vũ": 2,
    "Võ": 2,
}
SURNAMES |= {"Đặng": 2, "Bùi": 2, "Đỗ": 2, "Ngô": 1, "Dương": 1}
MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Thanh", "Hữu", "Ngọc", "Quang")
GIVEN: tuple[str, ...] = (
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Giang",
    "Hà",
    "Hạnh",
    "Hiền",
    "Khánh",
    "Lan",
    "Long",
    "Mai",
    "Nam",
)
GIVEN += ("Phương", "Quân", "Sơn", "Thảo", "Trung", "Tuấn", "Vân", "Yến")
_OFFICE_PARENT = "Ủy ban nhân dân tỉnh Thanh Bình"


@dataclass(frozen=True)
class Body:
    """An issuer: `chief` is the position of its head, `collective` whom it signs on behalf of, if any."""

    name: str
    abbreviation: str
    share: int
    chief: str
    parent: str
    place: str
    regime: str
    collective: str
    kept: str
    units: tuple[str, ...]
    types: tuple[str, ...]

    def leaders(self) -> tuple[tuple[str, str], ...]:
        """Names and positions of the head and one deputy, always the same for the same body."""
        lot = random.Random(self.name)  # noqa: S311 - names of a demo
        return (full_name(lot), self.chief), (full_name(lot), f"Phó {self.chief}")


def capacity(chief: str, collective: str, *, deputy: bool, regime: str = STATE) -> tuple[str, ...]:
    """The lines over the signer's position; in a Party committee deputies sign for the collective, never `K/T`."""
    behalf, instead = ("T/M", "K/T") if regime == PARTY else ("TM.", "KT.")
    lines: tuple[str, ...] = (f"{behalf} {collective.upper()}",) if collective else ()
    if deputy and not (collective and regime == PARTY):
        lines += (f"{instead} {chief.upper()}",)
    return lines


def full_name(lot: random.Random) -> str:
    """A name of nobody in particular, surnames as frequent as they are."""
    surname = lot.choices(list(SURNAMES), weights=list(SURNAMES.values()))[0]
    return f"{surname} {lot.choice(MIDDLES)} {lot.choice(GIVEN)}"


@cache
def bodies() -> tuple[Body, ...]:
    """Every body of the province."""
    told = tomllib.loads(files("services.backends.demo").joinpath("bodies.toml").read_text("utf-8"))
    return tuple(_body(one) for one in told["body"])


def _body(told: dict[str, Any]) -> Body:
    regime = told.get("regime", STATE)
    default_parent = "" if told["name"].startswith("Ủy ban") else _OFFICE_PARENT
    return Body(
        name=told["name"],
        abbreviation=told["abbreviation"],
        share=told["share"],
        chief=told["chief"],
        parent=told.get("parent", default_parent),
        place=told.get("place", "Thanh Bình"),
        regime=regime,
        collective=told.get("collective", ""),
        kept=told.get("kept", "Lưu: VT"),
        units=tuple(told.get("units", ())),
        types=tuple(told.get("types", ())),
    )
