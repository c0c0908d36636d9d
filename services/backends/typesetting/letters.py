"""Official documents as PDF, in the layout of Decree 30/2020 Appendix I or, for the Party, of Guidance 05-HD/VPTW."""

import re
from typing import Any

from services.backends.typesetting.compile import press, unprintable
from services.kernel.anchors import Anchors, Box
from services.kernel.errors import BadInput
from services.kernel.notation import render_month
from services.kernel.paperwork import Letter
from services.kernel.text import normalise, normalise_lines
from services.kernel.values import Urgency

TEMPLATE = "letter.typ"
PAGE_HEIGHT = 841.89
FIELD_HEIGHT = 14.0
# One page holds about 2,600 signs; a longer last paragraph must be free to break.
LONG = 1_200
_URGENCY_WIDTH = {
    Urgency.KHAN: 20,
    Urgency.THUONG_KHAN: 40,
    Urgency.HOA_TOC: 30,
    Urgency.HOA_TOC_HEN_GIO: 46,
}
_BASIS = re.compile(r"^(Căn cứ|Theo đề nghị|Xét đề nghị) [^\n]*[;.]$|^Thực hiện [^\n]*;$")
_ARTICLE = re.compile(r"^(Điều \d+[a-z]?\.)\s+(.*)$", re.DOTALL)
_HEADING = re.compile(r"^([IVX]+\.|Chương [IVX]+|Phần [IVX]+)\s")
_ABOUT = re.compile(r"^(v/v|về việc)\s*:?\s*", re.IGNORECASE)


def typeset(letter: Letter) -> bytes:
    """The document as PDF/A-2b on A4; BadInput `letter-incomplete` or `letter-unprintable` says what to mend."""
    return press(TEMPLATE).pdf(_content(letter))


def typeset_draft(letter: Letter) -> tuple[bytes, Anchors]:
    """The document with number, day and month left open, and where these and the signature go."""
    content = _content(letter) | {"number": "", "day": "", "month": "", "created": []}
    paper, marks = press(TEMPLATE).marked_pdf(content)
    return paper, _anchors({mark["name"]: mark for mark in marks})


def _anchors(marks: dict[str, dict[str, Any]]) -> Anchors:
    return Anchors(_gap(marks["number"]), _gap(marks["day"]), _gap(marks["month"]), _space(marks["signature"]))


def _gap(mark: dict[str, Any]) -> Box:
    page, x, y = _place(mark)
    return Box(page, x, y, x + mark["width"], y + FIELD_HEIGHT)


def _space(mark: dict[str, Any]) -> Box:
    page, x, y = _place(mark)
    return Box(page, x, y - mark["height"], x + mark["width"], y)


def _place(mark: dict[str, Any]) -> tuple[int, float, float]:
    at = mark["at"]
    return at["page"], _points(at["x"]), round(PAGE_HEIGHT - _points(at["y"]), 2)


def _points(length: str) -> float:
    return float(length.removesuffix("pt"))


def _content(letter: Letter) -> dict[str, object]:
    content: dict[str, object] = _header(letter) | {
        "addressees": _lines(letter.addressees),
        "address_word": "Kính trình" if letter.type.code == "dang_to_trinh" else "Kính gửi",
        "body": _body(letter),
        "capacity": _lines(letter.capacity),
        "position": normalise(letter.position).upper(),
        "signer": normalise(letter.signer),
        "recipients": _lines(letter.recipients) + _kept(letter),
    }
    _check(content)
    return content


def _header(letter: Letter) -> dict[str, object]:
    subject = normalise(letter.subject)
    day = letter.issued_on
    return {
        "regime": letter.type.regime,
        "is_letter": letter.type.is_letter,
        "type_name": letter.type.name.upper(),
        "issuer": normalise_lines(letter.issuer).upper(),
        "parent": normalise_lines(letter.parent).upper(),
        "number": normalise(letter.number),
        "notation": normalise(letter.notation),
        "place": normalise(letter.place),
        "day": f"{day.day:02d}" if day else "",
        "month": render_month(day) if day else "",
        "year": str(day.year if day else letter.year),
        "created": [day.year, day.month, day.day] if day else [],
        "subject": _ABOUT.sub("", subject) if letter.type.is_letter else subject,
        "urgency": "" if letter.urgency is Urgency.NORMAL else letter.urgency.label.upper(),
        "urgency_width": _URGENCY_WIDTH.get(letter.urgency, 0),
    }


def _lines(texts: tuple[str, ...]) -> list[str]:
    return [line for line in map(normalise, texts) if line]


def _kept(letter: Letter) -> list[str]:
    kept = normalise(letter.kept).rstrip(".")
    return [f"{kept}. {normalise(letter.mark)}" if letter.mark else kept] if kept else []


def _body(letter: Letter) -> list[dict[str, object]]:
    texts = [text for text in map(normalise_lines, letter.body) if text]
    if texts:
        texts[-1] = _ended(texts[-1], party=letter.is_party)
    return [_paragraph(text) for text in texts]


def _ended(text: str, *, party: bool) -> str:
    bare = text.removesuffix("./.").rstrip(" .")
    return f"{bare}." if party else f"{bare}./."


def _paragraph(text: str) -> dict[str, object]:
    part: dict[str, object] = {"kind": "plain", "text": text, "long": len(text) > LONG}
    if _HEADING.match(text):
        part["kind"] = "heading"
    elif text.isupper() and len(text) < 120:
        part["kind"] = "words"
    elif article := _ARTICLE.match(text):
        part |= {"kind": "lead", "lead": article[1], "text": article[2]}
    elif _BASIS.match(text):
        part["kind"] = "basis"
    return part


def _check(content: dict[str, object]) -> None:
    wanted = {"issuer": "tên cơ quan", "subject": "trích yếu", "body": "nội dung", "signer": "người ký"}
    missing = {key: f"Chưa có {name}." for key, name in wanted.items() if not content[key]}
    if missing:
        raise BadInput("letter-incomplete", " ".join(missing.values()), "Điền đủ rồi tạo lại bản thảo.", fields=missing)
    if strange := unprintable("".join(_texts(content))):
        raise BadInput(
            "letter-unprintable",
            f"Phông chữ văn bản không có ký tự: {' '.join(strange[:10])}",
            "Bỏ hoặc thay các ký tự này rồi tạo lại bản thảo.",
        )


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []
