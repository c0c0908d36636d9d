"""Reading scans with tesseract, as a program of its own."""

import csv
import io
import os
import shutil
import subprocess
from pathlib import Path

import pypdfium2 as pdfium

from services.backends.pdf.opening import drawing
from services.backends.pdf.render import draw
from services.kernel.papers import ScanReading, WordBox
from services.kernel.text import normalise

DPI = 200
INSTALL_NOTE = (
    "Trang này là ảnh quét, chưa có lớp chữ. Để máy đọc được, người quản trị cài gói tesseract-ocr-vie "
    "(sudo apt install tesseract-ocr-vie); trước mắt hãy nhập tay."
)
SLOW_NOTE = "Trang quét quá khó nên máy không đọc kịp; hãy nhập tay."
FAILED_NOTE = "Máy không đọc được trang quét này; hãy nhập tay."
_HEAD_SHARE = 0.55


def ocr_first_page(path: Path, seconds: float = 15.0) -> ScanReading:
    """The words in the head of the first page, where number, date, issuer, type and subject stand; within `seconds`."""
    return ocr_page(path, 0, seconds, _HEAD_SHARE)


def ocr_page(path: Path, page: int = 0, seconds: float = 30.0, share: float = 1.0) -> ScanReading:
    """The words in the upper `share` of a page (0 is the first); no words and a note when there is no reader."""
    program = shutil.which("tesseract")
    if program is None or not _speaks_vietnamese(program):
        return ScanReading((), "", INSTALL_NOTE)
    with drawing(path) as document:
        picture, points_per_pixel = _picture(document[page], share)
    try:
        table = _run(program, picture, seconds)
    except subprocess.TimeoutExpired:
        return ScanReading((), "", SLOW_NOTE)
    return _reading(table, points_per_pixel) if table else ScanReading((), "", FAILED_NOTE)


def _speaks_vietnamese(program: str) -> bool:
    known = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 - found on the path, no shell
    return "vie" in known.stdout.split()


def _picture(page: pdfium.PdfPage, share: float) -> tuple[bytes, float]:
    width_points = max(page.get_width(), 1.0)
    image = draw(page, round(width_points / 72 * DPI)).to_pil().convert("L")
    head = image.crop((0, 0, image.width, max(1, round(image.height * share))))
    out = io.BytesIO()
    head.save(out, "PNG", compress_level=1)
    return out.getvalue(), width_points / image.width


def _run(program: str, picture: bytes, seconds: float) -> str:
    command = [program, "stdin", "stdout", "-l", "vie", "--psm", "4", "--dpi", str(DPI), "tsv"]
    one_thread = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(  # noqa: S603 - found on the path, no shell
        command, input=picture, capture_output=True, env=one_thread, timeout=seconds, check=False
    )
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _reading(table: str, scale: float) -> ScanReading:
    words: list[WordBox] = []
    lines: dict[tuple[str, str, str], list[str]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = normalise(row.get("text") or "")
        if row["level"] != "5" or not text:
            continue
        words.append(_box(row, text, scale))
        lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(text)
    mean = sum(word.confidence for word in words) / len(words) if words else 0.0
    return ScanReading(tuple(words), "\n".join(map(" ".join, lines.values())), "", round(mean, 2))


def _box(row: dict[str, str], text: str, scale: float) -> WordBox:
    left, top, width, height = (int(row[name]) * scale for name in ("left", "top", "width", "height"))
    sure = max(0.0, min(1.0, float(row["conf"]) / 100))
    return WordBox(text, round(left, 2), round(top, 2), round(left + width, 2), round(top + height, 2), round(sure, 2))
