"""Registers and lists as XLSX, written in constant memory and safe to open: no cell is ever a formula."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from services.kernel.registers import Column, RegisterPrint
from services.kernel.text import normalise
from services.kernel.words import total_in_words

# A spreadsheet takes a text with one of these in front for a formula, some after a blank or a tab.
_FORMULA = ("=", "+", "-", "@")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_UNITS_PER_SHARE = 1.3


def register_xlsx(register: RegisterPrint, path: Path) -> int:
    """Write a register's volume to a file and return its number of lines; dates are text `dd/mm/yyyy`."""
    form = register.form
    heading = [
        register.office.upper(),
        (register.title or form.name).upper(),
        f"{register.period} - từ ngày {register.first_day:%d/%m/%Y} đến ngày {register.last_day:%d/%m/%Y}"
        f" - quyển số {register.volume:02d}",
    ]
    return write_table(path, heading, form.columns, register.lines, form.counted)


def register_xlsx_bytes(register: RegisterPrint) -> bytes:
    """The same as bytes, for a download of ordinary size."""
    with tempfile.TemporaryDirectory() as room:
        path = Path(room, "register.xlsx")
        register_xlsx(register, path)
        return path.read_bytes()


def write_table(
    path: Path,
    heading: Sequence[str],
    columns: Sequence[Column],
    lines: Iterable[Mapping[str, str]],
    counted: str,
) -> int:
    """Write heading lines, a frozen row of titles, the lines and their total; return the number of lines."""
    book = xlsxwriter.Workbook(str(path), _OPTIONS | {"tmpdir": str(path.parent)})
    sheet = book.add_worksheet("Sổ")
    frame = {"border": 1, "text_wrap": True, "valign": "top", "font_name": "Times New Roman", "font_size": 11}
    body, titles = book.add_format(frame), book.add_format(frame | {"bold": True, "align": "center"})
    strong = book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 13})
    _lay_out(sheet, columns, len(heading))
    for row, text in enumerate(heading):
        sheet.write_string(row, 0, guarded(text), strong)
    _write_row(sheet, len(heading), [one.title for one in columns], titles)
    count = 0
    for count, line in enumerate(lines, start=1):
        _write_row(sheet, len(heading) + count, [line.get(one.field, "") for one in columns], body)
    total = f"Tổng số: {count} {counted}. Bằng chữ: {total_in_words(count, counted)}."
    sheet.write_string(len(heading) + count + 1, 0, total, strong)
    book.close()
    return count


def guarded(text: str) -> str:
    """The text as a spreadsheet may hold it: one that would start a formula gets an apostrophe in front."""
    clean = normalise(text)
    return f"'{clean}" if clean.startswith(_FORMULA) else clean


def _lay_out(sheet: xlsxwriter.worksheet.Worksheet, columns: Sequence[Column], heading: int) -> None:
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width * _UNITS_PER_SHARE)
    sheet.freeze_panes(heading + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(heading)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")


def _write_row(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, texts: Sequence[str], look: xlsxwriter.format.Format
) -> None:
    for column, text in enumerate(texts):
        sheet.write_string(row, column, guarded(text), look)
