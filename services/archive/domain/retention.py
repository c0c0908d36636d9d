"""How long records are kept: the periods an office may choose (Circular 10/2022/TT-BNV, Law 33/2024 Art. 15)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from services.kernel.errors import BadInput

PERMANENT = "permanent"
_YEARS = (70, 50, 30, 20, 15, 10, 5, 2)
_WORDS = {
    PERMANENT: "Vĩnh viễn",
    "until_expiry": "Đến khi văn bản hết hiệu lực",
    "life_of_works": "Theo tuổi thọ công trình",
}
CODES: tuple[str, ...] = (PERMANENT, *(str(years) for years in _YEARS), "until_expiry", "life_of_works")
_TRANSFERRED_FROM = 5


@dataclass(frozen=True)
class Retention:
    """One storage period: `permanent`, a number of years as text, `until_expiry` or `life_of_works`."""

    code: str

    @classmethod
    def parse(cls, code: str) -> "Retention":
        """Read a period; BadInput `retention-unknown` when it is not one of the list."""
        if code not in CODES:
            raise BadInput(
                "retention-unknown",
                f"Không có thời hạn lưu trữ “{code[:40]}”.",
                "Chọn một thời hạn trong danh sách.",
                fields={"retention": "Chọn thời hạn lưu trữ trong danh sách."},
            )
        return cls(code)

    @property
    def years(self) -> int | None:
        """The number of years, None when the period is not counted in years."""
        return int(self.code) if self.code.isdigit() else None

    @property
    def label(self) -> str:
        """The period on screen and paper."""
        return _WORDS.get(self.code) or f"{self.code} năm"

    @property
    def is_transferred(self) -> bool:
        """Whether such files go to the agency archive: five years and more (Decree 30/2020 Art. 30)."""
        return self.years is None or self.years >= _TRANSFERRED_FROM


def choices() -> list[tuple[str, str]]:
    """All periods as (code, label), the longest first."""
    return [(code, Retention(code).label) for code in CODES]


def default_retention(type_code: str, on: date) -> Retention:
    """The example period of a document type on a day (`rules/retention.toml`); an archivist may change it later."""
    for rule in _rules():
        if type_code in rule["types"] and rule["valid_from"] <= on and on <= rule.get("valid_to", date.max):
            return Retention(rule["retention"])
    return Retention("10")


@cache
def _rules() -> list[dict[str, Any]]:
    text = files("services.archive").joinpath("rules/retention.toml").read_text("utf-8")
    rules: list[dict[str, Any]] = tomllib.loads(text)["rule"]
    return rules
