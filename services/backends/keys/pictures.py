"""Drawn signatures and seals for demonstrations: blue handwriting, a red round seal, both on transparent paper."""

import itertools
import math
import random
import textwrap
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_FONT = Path(__file__).parents[1] / "typesetting" / "fonts" / "Tinos-Bold.ttf"
_BLUE, _RED = (22, 52, 148), (206, 24, 30)
_SEAL = 480
_INNER = 400


def handwriting(name: str) -> bytes:
    """A PNG scrawl that is always the same for the same name; about 5 : 2, transparent."""
    dice = random.Random(name)  # noqa: S311  (a drawing, not a secret)
    picture = Image.new("RGBA", (1000, 400), (*_BLUE, 0))
    pen = ImageDraw.Draw(picture)
    strokes = [_loops(dice), _flourish(dice)]
    for stroke in strokes:
        for number, (start, end) in enumerate(itertools.pairwise(stroke)):
            width = 7 + 4 * math.sin(number / 9)
            pen.line([start, end], fill=(*_BLUE, 255), width=round(width))
            pen.ellipse([end[0] - width / 2, end[1] - width / 2, end[0] + width / 2, end[1] + width / 2], (*_BLUE, 255))
    inked = picture.crop(picture.getchannel("A").getbbox())
    return _png(inked.resize((500, round(500 * inked.height / inked.width)), Image.Resampling.LANCZOS))


def round_seal(outer: str, inner: str) -> bytes:
    """A PNG of a round seal: two rings, the outer words around, a star, the inner words across; transparent."""
    size = _SEAL * 2
    picture = Image.new("RGBA", (size, size), (*_RED, 0))
    pen = ImageDraw.Draw(picture)
    for inset, width in ((6, 14), (30, 4), (230, 5)):
        pen.ellipse([inset, inset, size - inset, size - inset], outline=(*_RED, 255), width=width)
    _words_around(picture, outer.upper())
    _star(pen, (size / 2, size / 2 - 110), 62)
    lines = _lines(inner.upper())
    face = _face(lines)
    for number, line in enumerate(lines):
        height = size / 2 + 15 + face.size * 1.15 * number
        pen.text((size / 2, height), line, fill=(*_RED, 255), font=face, anchor="mm")
    return _png(picture.resize((_SEAL, _SEAL), Image.Resampling.LANCZOS))


def _loops(dice: random.Random) -> list[tuple[float, float]]:
    count, tilt = dice.uniform(4, 7), dice.uniform(0.2, 0.6)
    points = []
    for step in range(400):
        along = step / 400
        height = 90 * (1 - along) + 25
        angle = along * count * 2 * math.pi
        points.append(
            (110 + 640 * along + 70 * math.cos(angle) + tilt * 30 * math.sin(angle), 190 + height * math.sin(angle))
        )
    return points


def _flourish(dice: random.Random) -> list[tuple[float, float]]:
    depth, end = dice.uniform(30, 70), dice.uniform(860, 930)
    return [
        (160 + (end - 160) * step / 120, 300 + depth * math.sin(step / 120 * math.pi) - step * 0.9)
        for step in range(121)
    ]


def _words_around(picture: Image.Image, words: str) -> None:
    size = picture.width
    face = ImageFont.truetype(str(_FONT), 78)
    text = words + "  •  "
    step = 2 * math.pi / len(text)
    for number, letter in enumerate(text):
        angle = number * step - (len(words) - 1) / 2 * step
        tile = Image.new("RGBA", (130, 130), (*_RED, 0))
        ImageDraw.Draw(tile).text((65, 65), letter, fill=(*_RED, 255), font=face, anchor="mm")
        turned = tile.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        centre = (size / 2 + (size / 2 - 130) * math.sin(angle), size / 2 - (size / 2 - 130) * math.cos(angle))
        picture.alpha_composite(turned, (round(centre[0] - 65), round(centre[1] - 65)))


def _star(pen: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float) -> None:
    corners = []
    for number in range(10):
        reach = radius if number % 2 == 0 else radius * 0.4
        angle = number * math.pi / 5
        corners.append((centre[0] + reach * math.sin(angle), centre[1] - reach * math.cos(angle)))
    pen.polygon(corners, fill=(*_RED, 255))


def _lines(words: str) -> list[str]:
    return textwrap.wrap(words, width=max(12, len(words) // 3 + 3))


def _face(lines: list[str]) -> ImageFont.FreeTypeFont:
    face = ImageFont.truetype(str(_FONT), 66)
    widest = max((face.getlength(line) for line in lines), default=1)
    return ImageFont.truetype(str(_FONT), max(20, int(min(66, 66 * (_INNER - 35 * (len(lines) - 1)) / widest))))


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", optimize=True, dpi=(300, 300))
    return out.getvalue()
