"""One look at a PDF: everything a clerk should know before it is registered."""

from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium

from services.backends.pdf.dangers import dangers
from services.backends.pdf.ocr import ocr_first_page
from services.backends.pdf.opening import drawing, structure
from services.backends.pdf.sanity import believable
from services.backends.pdf.signatures import signatures
from services.backends.pdf.text import text_of, words_of
from services.kernel.papers import Flag, Inspection, PageSize, SignatureFinding, TextSource

_MM_PER_POINT = 25.4 / 72
_HUGE_MM = 1_300.0
_FEW_WORDS = 8


def read_paper(path: Path) -> Inspection:
    """Inspect a PDF and, when its first page bears hardly any text or none to believe, read its head as a scan."""
    seen = inspect_pdf(path)
    doubtful = Flag.TEXT_DOUBTFUL in seen.flags
    if len(seen.words) >= _FEW_WORDS and not doubtful:
        return seen
    scan = ocr_first_page(path)
    if not scan.words or (len(scan.words) <= len(seen.words) and not doubtful):
        return replace(seen, note=scan.note)
    text = scan.text if doubtful else seen.text.strip("\f\n ") or scan.text
    return replace(seen, words=scan.words, source=TextSource.OCR, text=text)


def skim_paper(path: Path) -> Inspection:
    """As `read_paper`, without the words of a page that has a text layer: placing them takes most of the time."""
    seen = inspect_pdf(path, words=False)
    if len(seen.text.partition("\f")[0].split()) >= _FEW_WORDS and Flag.TEXT_DOUBTFUL not in seen.flags:
        return seen
    return read_paper(path)


def inspect_pdf(path: Path, *, words: bool = True) -> Inspection:
    """Pages, sizes, text, words of the first page, signatures and dangers; the file is neither changed nor run.

    Without `words` the first page's words are left out.

    BadInput `file-empty`, `pdf-not`, `pdf-encrypted`, `pdf-damaged`, `pdf-no-pages`; limits of time and memory are the
    workbench's.
    """
    with structure(path) as (pdf, repaired):
        version = pdf.pdf_version
        found = dangers(pdf) | ({Flag.REPAIRED} if repaired else set())
        signed = signatures(pdf, path.stat().st_size)
    with drawing(path) as document:
        seen = _seen(document, version, found, signed)
        placed = words_of(document, 0) if words else ()
    return replace(seen, words=placed, source=TextSource.LAYER) if placed else seen


def _seen(
    document: pdfium.PdfDocument, version: str, found: frozenset[Flag], signed: tuple[SignatureFinding, ...]
) -> Inspection:
    sizes = tuple(_size(document, number) for number in range(len(document)))
    text, text_pages, cut = text_of(document)
    flags = set(found)
    if any(max(size.width, size.height) > _HUGE_MM for size in sizes):
        flags.add(Flag.HUGE_PAGE)
    if cut:
        flags.add(Flag.TEXT_CUT)
    if text.strip() and not believable(text):
        flags.add(Flag.TEXT_DOUBTFUL)
    source = TextSource.LAYER if text.strip() else TextSource.NONE
    return Inspection(len(sizes), version, sizes, text, text_pages, (), source, frozenset(flags), signed)


def _size(document: pdfium.PdfDocument, number: int) -> PageSize:
    width, height = document.get_page_size(number)
    return PageSize(round(width * _MM_PER_POINT, 1), round(height * _MM_PER_POINT, 1))
