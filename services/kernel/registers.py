"""The printed registers: their columns as the forms have them, and what a print needs (Decree 30/2020 App. IV)."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from services.kernel.errors import BadInput


@dataclass(frozen=True)
class Column:
    """One column; `field` names the value in a line, `width` is its share of the sheet."""

    title: str
    field: str
    width: int


@dataclass(frozen=True)
class RegisterForm:
    """The form of one kind of register; `counted` is the noun of the total at its foot."""

    kind: str
    name: str
    counted: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class RegisterPrint:
    """A volume of a register to print; a line maps the form's fields to text, missing ones stay empty for the pen.

    `kind` is `incoming` or `outgoing`; `title` is the register's own name if it differs from the form's; `by_terms`
    when the volume is a term of the Party committee, `year` being the year in which it began.
    """

    kind: str
    office: str
    parent: str
    year: int
    first_day: date
    last_day: date
    first_number: int
    last_number: int
    lines: Iterable[Mapping[str, str]]
    volume: int = 1
    title: str = ""
    by_terms: bool = False

    @property
    def period(self) -> str:
        """What the volume covers, as it is headed: its year, or the term that began on its first day."""
        return f"Nhiệm kỳ từ {self.first_day:%d/%m/%Y}" if self.by_terms else f"Năm {self.year}"

    @property
    def form(self) -> RegisterForm:
        """The columns in force on the volume's last day."""
        return register_form(self.kind, self.last_day)


def register_form(kind: str, on: date | None = None) -> RegisterForm:
    """The form of a register (on a day; None or days before the first rule: the first in force)."""
    forms = [one for one in _rules() if one["kind"] == kind]
    if not forms:
        raise BadInput("register-kind-unknown", f"Không có mẫu sổ “{kind[:40]}”.", "Chọn sổ đến hoặc sổ đi.")
    past = [one for one in forms if on is None or one["valid_from"] <= on]
    rule = past[-1] if past else forms[0]
    columns = tuple(Column(one["title"], one["field"], one["width"]) for one in rule["columns"])
    return RegisterForm(rule["kind"], rule["name"], rule["counted"], columns)


@cache
def _rules() -> list[dict[str, Any]]:
    rules = tomllib.loads(files("services.kernel").joinpath("rules/register_columns.toml").read_text("utf-8"))
    return sorted(rules["register"], key=lambda one: one["valid_from"])
