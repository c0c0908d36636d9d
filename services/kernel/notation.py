"""Number and notation of documents, and dates, as they are read and printed (Decree 30/2020 App. I §II.3-4)."""

import re
from dataclasses import dataclass
from datetime import date

from services.kernel.errors import BadInput
from services.kernel.text import normalise

_STATE = re.compile(
    r"^(?:Số\s*:?\s*)?(?P<num>\d+[A-Za-z]?)\s*/\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?"
    r"(?P<notation>[\wĐđ&.,]+(?:\s*-\s*[\wĐđ&.,]+)*)$"
)
_PARTY = re.compile(r"^(?:Số\s*:?\s*)?(?P<num>\d+)\s*-\s*(?P<type>[A-ZĐ][A-Za-zĐđ]*)\s*/\s*(?P<issuer>[\wĐđ.,\- ]+)$")


@dataclass(frozen=True)
class DocumentNumber:
    """A document's number and notation: `15` + `QĐ-BNV` (state) or `08` + `CTr/TU` (Party, `regime="party"`).

    `number` keeps digits and a letter suffix as written but without leading zeros; `raw` is what was read.
    """

    number: str
    notation: str
    regime: str = "state"
    year: str = ""
    raw: str = ""

    @classmethod
    def parse(cls, text: str) -> "DocumentNumber":
        """Read `15/QĐ-BNV`, `30/2020/NĐ-CP` or `08-CTr/TU`; BadInput `number-unreadable` otherwise."""
        raw = normalise(text)
        if found := _STATE.match(raw):
            notation = re.sub(r"\s*-\s*", "-", found["notation"])
            return cls(_digits(found["num"]), notation, "state", found["year"] or "", raw)
        if found := _PARTY.match(raw):
            return cls(_digits(found["num"]), f"{found['type']}/{found['issuer'].strip()}", "party", "", raw)
        raise BadInput(
            "number-unreadable",
            f"Không đọc được số, ký hiệu “{raw[:60]}”.",
            "Ghi như 15/QĐ-UBND, 30/2020/NĐ-CP hoặc 08-CTr/TU.",
            fields={"notation": "Số và ký hiệu phải có dấu gạch chéo, ví dụ 15/QĐ-UBND."},
        )

    def __str__(self) -> str:
        padded = pad(self.number)
        if self.regime == "party":
            return f"{padded}-{self.notation}"
        return f"{padded}/{self.year}/{self.notation}" if self.year else f"{padded}/{self.notation}"


def _digits(written: str) -> str:
    bare = written.lstrip("0")
    if not bare or not bare[0].isdigit():
        raise BadInput(
            "number-zero",
            "Số văn bản bắt đầu từ 1.",
            "Xem lại số ghi trên văn bản.",
            fields={"notation": "Số văn bản phải từ 1 trở lên."},
        )
    return bare


def pad(number: str | int) -> str:
    """Numbers below 10 get a leading zero, others are not padded."""
    written = str(number)
    return f"0{written}" if len(written.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")) < 2 else written


def render_number(number: str | int, notation: str, regime: str = "state") -> str:
    """The printed line: `Số: 05/QĐ-BNV`, or `Số 05-NQ/TU` for the Party."""
    return f"Số{'' if regime == 'party' else ':'} {DocumentNumber(str(number), notation, regime)}"


def render_month(day: date) -> str:
    """The month of a printed date: padded for January and February only (App. I §II.4)."""
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def render_date(day: date) -> str:
    """The printed date, `ngày 05 tháng 01 năm 2026`: the day padded below 10, the month as `render_month` has it."""
    return f"ngày {day.day:02d} tháng {render_month(day)} năm {day.year}"


def file_name_of(printed: str) -> str:
    """What the PDF of an issued document is called: `17/UBND-VX` gives `17-UBND-VX.pdf`."""
    safe = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in printed).strip("-.")
    return f"{safe or 'van-ban'}.pdf"
