"""What a file is, is told from its bytes."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from PIL import Image

from services.kernel.errors import BadInput
from services.kernel.media import DOCX, JPEG, PDF, PNG, SNIFF_BYTES, XLSX, sniff
from tests import hostile

_WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORD_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


def test_a_pdf_is_known_even_behind_a_few_stray_bytes(tmp_path: Path) -> None:
    content = hostile.plain_pdf(tmp_path / "van-ban.docx").read_bytes()
    assert sniff(content[:SNIFF_BYTES]) == PDF
    assert sniff(b"\r\n\r\n" + content[:SNIFF_BYTES]) == PDF


@pytest.mark.parametrize(("form", "kind"), [("PNG", PNG), ("JPEG", JPEG)])
def test_images_are_known(form: str, kind: str) -> None:
    out = BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, form)
    assert sniff(out.getvalue()) == kind


def test_a_workbook_is_known(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "so.xlsx")
    book.add_worksheet().write(0, 0, "Số đến")
    book.close()
    assert sniff((tmp_path / "so.xlsx").read_bytes()[:SNIFF_BYTES]) == XLSX


def test_a_word_file_is_known_and_one_with_macros_refused() -> None:
    assert sniff(_office("[Content_Types].xml", _WORD_MAIN)) == DOCX
    with pytest.raises(BadInput) as refused:
        sniff(_office("[Content_Types].xml", _WORD_MACROS))
    assert refused.value.code == "file-kind"


@pytest.mark.parametrize(
    "content",
    [
        "Văn bản thuần".encode(),
        b"MZ\x90\x00" + bytes(200),
        b"<html><script>alert(1)</script></html>",
        b"GIF89a" + bytes(50),
        b"PK\x03\x04",
        bytes(1000),
    ],
)
def test_anything_else_is_refused_with_the_kinds_accepted(content: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        sniff(content)
    assert refused.value.code == "file-kind"
    assert "PDF, DOCX, XLSX, PNG" in refused.value.next


def test_a_plain_archive_is_no_office_file() -> None:
    with pytest.raises(BadInput):
        sniff(_office("ghi-chu.txt", "một tệp nén thường"))


def test_an_empty_file_is_called_empty() -> None:
    with pytest.raises(BadInput) as refused:
        sniff(b"")
    assert refused.value.code == "file-empty"


def _office(name: str, content: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, f"<Types>{content}</Types>")
    return out.getvalue()[:SNIFF_BYTES]
