"""A photographed or scanned page as a PDF."""

import warnings
from io import BytesIO
from pathlib import Path

import img2pdf
from PIL import Image, UnidentifiedImageError

from services.kernel.errors import BadInput

PIXEL_LIMIT = 80_000_000
_A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))


def image_to_pdf(path: Path, out_path: Path) -> None:
    """Write a one-page A4 PDF that holds the PNG or JPEG, upright and unchanged in quality.

    The same image gives the same bytes. BadInput `image-damaged` or `image-too-large`.
    """
    layout = img2pdf.get_layout_fun(pagesize=_A4, fit=img2pdf.FitMode.into, auto_orient=True)
    try:
        content = _plain_image(path)
        with out_path.open("wb") as out:
            img2pdf.convert(
                content,
                outputstream=out,
                layout_fun=layout,
                nodate=True,
                rotation=img2pdf.Rotation.ifvalid,
                engine=img2pdf.Engine.internal,  # others mark each file with an identity made of the time
            )
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, img2pdf.ImageOpenError) as error:
        raise BadInput("image-damaged", "Tệp ảnh bị hỏng, không đọc được.", "Chụp hoặc quét lại trang này.") from error


def _plain_image(path: Path) -> bytes:
    """The bytes of the image, decoded once to see that it is whole, and on white if it was transparent."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(path, formats=("PNG", "JPEG")) as image:
            if image.width * image.height > PIXEL_LIMIT:
                raise _too_large()
            image.load()
            return _on_white(image) if image.has_transparency_data else path.read_bytes()


def _on_white(image: Image.Image) -> bytes:
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    out = BytesIO()
    paper.convert("RGB").save(out, "PNG", compress_level=3)
    return out.getvalue()


def _too_large() -> BadInput:
    return BadInput("image-too-large", "Ảnh có quá nhiều điểm ảnh.", "Quét lại ở độ phân giải 200 đến 300 dpi.")
