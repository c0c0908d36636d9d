"""Which part of a list a person asked for: page, rows, order; all in the address bar, rows remembered."""

import math
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request

from services.web import cookies

ROWS = (20, 50, 100, 200)
_YEAR = 365 * 86400


@dataclass(frozen=True)
class AskedList:
    """Page from 1, `size` rows each, ordered by the column `sort`; `down` for the largest first."""

    page: int = 1
    size: int = 50
    sort: str = ""
    down: bool = False

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.page - 1) * self.size

    def pages(self, total: int) -> int:
        """How many pages a list of `total` rows has, at least one."""
        return max(1, math.ceil(total / self.size))


def asked_list(
    request: Request,
    trang: Annotated[str, Query(max_length=10)] = "1",
    dong: Annotated[str, Query(max_length=5)] = "",
    xep: Annotated[str, Query(max_length=40)] = "",
) -> AskedList:
    """Read `?trang=2&dong=50&xep=-ngay`; nonsense counts as the first page, the usual rows, the usual order."""
    page = min(int(trang), 1_000_000) if trang.isascii() and trang.isdigit() else 1
    kept = request.cookies.get(cookies.ROWS, "")
    size = next((rows for wish in (dong, kept) for rows in ROWS if str(rows) == wish), 50)
    if dong and dong != kept and dong == str(size):
        cookies.put(request, cookies.ROWS, dong, seconds=_YEAR)
    return AskedList(max(page, 1), size, xep.removeprefix("-"), xep.startswith("-"))


Asked = Annotated[AskedList, Depends(asked_list)]
