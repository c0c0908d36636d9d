"""Where number, date and signature go on a document's page, known before anybody signs."""

import json
from dataclasses import asdict, dataclass

from services.kernel.errors import BadInput


@dataclass(frozen=True)
class Box:
    """A rectangle on a page: `page` counts from 1, the rest are PDF points from the bottom left corner of the page."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Points from left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Points from bottom to top."""
        return self.y1 - self.y0


@dataclass(frozen=True)
class Anchors:
    """The gaps a draft leaves; the bottom of `number`, `day` and `month` is the baseline of the line they stand in.

    `signature` is the space between the signer's position and name (Decree 30/2020 App. I, cell 7c).
    """

    number: Box
    day: Box
    month: Box
    signature: Box

    def to_json(self) -> str:
        """The text a fact carries."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Anchors | None":
        """The anchors a fact carries, None for an empty text; BadInput `anchors-unreadable` otherwise."""
        if not text:
            return None
        try:
            boxes = {name: Box(**box) for name, box in json.loads(text).items()}
            return cls(**boxes)
        except (ValueError, TypeError, AttributeError) as broken:
            raise BadInput(
                "anchors-unreadable", "Không đọc được vị trí đặt số, ngày và chữ ký.", "Tạo lại bản thảo từ mẫu."
            ) from broken
