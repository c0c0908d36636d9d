"""Scanned pages, read by tesseract where it is installed."""

import shutil
from pathlib import Path

import pytest

from services.backends.pdf import inspect_pdf, ocr_first_page, read_paper
from services.backends.pdf.ocr import INSTALL_NOTE, SLOW_NOTE
from services.intake.domain.reading import read_head
from services.kernel.papers import TextSource
from services.kernel.text import fold
from tests.dispatches import dispatches, scan

reader = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed here")


@reader
def test_a_turned_and_noisy_scan_is_read_for_the_form(tmp_path: Path) -> None:
    for number, sample in enumerate(dispatches(3, seed=7)):
        seen = read_paper(scan(sample.paper, tmp_path / "quet.pdf", turn=0.5 - number / 2))
        found, letter = read_head(seen.words, seen.first_width, seen.source), sample.letter
        assert seen.source is TextSource.OCR
        assert found.number.value == letter.number.lstrip("0")
        assert found.document_date.value == letter.issued_on
        assert found.document_type.value == letter.type.code
        assert fold(found.issuer.value).startswith(fold(letter.issuer))
        assert 0 < found.subject.confidence < 0.9


@reader
def test_a_scan_that_takes_too_long_is_left_to_the_clerk(tmp_path: Path) -> None:
    path = scan(next(dispatches(1)).paper, tmp_path / "quet.pdf")
    reading = ocr_first_page(path, 0.05)
    assert (reading.words, reading.note) == ((), SLOW_NOTE)


def test_without_a_reader_of_scans_the_page_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    seen = read_paper(scan(next(dispatches(1)).paper, tmp_path / "quet.pdf"))
    assert (seen.source, seen.words, seen.note) == (TextSource.NONE, (), INSTALL_NOTE)
    assert "tesseract-ocr-vie" in seen.note


def test_a_paper_with_text_is_not_scanned_again(tmp_path: Path) -> None:
    path = tmp_path / "van-ban.pdf"
    path.write_bytes(next(dispatches(1)).paper)
    assert read_paper(path) == inspect_pdf(path)
