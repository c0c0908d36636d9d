"""Looking into PDFs, never changing them; each function is a task for the workbench (pdfium is not thread-safe)."""

from services.backends.pdf.images import image_to_pdf
from services.backends.pdf.inspect import inspect_pdf, read_paper, skim_paper
from services.backends.pdf.ocr import ocr_first_page, ocr_page
from services.backends.pdf.render import page_image
from services.backends.pdf.text import page_words

__all__ = [
    "image_to_pdf",
    "inspect_pdf",
    "ocr_first_page",
    "ocr_page",
    "page_image",
    "page_words",
    "read_paper",
    "skim_paper",
]
