"""Free space on a first page, found on its picture, so that text, scans, seals and lines all count."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

from services.kernel.anchors import Box
from services.kernel.errors import BadInput

MILLIMETRE = 72 / 25.4
STAMP_WIDTH = 50 * MILLIMETRE
STAMP_HEIGHT = 35 * MILLIMETRE
# Half a pixel per point shows a line of text as grey; anything darker than this is taken.
_SCALE = 0.5
_DARK = 205
_EDGE = 6 * MILLIMETRE
_STEP = 2.5 * MILLIMETRE
# The stamp belongs under number and date, that is between these distances from the top (Decree 30/2020 App. IV §V).
_HEAD = (36 * MILLIMETRE, 75 * MILLIMETRE)
_SIZES_IN_HEAD = (1.0, 0.9, 0.8, 0.7)
_LARGEST_PAGE = 14_400.0


@dataclass(frozen=True)
class Spot:
    """A place on a page of `width` × `height` points, seen as it is read."""

    box: Box
    width: float
    height: float


def free_spot(path: Path) -> Spot:
    """Where the arrival stamp fits on page 1: the head first, then anywhere, then over the head's least evil."""
    try:
        with pypdfium2.PdfDocument(path) as paper:
            page = paper[0]
            width, height = page.get_size()
            scale = min(_SCALE, _SCALE * _LARGEST_PAGE / max(width, height) / 4)
            picture = page.render(scale=scale, grayscale=True).to_pil()
    except pypdfium2.PdfiumError as broken:
        raise BadInput("pdf-broken", "Không mở được tệp PDF để đóng dấu đến.", "Kiểm tra lại tệp gốc.") from broken
    places = _places(width, height)
    fallback = _box(_EDGE, height - _HEAD[0], 0.7)
    found = next((place for place in places if _is_free(picture, place, height, scale)), fallback)
    return Spot(found, width, height)


def _places(width: float, height: float) -> Iterator[Box]:
    for size in _SIZES_IN_HEAD:
        yield from _band(width, height - _HEAD[0], height - _HEAD[1], size)
    yield from _band(width, height - _HEAD[1], STAMP_HEIGHT + _EDGE, 1.0)
    yield from _band(width, height - _HEAD[0], STAMP_HEIGHT * 0.6 + _EDGE, 0.6)


def _band(width: float, top: float, bottom: float, size: float) -> Iterator[Box]:
    y1 = top
    while y1 >= bottom:
        for x0 in _columns(width, size):
            yield _box(x0, y1, size)
        y1 -= _STEP


def _columns(width: float, size: float) -> Iterator[float]:
    left = range(7)
    for step in left:
        yield _EDGE + step * _STEP
    for step in left:
        yield width - _EDGE - STAMP_WIDTH * size - step * _STEP


def _box(x0: float, y1: float, size: float) -> Box:
    return Box(1, x0, y1 - STAMP_HEIGHT * size, x0 + STAMP_WIDTH * size, y1)


def _is_free(picture: Image.Image, place: Box, height: float, scale: float) -> bool:
    if place.x0 < 0 or place.y0 < 0 or place.y1 > height:
        return False
    edges = (place.x0 * scale, (height - place.y1) * scale, place.x1 * scale, (height - place.y0) * scale)
    left, top, right, bottom = (round(edge) for edge in edges)
    if right > picture.width:
        return False
    darkest = picture.crop((left - 1, top - 1, right + 1, bottom + 1)).getextrema()[0]
    return isinstance(darkest, int | float) and darkest > _DARK
