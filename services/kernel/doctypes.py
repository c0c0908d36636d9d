"""Document types, their names and abbreviations, as the law has them on a given day (`rules/document_types.toml`)."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from services.kernel.errors import BadInput

STATE = "state"
PARTY = "party"
LETTER_CODES = frozenset({"cong_van", "dang_cong_van"})


@dataclass(frozen=True)
class DocumentType:
    """A type of official document while one rule holds; `abbreviation` may be empty, `valid_to` None means still valid.

    `regime` is `state` or `party`; `kind` is `administrative`, `copy`, `normative` or `paper`.
    """

    code: str
    name: str
    abbreviation: str
    regime: str
    kind: str
    valid_from: date
    valid_to: date | None = None

    @property
    def label(self) -> str:
        """The name in a list of both regimes: the Party's types bear a mark, for many names are the same."""
        return f"{self.name} (Đảng)" if self.regime == PARTY else self.name

    @property
    def is_letter(self) -> bool:
        """Whether it is an official letter (công văn): no type name on top, its subject stands under the number."""
        return self.code in LETTER_CODES

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def notation(self, issuer: str, unit: str = "") -> str:
        """The notation after the number: `QĐ-UBND`; for a letter `UBND-VP`; for the Party `NQ/TU`, `CV/VPTU`."""
        if self.regime == PARTY:
            return f"{self.abbreviation}/{issuer}" if self.abbreviation else issuer
        parts = (issuer, unit) if not self.abbreviation else (self.abbreviation, issuer)
        return "-".join(part for part in parts if part)


def document_types(on: date | None = None, regime: str = "", kind: str = "") -> tuple[DocumentType, ...]:
    """The types in force on a day (None: those without an end), of one regime and kind if given, in the law's order."""
    return tuple(
        one
        for one in _all()
        if (one.valid_to is None if on is None else one.holds_on(on))
        and regime in ("", one.regime)
        and kind in ("", one.kind)
    )


def document_type(code: str, on: date | None = None) -> DocumentType:
    """The type with this code on a day (None: its latest rule); BadInput `type-unknown` if there is none."""
    found = [one for one in _all() if one.code == code and (on is None or one.holds_on(on))]
    if not found:
        raise BadInput(
            "type-unknown",
            f"Không có loại văn bản “{code[:40]}”.",
            "Chọn một loại trong danh mục.",
            fields={"type_code": "Chọn tên loại văn bản trong danh mục."},
        )
    return max(found, key=lambda one: one.valid_from)


@cache
def _all() -> tuple[DocumentType, ...]:
    return tuple(_read())


def _read() -> Iterator[DocumentType]:
    rules = tomllib.loads(files("services.kernel").joinpath("rules/document_types.toml").read_text("utf-8"))
    for group in rules["group"]:
        for code, name, abbreviation in group["types"]:
            yield DocumentType(
                code,
                name,
                abbreviation,
                group["regime"],
                group["kind"],
                group["valid_from"],
                group.get("valid_to"),
            )
