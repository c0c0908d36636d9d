"""Opening PDFs that may be broken, locked or hostile; every refusal says what to ask the sender for."""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium

from services.kernel.errors import BadInput

# Broken files are reported to the clerk; their every oddity need not fill the log.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)

_TAIL = 4096
_ASK_AGAIN = "Xin nơi gửi gửi lại tệp, hoặc in ra rồi quét lại thành PDF."


def damaged(detail: str = "Tệp PDF bị hỏng, không đọc được.") -> BadInput:
    """The refusal of a file that cannot be read (`pdf-damaged`)."""
    return BadInput("pdf-damaged", detail, _ASK_AGAIN)


@contextmanager
def structure(path: Path) -> Iterator[tuple[pikepdf.Pdf, bool]]:
    """The PDF's objects, and whether its cross-reference table had to be rebuilt.

    BadInput `file-empty`, `pdf-not`, `pdf-encrypted`, `pdf-damaged` (also when its end is missing), `pdf-no-pages`.
    """
    whole = _check_ends(path)
    try:
        with _opened(path, whole) as (pdf, repaired):
            if pdf.is_encrypted:
                raise _locked("Tệp PDF bị khóa hạn chế (không cho sửa hoặc in) bằng mật khẩu.")
            if len(pdf.pages) == 0:
                raise BadInput("pdf-no-pages", "Tệp PDF không có trang nào.", _ASK_AGAIN)
            yield pdf, repaired
    except pikepdf.PasswordError:
        raise _locked("Tệp PDF bị khóa bằng mật khẩu.") from None
    except pikepdf.PikepdfError as error:
        raise damaged() from error


@contextmanager
def drawing(path: Path) -> Iterator[pdfium.PdfDocument]:
    """The PDF opened for text and pictures, form fields shown; scripts cannot run, pdfium comes without an engine."""
    try:
        with closing(pdfium.PdfDocument(path)) as document:
            document.init_forms()
            yield document
    except pdfium.PdfiumError as error:
        raise damaged() from error


def _check_ends(path: Path) -> bool:
    size = path.stat().st_size
    if size == 0:
        raise BadInput("file-empty", "Tệp rỗng, không có nội dung.", "Chọn lại tệp rồi tải lên.")
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            raise BadInput("pdf-not", "Tệp này không phải PDF.", "Chọn đúng tệp PDF, hoặc xuất ra PDF rồi tải lên.")
        file.seek(max(0, size - _TAIL))
        return b"%%EOF" in file.read()


@contextmanager
def _opened(path: Path, whole: bool) -> Iterator[tuple[pikepdf.Pdf, bool]]:
    try:
        pdf, repaired = pikepdf.open(path, attempt_recovery=False, suppress_warnings=True), False
    except pikepdf.PasswordError:
        raise
    except pikepdf.PdfError:
        if not whole:
            raise damaged("Tệp PDF bị đứt, thiếu phần cuối; có thể tải lên hoặc gửi chưa xong.") from None
        pdf, repaired = pikepdf.open(path, attempt_recovery=True, suppress_warnings=True), True
    with pdf:
        yield pdf, repaired


def _locked(detail: str) -> BadInput:
    return BadInput("pdf-encrypted", detail, "Gỡ mật khẩu rồi tải lên lại, hoặc xin nơi gửi bản không khóa.")
