"""The pages of a paper as the viewer shows them."""

from dataclasses import dataclass

WIDTH, THUMB = 1240, 128
"""Widths in pixels of a page image and of its small picture."""


@dataclass(frozen=True)
class PageImage:
    """One page image, with the place a page of A4 keeps free for it."""

    src: str
    thumb: str
    label: str
    width: int = WIDTH
    height: int = WIDTH * 297 // 210
