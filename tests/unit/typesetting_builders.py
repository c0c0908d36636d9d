"""Letters to try the typesetter with, and readers of what it made."""

from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2

from services.kernel.doctypes import document_type
from services.kernel.paperwork import Letter


def a_letter(code: str = "cong_van", **changes: Any) -> Letter:
    """An issued letter of the demo province, changed as told."""
    parts: dict[str, Any] = {
        "type": document_type(code),
        "issuer": "Ủy ban nhân dân tỉnh Thanh Bình",
        "number": "05",
        "notation": document_type(code).notation("UBND", "VX"),
        "place": "Thanh Bình",
        "issued_on": date(2026, 2, 3),
        "year": 2026,
        "subject": "V/v báo cáo kết quả chuyển đổi số" if "cong_van" in code else "Về việc kiện toàn Ban Chỉ đạo",
        "addressees": ("Sở Nội vụ", "Sở Tài chính") if "cong_van" in code else (),
        "body": ("Thực hiện Kế hoạch năm 2026, đề nghị quý cơ quan báo cáo.", "1. Gửi trước ngày 20/02/2026."),
        "capacity": ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"),
        "position": "Phó Chủ tịch",
        "signer": "Trần Đức Bình",
        "recipients": ("Như trên", "Chủ tịch UBND tỉnh"),
        "kept": "Lưu: VT, VX",
    }
    return Letter(**parts | changes)


def text_of(paper: bytes) -> str:
    """All its words, pages parted by form feeds, lines joined by single blanks."""
    with pypdfium2.PdfDocument(BytesIO(paper)) as document:
        return "\f".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def sizes_of(paper: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in points."""
    with pypdfium2.PdfDocument(BytesIO(paper)) as document:
        return [(round(page.get_width()), round(page.get_height())) for page in document]
