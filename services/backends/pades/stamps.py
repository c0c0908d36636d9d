"""The images a signature shows: the leader's handwriting in blue, the agency's seal in red (Decree 30/2020 App. I)."""

import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageStat
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.stamp import StaticStampStyle

_MAX_PIXELS = 600


class InkImage(PdfImage):
    """A picture in one ink on transparent paper, compressed once and used for every document."""

    def __init__(self, ink: tuple[int, int, int], size: tuple[int, int], mask: bytes) -> None:
        super().__init__(Image.new("RGB", size), box=BoxConstraints(*size))
        self._size, self._mask = size, mask
        self._plane = zlib.compress(bytes(ink) * (size[0] * size[1]), 9)
        self._ref: generic.IndirectObject | None = None

    @property
    def image_ref(self) -> generic.IndirectObject:
        """The picture's object in the document being written."""
        writer = self.writer
        if writer is None:
            raise ValueError("the picture has no document yet")
        if self._ref is None or self._ref.get_pdf_handler() is not writer:
            mask = writer.add_object(self._stream("/DeviceGray", self._mask))
            picture = self._stream("/DeviceRGB", self._plane)
            picture[pdf_name("/SMask")] = mask
            self._ref = writer.add_object(picture)
        return self._ref

    def _stream(self, colours: str, packed: bytes) -> generic.StreamObject:
        entries: dict[Any, Any] = {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Image"),
            pdf_name("/Width"): generic.NumberObject(self._size[0]),
            pdf_name("/Height"): generic.NumberObject(self._size[1]),
            pdf_name("/ColorSpace"): pdf_name(colours),
            pdf_name("/BitsPerComponent"): generic.NumberObject(8),
            pdf_name("/Filter"): pdf_name("/FlateDecode"),
        }
        return generic.StreamObject(entries, encoded_data=packed)


def stamp(image: str) -> StaticStampStyle:
    """The stamp of a PNG file; its ink is the mean colour of what is opaque in it."""
    ink, size, mask = _load(image, Path(image).stat().st_mtime_ns)
    middle = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins.uniform(0)
    )
    return StaticStampStyle(
        border_width=0, background=InkImage(ink, size, mask), background_opacity=1, background_layout=middle
    )


def aspect(image: str) -> float:
    """Width over height of an image file."""
    with Image.open(image) as picture:
        return picture.width / picture.height


@lru_cache(maxsize=64)
def _load(image: str, changed: int) -> tuple[tuple[int, int, int], tuple[int, int], bytes]:
    del changed
    with Image.open(image) as opened:
        picture = opened.convert("RGBA")
    picture.thumbnail((_MAX_PIXELS, _MAX_PIXELS))
    alpha = picture.getchannel("A").point([round(level / 17) * 17 for level in range(256)])
    dot = picture.convert("RGB").resize((1, 1), Image.Resampling.BOX) if not alpha.getbbox() else _ink(picture, alpha)
    red, green, blue = dot.getpixel((0, 0))  # type: ignore[misc]  # an RGB pixel is a triple
    return (int(red), int(green), int(blue)), picture.size, zlib.compress(alpha.tobytes(), 9)


def _ink(picture: Image.Image, alpha: Image.Image) -> Image.Image:
    means = ImageStat.Stat(
        picture.convert("RGB"), alpha.point([255 if level > 128 else 0 for level in range(256)])
    ).mean
    return Image.new("RGB", (1, 1), (round(means[0]), round(means[1]), round(means[2])))
