"""A small office with software keys and one decision, drafted, signed and sealed once per test run."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import typst
from pyhanko.pdf_utils.reader import PdfFileReader

from services.backends.keys.softkey import SoftKeys, make_soft_keys
from services.backends.pades.pens import NumberAndDate, Pen
from services.backends.pades.roots import Root, read_trust
from services.backends.pades.tasks import seal_file, sign_file
from services.kernel.people import Organisation, Person, Role

FONTS = Path(__file__).parents[2] / "services/backends/typesetting/fonts"
ORGANISATION = Organisation(
    "Văn phòng UBND tỉnh Thanh Bình", "VPUBND", "Ủy ban nhân dân tỉnh Thanh Bình", "Thanh Bình", "H99"
)
LEADER = Person("p1", "Nguyễn Văn An", "Chánh Văn phòng", "u1", "Lãnh đạo", frozenset({Role.LEADER}))
PASSWORD = "mật khẩu thử"
MADE = datetime(2026, 6, 1, tzinfo=UTC)
"""When the office got its keys: before any clock of the tests."""

PAGE = """
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm))
#set text(font: "Tinos", size: 13pt, lang: "vi")
#grid(columns: (1fr, 1.4fr), align: center,
  [ỦY BAN NHÂN DÂN\\ *TỈNH THANH BÌNH*\\ NUMBER],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*\\ *Độc lập - Tự do - Hạnh phúc*\\
   _Thanh Bình, ngày#h(9mm)tháng#h(9mm)năm 2026_])
#align(center)[*QUYẾT ĐỊNH*\\ *Về việc kiện toàn Ban Chỉ đạo chuyển đổi số*]
#lorem(80)
#grid(columns: (1fr, 1fr), [_*Nơi nhận:*_\\ - Lưu: VT.],
  align(center)[*TM. ỦY BAN NHÂN DÂN*\\ *CHỦ TỊCH*#v(30mm)*Nguyễn Văn An*])
"""


@dataclass
class Office:
    """Keys, trust and the three states of one document."""

    home: Path
    keys: SoftKeys
    roots: tuple[Root, ...]
    draft: bytes
    signed: bytes = b""
    sealed: bytes = b""

    def pen(self, person_id: str, password: str | None = None) -> Pen:
        """A leader's pen, perhaps with another password."""
        key, image = self.keys.leader(person_id)
        return Pen(key if password is None else replace(key, password=password), image)

    def agency_pen(self) -> Pen:
        """The agency's pen."""
        return Pen(*self.keys.agency())

    @staticmethod
    def boxes(pdf: bytes) -> dict[str, list[float]]:
        """Field name to rectangle."""
        fields = PdfFileReader(BytesIO(pdf)).root["/AcroForm"]["/Fields"]
        fields = [ref.get_object() for ref in fields]
        return {str(field["/T"]): [float(edge) for edge in field["/Rect"]] for field in fields}


def decision_pdf(number: str = "Số:#h(12mm)/QĐ-UBND") -> bytes:
    """A decision in the Decree's layout, with gaps for number and date."""
    return bytes(typst.compile(PAGE.replace("NUMBER", number).encode(), font_paths=[FONTS]))


@pytest.fixture(scope="session")
def signing_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office with its document signed and sealed."""
    folder = tmp_path_factory.mktemp("signing")
    keys = make_soft_keys(folder / "keys", PASSWORD, ORGANISATION, [LEADER], MADE)
    office = Office(folder, keys, read_trust(keys.trust), decision_pdf())
    paper = folder / "paper.pdf"
    paper.write_bytes(office.draft)
    office.signed = sign_file(str(paper), office.pen("p1"), LEADER.name, None, keys.seal_mm()).pdf
    paper.write_bytes(office.signed)
    office.sealed = seal_file(str(paper), office.agency_pen(), NumberAndDate("05", "07", "6")).pdf
    return office
