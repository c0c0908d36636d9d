"""A hand that signs: the given name's letters as loops of a pen, drawn by a spline; for the demo's signature images."""

import math
import random
from collections.abc import Iterator
from itertools import pairwise

from PIL import Image, ImageDraw

from services.kernel.text import fold

Point = tuple[float, float]
# Loops of a letter: steps to the right and heights over the line, in widths and heights of a small letter.
_TALL: tuple[Point, ...] = ((0.35, 0.3), (0.95, 1.9), (0.55, 2.2), (0.45, 0.5), (0.6, -0.05), (0.95, 0.25))
_LOW: tuple[Point, ...] = ((0.45, 0.95), (0.1, 0.5), (0.5, 0.1), (0.75, 0.8), (0.55, -1.3), (0.2, -1.5), (0.95, 0.2))
_ROUND: tuple[Point, ...] = ((0.5, 0.9), (0.15, 0.7), (0.25, 0.0), (0.7, 0.25), (0.95, 0.3))
_SHORT: tuple[Point, ...] = ((0.3, 0.85), (0.4, 0.05), (0.75, 0.75), (0.85, 0.05), (1.0, 0.2))
_TALL_CAPITAL: tuple[Point, ...] = (
    (0.1, 2.2), (0.9, 3.3), (1.5, 2.9), (0.9, 1.0), (0.0, -0.5), (-0.7, 0.1), (0.1, 1.0),
    (1.6, 1.5), (2.5, 2.6), (2.0, 3.0), (1.7, 1.6), (2.0, 0.0), (2.5, 0.25),
)  # fmt: skip
_ROUND_CAPITAL: tuple[Point, ...] = (
    (1.7, 2.3), (1.2, 3.3), (0.2, 2.6), (-0.3, 1.0), (0.4, -0.2), (1.7, 0.5), (1.9, 1.9),
    (1.0, 1.6), (0.9, 0.6), (1.7, -0.1), (2.5, 0.25),
)  # fmt: skip
_SLANT = 0.42
_SAMPLES = 26


def draw_hand(ink: Image.Image, name: str, oversampled: int) -> None:
    """Draw the signature of a name into an 8-bit mask; the same name gives the same strokes."""
    hand = random.Random(name)  # noqa: S311 - a drawing, not a secret
    given = (fold(name).split() or ["x"])[-1]
    path = _fitted(list(_spline(list(_path(given, hand)))), ink.size)
    _ink_path(ink, path, hand.uniform(3.2, 4.2) * oversampled)


def _path(given: str, hand: random.Random) -> Iterator[Point]:
    x, size = 0.0, 1.0
    for shape in (_capital(given[0]), *map(_shape, given[1:5])):
        for step, height in shape:
            yield x + (step + hand.uniform(-0.07, 0.07)) * size, (height + hand.uniform(-0.1, 0.1)) * size
        x += shape[-1][0] * size * hand.uniform(1.0, 1.15)
        size *= 0.94
    yield from _tail(x, hand)


def _capital(letter: str) -> tuple[Point, ...]:
    return _ROUND_CAPITAL if letter in "abcdegopqsv" else _TALL_CAPITAL


def _shape(letter: str) -> tuple[Point, ...]:
    if letter in "bdfhklt":
        return _TALL
    if letter in "gpqyj":
        return _LOW
    return _ROUND if letter in "aceos" else _SHORT


def _tail(x: float, hand: random.Random) -> Iterator[Point]:
    yield x + 1.6, 0.5 + hand.uniform(-0.2, 0.3)
    yield x + 2.6, 1.1 + hand.uniform(-0.2, 0.4)
    yield x + 2.2, 0.2
    yield x * 0.45, -1.1 - hand.uniform(0, 0.4)
    yield x * 0.2, -1.2
    yield x * 0.5, -1.35
    yield x + 1.2, -0.9 + hand.uniform(-0.1, 0.2)


def _spline(knots: list[Point]) -> Iterator[Point]:
    for index in range(len(knots) - 1):
        near = (knots[max(index - 1, 0)], knots[index], knots[index + 1], knots[min(index + 2, len(knots) - 1)])
        across, up = zip(*near, strict=True)
        for sample in range(_SAMPLES):
            yield _between(across, sample / _SAMPLES), _between(up, sample / _SAMPLES)


def _between(near: tuple[float, ...], t: float) -> float:
    before, start, end, after = near
    bend = 2 * before - 5 * start + 4 * end - after
    twist = 3 * start - before - 3 * end + after
    return 0.5 * (2 * start + (end - before) * t + bend * t * t + twist * t**3)


def _fitted(path: list[Point], size: tuple[int, int]) -> list[Point]:
    slanted = [(x + y * _SLANT, -y) for x, y in path]
    left, top = min(x for x, _ in slanted), min(y for _, y in slanted)
    wide, high = max(x for x, _ in slanted) - left, max(y for _, y in slanted) - top
    scale = min(size[0] * 0.92 / wide, size[1] * 0.88 / high)
    x0, y0 = (size[0] - wide * scale) / 2, (size[1] - high * scale) / 2
    return [(x0 + (x - left) * scale, y0 + (y - top) * scale) for x, y in slanted]


def _ink_path(ink: Image.Image, path: list[Point], heavy: float) -> None:
    pen, width = ImageDraw.Draw(ink), heavy
    for before, (x, y) in pairwise(path):
        length = math.hypot(x - before[0], y - before[1]) or 1.0
        downward = max((y - before[1]) / length, 0.0)
        speed = min(length / (heavy * 1.6), 1.0)
        width += 0.2 * (heavy * (0.7 + 0.75 * downward - 0.35 * speed) - width)
        half = width / 2
        pen.line((*before, x, y), fill=255, width=max(1, round(width)))
        pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
