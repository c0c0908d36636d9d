"""Pictures of pages."""

from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium

from services.backends.pdf.opening import drawing
from services.kernel.errors import NotFound

WIDTH_LIMIT = 3_000
PIXEL_LIMIT = 12_000_000


def page_image(path: Path, page: int, width_px: int) -> bytes:
    """A PNG of one page (0 is the first), about `width_px` wide and never more than `PIXEL_LIMIT` pixels."""
    with drawing(path) as document:
        if not 0 <= page < len(document):
            raise NotFound("page-missing", f"Tệp không có trang {page + 1}.", f"Tệp có {len(document)} trang.")
        out = BytesIO()
        picture = draw(document[page], width_px).to_pil()
        picture.save(out, "PNG", compress_level=3)
        return out.getvalue()


def draw(page: pdfium.PdfPage, width_px: int) -> pdfium.PdfBitmap:
    """The page as a bitmap with its stamps and form fields, within the pixel limit whatever the page's shape."""
    width, height = (max(side, 1.0) for side in page.get_size())
    scale = max(1, min(width_px, WIDTH_LIMIT)) / width
    largest = (PIXEL_LIMIT / (width * height)) ** 0.5
    longest = PIXEL_LIMIT / 1_000 / max(width, height)
    return page.render(scale=min(scale, largest, longest), draw_annots=True)
