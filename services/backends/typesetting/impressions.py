"""Images for the demo: a signature as written by hand in blue, an agency seal in red, both on nothing (Art. II.7-8)."""

import math
import random
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from services.backends.typesetting.handwriting import draw_hand

# Not from `compile`: that would bring the typesetter into every process that finds keys.
_FONT = Path(__file__).parent / "fonts" / "Tinos-Bold.ttf"
BLUE = (24, 58, 158)
RED = (214, 20, 32)
# 36 mm at 300 dots per inch.
SEAL_PIXELS = 425
SIGNATURE_PIXELS = (480, 250)
_OVERSAMPLED = 3
# One plane of one colour and few steps of alpha keep an image at a tenth of its size in every signed document.
_ALPHA_STEPS = 16


def signature_image(name: str) -> bytes:
    """A transparent PNG, 480 × 250 pixels, of a blue signature; the same name always signs the same way."""
    width, height = (side * _OVERSAMPLED for side in SIGNATURE_PIXELS)
    ink = Image.new("L", (width, height), 0)
    draw_hand(ink, name, _OVERSAMPLED)
    return _png(ink.resize(SIGNATURE_PIXELS, Image.Resampling.LANCZOS), BLUE)


def seal_image(office: str, parent: str = "") -> bytes:
    """A transparent PNG, 425 × 425 pixels for 36 mm, of a round red seal: names around, a star in the middle."""
    side = SEAL_PIXELS * _OVERSAMPLED
    ink = Image.new("L", (side, side), 0)
    pen, middle = ImageDraw.Draw(ink), side / 2
    for radius, thickness in ((0.49, 0.014), (0.465, 0.005), (0.27, 0.005)):
        reach = side * radius
        pen.ellipse(
            (middle - reach, middle - reach, middle + reach, middle + reach), outline=255, width=int(side * thickness)
        )
    _around(ink, office.upper(), upper=True)
    _around(ink, parent.upper(), upper=False)
    pen.polygon(_star(middle, middle, side * 0.2), fill=255)
    if not parent:
        pen.polygon(_star(middle, side * 0.87, side * 0.035), fill=255)
    return _png(_worn(ink.resize((SEAL_PIXELS, SEAL_PIXELS), Image.Resampling.LANCZOS), office), RED)


def _png(alpha: Image.Image, colour: tuple[int, int, int]) -> bytes:
    step = 255 // (_ALPHA_STEPS - 1)
    image = Image.new("RGB", alpha.size, colour)
    image.putalpha(alpha.point(lambda level: round(level / step) * step))
    out = BytesIO()
    image.save(out, "PNG", optimize=True, dpi=(300, 300))
    return out.getvalue()


def _around(ink: Image.Image, words: str, *, upper: bool) -> None:
    side, room = ink.width, math.radians(235 if upper else 105)
    font = ImageFont.truetype(str(_FONT), side * 0.088)
    radius, widths = side * 0.37, [font.getlength(sign) for sign in words]
    spread = min(1.25, room * radius / max(sum(widths), 1))
    if spread < 1:
        font = ImageFont.truetype(str(_FONT), side * 0.088 * spread)
        widths, spread = [font.getlength(sign) for sign in words], 1.0
    angle = -sum(widths) * spread / radius / 2
    for sign, width in zip(words, widths, strict=True):
        turn = width * spread / radius
        _letter(ink, sign, font, angle + turn / 2 if upper else -(angle + turn / 2) + math.pi)
        angle += turn


def _letter(ink: Image.Image, sign: str, font: ImageFont.FreeTypeFont, angle: float) -> None:
    side, radius, size = ink.width, ink.width * 0.367, int(font.size * 2)
    tile = Image.new("L", (size, size), 0)
    ImageDraw.Draw(tile).text((size / 2, size / 2 + font.size * 0.3), sign, font=font, fill=255, anchor="ms")
    lower = math.cos(angle) < -0.2
    tile = tile.rotate(-math.degrees(angle) + (180 if lower else 0), resample=Image.Resampling.BICUBIC)
    x, y = side / 2 + radius * math.sin(angle), side / 2 - radius * math.cos(angle)
    corner = (round(x - size / 2), round(y - size / 2))
    region = (*corner, corner[0] + size, corner[1] + size)
    ink.paste(ImageChops.lighter(ink.crop(region), tile), region)


def _star(x: float, y: float, reach: float) -> list[tuple[float, float]]:
    points = []
    for index in range(10):
        radius = reach if index % 2 == 0 else reach * 0.382
        points.append((x + radius * math.sin(index * math.pi / 5), y - radius * math.cos(index * math.pi / 5)))
    return points


def _worn(alpha: Image.Image, office: str) -> Image.Image:
    hand = random.Random(office)  # noqa: S311 - a drawing, not a secret
    coarse = Image.new("L", (8, 8))
    coarse.putdata([hand.randint(200, 255) for _ in range(64)])
    return ImageChops.multiply(alpha, coarse.resize(alpha.size, Image.Resampling.BICUBIC))
