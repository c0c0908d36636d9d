"""Subjects and paragraphs of the demo's dispatches, put together from `phrases.toml`."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from services.kernel.doctypes import PARTY, DocumentType

_ROMAN = ("I", "II", "III")


@dataclass(frozen=True)
class Matter:
    """What a dispatch is about; `words` fill the phrases."""

    words: dict[str, str]
    results: tuple[str, ...]
    tasks: tuple[str, ...]

    @classmethod
    def drawn(cls, lot: random.Random, author: str, day: date) -> "Matter":
        """A topic by lot, seen from its author's day."""
        topic = lot.choice(_phrases()["topic"])
        words = {
            "topic": topic["name"],
            "plan": topic["plan"],
            "period": lot.choice(_phrases()["periods"][(day.month - 1) // 3]),
            "year": str(day.year),
            "body": author,
            "deadline": f"{day + timedelta(days=lot.randint(7, 30)):%d/%m/%Y}",
        }
        return cls(words, tuple(topic["results"]), tuple(topic["tasks"]))

    def filled(self, phrase: str) -> str:
        """The phrase with its blanks filled, its first letter a capital, no word said twice."""
        text = phrase.format_map(self.words).replace("năm năm", "năm")
        return text[0].upper() + text[1:]


def subject(code: str, matter: Matter, lot: random.Random) -> str:
    """The subject line of a document of this type."""
    phrases = _phrases()["subjects"]
    phrase = lot.choice(phrases[code])
    filled = matter.filled(phrase)
    return filled if phrase[0].isupper() else filled[0].lower() + filled[1:]


def body_text(kind: DocumentType, matter: Matter, lot: random.Random) -> Iterator[str]:
    """Two to six paragraphs, or the articles of a decision."""
    if kind.code == "quyet_dinh":
        yield from _decision(matter, lot)
        return
    key = "dang" if kind.regime == PARTY else kind.code
    yield matter.filled(lot.choice(_phrases()["openings"][key]))
    yield from _middle(kind.code, matter, lot)
    yield matter.filled(lot.choice(_phrases()["closings"][key]))


def _middle(code: str, matter: Matter, lot: random.Random) -> Iterator[str]:
    if code == "giay_moi":
        return
    if code in ("bao_cao", "ke_hoach", "dang_ket_luan", "dang_chi_thi"):
        titles = ("Kết quả đạt được", "Nhiệm vụ trọng tâm thời gian tới")
        for roman, title, points in zip(_ROMAN, titles, (matter.results, matter.tasks), strict=False):
            yield f"{roman}. {title.upper()}"
            yield from _numbered(lot.sample(points, lot.randint(2, 3)))
        return
    yield from _numbered(lot.sample(matter.results, lot.randint(0, 1)) + lot.sample(matter.tasks, lot.randint(1, 3)))


def _numbered(points: list[str]) -> Iterator[str]:
    for number, point in enumerate(points, start=1):
        yield f"{number}. {point}"


def _decision(matter: Matter, lot: random.Random) -> Iterator[str]:
    words = matter.words
    yield words["body"].upper()
    yield "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"
    yield "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;"
    yield "Theo đề nghị của Chánh Văn phòng."
    yield "QUYẾT ĐỊNH:"
    yield f"Điều 1. Ban hành kèm theo Quyết định này nội dung thực hiện {words['plan']} năm {words['year']}."
    yield f"Điều 2. {' '.join(lot.sample(matter.tasks, 2))}"
    yield "Điều 3. Quyết định có hiệu lực kể từ ngày ký. Thủ trưởng các cơ quan liên quan chịu trách nhiệm thi hành."


@cache
def _phrases() -> dict[str, Any]:
    return tomllib.loads(files("services.backends.demo").joinpath("phrases.toml").read_text("utf-8"))
