"""Typeset sample dispatches of a fictional province, and scans of them, for tests and benches of reading."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import img2pdf
import pypdfium2 as pdfium
from PIL import Image

from services.backends.typesetting.letters import typeset
from services.kernel.doctypes import document_type
from services.kernel.paperwork import Letter

_ISSUERS = (
    ("Ủy ban nhân dân\ntỉnh Thanh Bình", "Sở Khoa học\nvà Công nghệ", "SKHCN"),
    ("Ủy ban nhân dân\ntỉnh Thanh Bình", "Sở Giáo dục và Đào tạo", "SGDĐT"),
    ("", "Ủy ban nhân dân\ntỉnh Thanh Bình", "UBND"),
    ("", "Ủy ban nhân dân\nxã An Phú", "UBND"),
    ("Ủy ban nhân dân\ntỉnh Thanh Bình", "Thanh tra tỉnh", "TTT"),
)
_PARTY = (("", "Tỉnh ủy Thanh Bình", "TU"), ("Tỉnh ủy Thanh Bình", "Văn phòng", "VPTU"))
_TYPES = ("cong_van", "quyet_dinh", "bao_cao", "ke_hoach", "to_trinh", "thong_bao")
_PARTY_TYPES = ("dang_chuong_trinh", "dang_nghi_quyet", "dang_cong_van", "dang_bao_cao")
_SUBJECTS = (
    "kết quả công tác cải cách hành chính quý III năm 2026",
    "góp ý dự thảo Quy chế làm việc của Ban Chỉ đạo chuyển đổi số tỉnh Thanh Bình nhiệm kỳ 2026 - 2031",
    "kiện toàn Hội đồng thi đua - khen thưởng",
    "phòng chống thiên tai và tìm kiếm cứu nạn trên địa bàn các xã ven biển trong mùa mưa bão năm 2026",
)
_BODY = (
    "Thực hiện Kế hoạch số 12/KH-UBND ngày 05 tháng 3 năm 2025 của Ủy ban nhân dân tỉnh về chuyển đổi số, các đơn vị "
    "đã tổ chức thực hiện đầy đủ những nhiệm vụ được giao; kết quả cụ thể như sau.",
)


@dataclass(frozen=True)
class Dispatch:
    """What a sample says, and its PDF."""

    letter: Letter
    paper: bytes


def dispatches(count: int, seed: int = 1) -> Iterator[Dispatch]:
    """Letters and typed documents of state and Party bodies, different each, the same for one seed."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        party = number % 5 == 0
        letter = _letter(chance, number * 3 + chance.randrange(3), party)
        yield Dispatch(letter, typeset(letter))


def scan(paper: bytes, path: Path, *, dpi: int = 200, turn: float = 0.0, seed: int = 1) -> Path:
    """The paper as an office scanner gives it: a picture of each first page, a little turned and noisy."""
    with pdfium.PdfDocument(paper) as document:
        page = document[0].render(scale=dpi / 72).to_pil().convert("L")
    page = page.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=255)
    noise = Image.effect_noise(page.size, 40).point(lambda shade: shade - 128 + 235 if shade < 128 else 235)
    picture = BytesIO()
    Image.blend(page, noise, 0.15).save(picture, "JPEG", quality=70, dpi=(dpi, dpi))
    path.write_bytes(img2pdf.convert(picture.getvalue()))
    return path


def _letter(chance: random.Random, number: int, party: bool) -> Letter:
    parent, issuer, short = chance.choice(_PARTY if party else _ISSUERS)
    kind = document_type(chance.choice(_PARTY_TYPES if party else _TYPES))
    subject = chance.choice(_SUBJECTS)
    unit = chance.choice(("VP", "KHTC", "CĐS")) if kind.code == "cong_van" else ""
    return Letter(
        type=kind,
        parent=parent,
        issuer=issuer,
        number=f"{number:02d}",
        notation=kind.notation(short, unit),
        place="Thanh Bình",
        issued_on=date(2026, 1, 2) + timedelta(days=chance.randrange(360)),
        year=2026,
        subject=subject if kind.is_letter else subject[0].upper() + subject[1:],
        addressees=("Sở Nội vụ",) if kind.is_letter else (),
        body=_BODY * 4,
        position="Giám đốc",
        signer="Nguyễn Văn An",
    )
