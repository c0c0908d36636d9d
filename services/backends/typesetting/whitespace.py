"""Free space on a first page, found on its picture, so that text, scans, seals and lines all count."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageStat

from services.kernel.anchors import Box
from services.kernel.errors import BadInput

MILLIMETRE = 72 / 25.4
STAMP_WIDTH = 50 * MILLIMETRE
STAMP_HEIGHT = 35 * MILLIMETRE
# Half a pixel per point shows a line of text as grey; anything darker than this is taken.
_SCALE = 0.5
_DARK = 232
_EDGE = 6 * MILLIMETRE
_STEP = 2.5 * MILLIMETRE
# The stamp belongs under number and date, that is between these distances from the top (Decree 30/2020 App. IV §V).
_HEAD = (36 * MILLIMETRE, 75 * MILLIMETRE)
_SIZES_IN_HEAD = (1.0, 0.9, 0.8, 0.7, 0.6)
_LARGEST_PICTURE = 3_600.0
_ROWS = 60


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
            scale = min(_SCALE, _LARGEST_PICTURE / max(width, height))
            picture = page.render(scale=scale, grayscale=True).to_pil()
    except pypdfium2.PdfiumError as broken:
        raise BadInput("pdf-broken", "Không mở được tệp PDF để đóng dấu đến.", "Kiểm tra lại tệp gốc.") from broken
    places = _places(width, height)
    found = next((place for place in places if _darkest(picture, place, height, scale) > _DARK), None)
    return Spot(found or _least_evil(picture, (width, height), scale), width, height)


def _least_evil(picture: Image.Image, size: tuple[float, float], scale: float) -> Box:
    width, height = size
    head = list(_band(width, height - _HEAD[0], height - _HEAD[1], 0.7))
    inside = [place for place in head if _darkest(picture, place, height, scale) >= 0]
    if not inside:
        return Box(1, 0, max(height - STAMP_HEIGHT, 0), min(STAMP_WIDTH, width), height)
    return max(inside, key=lambda place: _mean(picture, place, height, scale))


def _places(width: float, height: float) -> Iterator[Box]:
    for size in _SIZES_IN_HEAD:
        yield from _band(width, height - _HEAD[0], height - _HEAD[1], size)
    yield from _band(width, height - _HEAD[1], STAMP_HEIGHT + _EDGE, 1.0)
    yield from _band(width, height - _EDGE, STAMP_HEIGHT * 0.6 + _EDGE, 0.6)


def _band(width: float, top: float, bottom: float, size: float) -> Iterator[Box]:
    columns = list(_columns(width, size))
    y1 = top
    while y1 >= bottom:
        for x0 in columns:
            yield _box(x0, y1, size)
        y1 -= max(_STEP, (top - bottom) / _ROWS)


def _columns(width: float, size: float) -> Iterator[float]:
    room = width - 2 * _EDGE - STAMP_WIDTH * size
    step = max(_STEP, room / _ROWS)
    near = [_EDGE + index * step for index in range(int(room / step) + 1)]
    # From the left margin inwards, then from the right one, the middle last.
    half = len(near) // 2
    yield from near[:half]
    yield from reversed(near[half:])


def _box(x0: float, y1: float, size: float) -> Box:
    return Box(1, x0, y1 - STAMP_HEIGHT * size, x0 + STAMP_WIDTH * size, y1)


def _darkest(picture: Image.Image, place: Box, height: float, scale: float) -> float:
    if place.x0 < 0 or place.y0 < 0 or place.y1 > height or place.x1 * scale > picture.width:
        return -1
    darkest = picture.crop(_pixels(place, height, scale)).getextrema()[0]
    return darkest if isinstance(darkest, int | float) else -1


def _mean(picture: Image.Image, place: Box, height: float, scale: float) -> float:
    return float(ImageStat.Stat(picture.crop(_pixels(place, height, scale))).mean[0])


def _pixels(place: Box, height: float, scale: float) -> tuple[int, int, int, int]:
    edges = (place.x0 * scale, (height - place.y1) * scale, place.x1 * scale, (height - place.y0) * scale)
    left, top, right, bottom = (round(edge) for edge in edges)
    return left - 1, top - 1, right + 1, bottom + 1
