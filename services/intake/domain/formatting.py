"""The automatic check of form: what on a paper deviates from Decree 30/2020 App. I or Guidance 05-HD/VPTW.

It advises the format checker, who decides; it reads words and sizes only, so it says nothing of fonts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.intake.domain.first_page import Edges, FirstPage, first_page
from services.kernel.doctypes import PARTY, DocumentType
from services.kernel.layout import PageLayout, page_layout
from services.kernel.papers import Inspection, PageSize
from services.kernel.text import fold

# Letters do not fill their line boxes, scans lie a little askew.
_SIDE_TOLERANCE = 1.5
_TOP_TOLERANCE = 3.5
_PAGE_TOLERANCE = 2.0
_MOTTO = re.compile(r"doc lap\s*[-–]\s*tu do\s*[-–]\s*hanh phuc")
_STATE_NUMBER = re.compile(r"^so\s*:\s*(\d+[a-z]?)?\s*/(\d{4}/)?\s*[\w.&,]+([-–][\w.&,]+)*")
_PARTY_NUMBER = re.compile(r"^so\s*(\d+)?\s*[-–]\s*\w+\s*/\s*[\w.,]+")
_PLACE_AND_DATE = re.compile(r"\w.*,\s*ngay\s*(\d{1,2})?\s*thang\s*(\d{1,2})?\s*nam\s*\d{4}")
_CAPITAL_NAME = re.compile(r"^[^a-z\d]*[A-ZĐÀ-Ỹ]{2}")
_TAIL = 1_500

UNREAD = "Tệp không có chữ đọc được (bản quét?) nên chưa kiểm tra được các thành phần thể thức."
"""The one sentence that finds nothing wrong: it says that nobody has looked yet."""


@dataclass(frozen=True)
class Deviation:
    """One thing that is not as the form wants it; `code` is stable, `sentence` Vietnamese for the checker."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Wanted:
    """What the paper should be: its type, its signer's name if known, and the day whose rules apply."""

    type: DocumentType
    signer: str = ""
    day: date | None = None


def deviations(paper: Inspection, wanted: Wanted) -> tuple[Deviation, ...]:
    """Everything found to deviate, in the order of the page; an empty tuple means nothing was found."""
    layout = page_layout(wanted.type.regime, wanted.day)
    found = list(_page_sizes(paper.sizes, layout))
    if not paper.words:
        return (*found, Deviation("text-missing", UNREAD))
    page = first_page(paper)
    found += _margins(page.edges, layout)
    found += _party_head(page) if wanted.type.regime == PARTY else _state_head(page)
    found += _number_and_date(page, wanted.type)
    found += _title(page, wanted.type)
    found += _foot(paper.text, wanted)
    return tuple(found)


def _page_sizes(sizes: tuple[PageSize, ...], layout: PageLayout) -> Iterator[Deviation]:
    for number, size in enumerate(sizes, start=1):
        upright = _near(size.width, layout.width) and _near(size.height, layout.height)
        across = _near(size.width, layout.height) and _near(size.height, layout.width)
        if not upright and not (across and number > 1):
            yield Deviation(
                "page-size",
                f"Trang {number} khổ {size.width:.0f} × {size.height:.0f} mm; văn bản phải dùng khổ A4 đứng"
                " (210 × 297 mm).",
            )
            return


def _near(measured: float, wanted: float) -> bool:
    return abs(measured - wanted) <= _PAGE_TOLERANCE


def _margins(edges: Edges, layout: PageLayout) -> Iterator[Deviation]:
    sides = (
        ("margin-top", "trên", edges.top, layout.top, _TOP_TOLERANCE),
        ("margin-left", "trái", edges.left, layout.left, _SIDE_TOLERANCE),
        ("margin-right", "phải", edges.right, layout.right, _SIDE_TOLERANCE),
    )
    for code, name, measured, span, tolerance in sides:
        most = span.most if code != "margin-right" or edges.justified else measured
        if not span.least - tolerance <= measured <= most + tolerance:
            limits = f"{span.least:.0f}" if span.least == span.most else f"{span.least:.0f}–{span.most:.0f}"
            yield Deviation(code, f"Lề {name} đo được {measured:.0f} mm; quy định {limits} mm.")
    if edges.bottom < layout.bottom.least - _TOP_TOLERANCE:
        yield Deviation(
            "margin-bottom", f"Lề dưới đo được {edges.bottom:.0f} mm; ít nhất {layout.bottom.least:.0f} mm."
        )


def _state_head(page: FirstPage) -> Iterator[Deviation]:
    head = [fold(line) for line in page.head]
    if not any("cong hoa xa hoi chu nghia viet nam" in line for line in head):
        yield Deviation("national-name-missing", "Thiếu Quốc hiệu “CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM”.")
    if not any(_MOTTO.search(line) for line in head):
        yield Deviation("motto-missing", "Thiếu Tiêu ngữ “Độc lập - Tự do - Hạnh phúc”.")
    yield from _issuer(page)


def _party_head(page: FirstPage) -> Iterator[Deviation]:
    if not any("dang cong san viet nam" in fold(line) for line in page.head):
        yield Deviation("party-name-missing", "Thiếu tiêu đề “ĐẢNG CỘNG SẢN VIỆT NAM”.")
    yield from _issuer(page)


def _issuer(page: FirstPage) -> Iterator[Deviation]:
    for line in page.head_left:
        if fold(line).startswith("so"):
            break
        if _CAPITAL_NAME.match(line) and line.upper() == line and "CỘNG H" not in line:
            return
    yield Deviation("issuer-missing", "Thiếu tên cơ quan ban hành (chữ in hoa, góc trên bên trái).")


def _number_and_date(page: FirstPage, kind: DocumentType) -> Iterator[Deviation]:
    pattern, example = (_PARTY_NUMBER, "Số 08-NQ/TU") if kind.regime == PARTY else (_STATE_NUMBER, "Số: 15/QĐ-UBND")
    written = next((line for line in page.head_left if pattern.match(fold(line))), "")
    if not written:
        yield Deviation("number-missing", f"Thiếu dòng số, ký hiệu đúng mẫu, ví dụ “{example}”.")
    elif kind.abbreviation and fold(kind.abbreviation) not in re.split(r"[^\w]+", fold(written)):
        yield Deviation("notation-of-other-type", f"Ký hiệu “{written}” không có chữ viết tắt “{kind.abbreviation}”.")
    if not any(_PLACE_AND_DATE.search(fold(line)) for line in page.head):
        yield Deviation("date-missing", "Thiếu địa danh và thời gian ban hành (“…, ngày … tháng … năm …”).")


def _title(page: FirstPage, kind: DocumentType) -> Iterator[Deviation]:
    head = [fold(line) for line in page.head]
    if kind.is_letter:
        about = ("ve viec",) if kind.regime == PARTY else ("v/v",)
        if not any(fold(line).startswith(about) for line in page.head_left):
            yield Deviation("subject-missing", "Thiếu trích yếu dưới số, ký hiệu (“V/v …”).")
        if not any(line.startswith("kinh gui") for line in head):
            yield Deviation("addressee-missing", "Công văn phải có dòng “Kính gửi:”.")
        return
    at = next((index for index, line in enumerate(head) if line == fold(kind.name)), None)
    if at is None:
        yield Deviation("type-missing", f"Thiếu tên loại văn bản “{kind.name.upper()}” ở giữa, dòng riêng.")
    elif at + 1 >= len(head):
        yield Deviation("subject-missing", "Thiếu trích yếu dưới tên loại văn bản.")


def _foot(text: str, wanted: Wanted) -> Iterator[Deviation]:
    body, found, _ = text.partition("Nơi nhận")
    if not found:
        yield Deviation("recipients-missing", "Thiếu “Nơi nhận:” cuối văn bản.")
    ended = "./." in text
    if wanted.type.regime == PARTY and ended:
        yield Deviation("end-mark-unwanted", "Văn bản của Đảng kết thúc bằng dấu chấm, không dùng “./.”.")
    if wanted.type.regime != PARTY and not ended:
        yield Deviation("end-mark-missing", "Nội dung phải kết thúc bằng “./.”.")
    yield from _signer(text[-_TAIL:] if found else body[-_TAIL:], wanted.signer)


def _signer(tail: str, signer: str) -> Iterator[Deviation]:
    if signer and fold(signer) not in fold(tail):
        yield Deviation("signer-missing", f"Không thấy họ tên người ký “{signer}” cuối văn bản.")
    lines = [line.strip() for line in tail.splitlines()]
    if not any(line.upper() == line and _CAPITAL_NAME.match(line) for line in lines):
        yield Deviation("position-missing", "Thiếu quyền hạn, chức vụ của người ký (chữ in hoa, trên chữ ký).")
