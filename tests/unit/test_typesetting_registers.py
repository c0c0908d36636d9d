"""Registers print with every column of the form, and as spreadsheets that are safe to open."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from services.backends.spreadsheet import guarded, register_xlsx
from services.backends.typesetting.registers import typeset
from services.kernel.registers import RegisterPrint
from tests.unit.typesetting_builders import sizes_of, text_of


def _lines(count: int) -> Iterator[dict[str, str]]:
    for number in range(1, count + 1):
        yield {
            "arrival_date": "05/01/2026",
            "arrival_number": str(number),
            "issuer": "Sở Nội vụ",
            "notation": f"{number}/SNV-VP",
            "document_date": "03/01/2026",
            "subject": "Công văn V/v góp ý dự thảo #Quy chế *mới*",
            "note": "=HYPERLINK(1)",
        }


def _volume(count: int, kind: str = "incoming") -> RegisterPrint:
    return RegisterPrint(
        kind=kind,
        office="Văn phòng",
        parent="UBND tỉnh Thanh Bình",
        year=2026,
        first_day=date(2026, 1, 1),
        last_day=date(2026, 12, 31),
        first_number=1,
        last_number=count,
        lines=_lines(count),
    )


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        (
            "outgoing",
            "Số, ký hiệu văn bản · Ngày tháng văn bản · Tên loại và trích yếu nội dung văn bản · Người ký"
            " · Nơi nhận văn bản · Đơn vị, người nhận bản lưu · Số lượng bản · Ngày chuyển · Ký nhận · Ghi chú",
        ),
        (
            "incoming",
            "Ngày đến · Số đến · Tác giả · Số, ký hiệu văn bản · Ngày tháng văn bản"
            " · Tên loại và trích yếu nội dung văn bản · Đơn vị hoặc người nhận · Ngày chuyển · Ký nhận · Ghi chú",
        ),
    ],
)
def test_registers_have_exactly_the_columns_of_the_form_in_its_order(tmp_path: Path, kind: str, columns: str) -> None:
    """Invariant 12: on paper and in the spreadsheet [Decree 30/2020 App. IV]."""
    register_xlsx(_volume(1, kind), tmp_path / "so.xlsx")
    assert [cell.value for cell in load_workbook(tmp_path / "so.xlsx").active[4]] == columns.split(" · ")
    printed = "".join(text_of(typeset(_volume(1, kind))).split("\f")[1].split())
    places = [printed.find("".join(title.split())) for title in columns.split(" · ")]
    assert -1 not in places


def test_a_register_prints_cover_columns_and_total_in_words() -> None:
    """Invariant 12: the total of a printed register is right in words."""
    words = text_of(typeset(_volume(21)))
    cover, first, *_ = words.split("\f")
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN" in cover
    assert "Từ ngày 01/01/2026 đến ngày 31/12/2026" in cover
    assert "Từ số 01 đến số 21" in cover
    assert "(1) (2) (3) (4) (5) (6) (7) (8) (9) (10)" in first
    assert "#Quy chế *mới*" in first
    assert "Bằng chữ: Hai mươi mốt văn bản đến." in words


def test_the_book_of_a_term_is_headed_by_its_term_and_days_not_by_a_year(tmp_path: Path) -> None:
    first, last = date(2025, 10, 12), date(2026, 11, 22)
    book = replace(_volume(2), year=2025, first_day=first, last_day=last, by_terms=True)
    words = text_of(typeset(book))
    assert "Nhiệm kỳ từ 12/10/2025" in words
    assert "nhiệm kỳ từ 12/10/2025, quyển số" in words
    assert "ăm 2025" not in words
    register_xlsx(replace(book, lines=_lines(2)), tmp_path / "so.xlsx")
    heading = load_workbook(tmp_path / "so.xlsx").active["A3"].value
    assert heading == "Nhiệm kỳ từ 12/10/2025 - từ ngày 12/10/2025 đến ngày 22/11/2026 - quyển số 01"


def test_every_page_is_landscape_and_repeats_the_header() -> None:
    paper = typeset(_volume(60))
    assert set(sizes_of(paper)) == {(842, 595)}
    pages = text_of(paper).split("\f")[1:-1]
    assert len(pages) > 2
    assert all("Số, ký hiệu văn bản" in page for page in pages)
    assert all(page.startswith(f"{number} ") for number, page in enumerate(pages, start=1))


def test_an_empty_register_prints_too() -> None:
    assert "Tổng số: 0 văn bản đi. Bằng chữ: Không văn bản đi." in text_of(typeset(_volume(0, "outgoing")))


def test_what_arrived_in_foreign_script_still_prints() -> None:
    volume = _volume(0)
    odd = RegisterPrint(**{**volume.__dict__, "lines": [{"issuer": "東京 🎉", "subject": "Thư"}]})
    assert "?? ?" in text_of(typeset(odd))


def test_the_spreadsheet_has_the_columns_the_lines_and_no_formula(tmp_path: Path) -> None:
    """Invariant 12: so is that of the spreadsheet."""
    path = tmp_path / "so.xlsx"
    assert register_xlsx(_volume(3), path) == 3
    sheet = load_workbook(path).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[3][0] == "Ngày đến"
    assert len(rows[3]) == 10
    assert rows[4][0] == "05/01/2026"
    assert rows[4][9] == "'=HYPERLINK(1)"
    assert "Bằng chữ: Ba văn bản đến." in rows[-1][0]
    assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row if cell.value is not None)


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@cmd", "\t=1", "\u200b=1", " =1"])
def test_a_cell_never_starts_a_formula(text: str) -> None:
    assert guarded(text).startswith("'")


def test_ordinary_text_is_left_alone() -> None:
    assert guarded("15/QĐ-UBND") == "15/QĐ-UBND"
