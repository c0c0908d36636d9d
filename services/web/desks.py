"""The left column and the bell: the desks of a person with what waits there."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from services.kernel.people import Person
from services.web.contribution import Desk, DeskGroup, WebParts
from services.web.signin import PageCaller, parts_of

PHONE_ITEMS = 3


@dataclass(frozen=True)
class Entry:
    """A desk as shown: with the number that waits there."""

    desk: Desk
    waiting: int


@dataclass(frozen=True)
class Column:
    """The left column: headings with their entries; `bell` sums what is urgent; `phone` is the bottom bar."""

    groups: Sequence[tuple[DeskGroup, Sequence[Entry]]]
    bell: int

    @property
    def entries(self) -> list[Entry]:
        """All entries in order."""
        return [entry for _, entries in self.groups for entry in entries]

    @property
    def phone(self) -> list[Entry]:
        """The few entries of the bottom bar on a phone: the first heading's, then what counts work, then the rest."""
        first = self.groups[0][0] if self.groups else None

        def rank(entry: Entry) -> int:
            return 0 if entry.desk.group is first else 1 if entry.desk.count else 2

        return sorted(self.entries, key=rank)[:PHONE_ITEMS]

    def here(self, path: str) -> str:
        """The address of the desk a path belongs to, the longest that fits; empty when none does."""
        fitting = (e.desk.href for e in self.entries if path == e.desk.href or path.startswith(e.desk.href + "/"))
        return max(fitting, key=len, default="")

    def ringing(self) -> list[Entry]:
        """The entries that make the bell ring."""
        return [entry for entry in self.entries if entry.waiting and entry.desk.urgent]


def column(parts: WebParts, person: Person) -> Column:
    """The column of one person, counted now."""
    entries = [Entry(desk, desk.count(person) if desk.count else 0) for desk in parts.desks_of(person)]
    groups = [(group, list(found)) for group, found in groupby(entries, key=lambda entry: entry.desk.group)]
    return Column(groups, sum(entry.waiting for entry in entries if entry.desk.urgent))


def bell_json(found: Column) -> dict[str, object]:
    """What the script asks for to keep the counts fresh."""
    return {
        "total": found.bell,
        "desks": {entry.desk.key: entry.waiting for entry in found.entries if entry.desk.count is not None},
    }


router = APIRouter()


@router.get("/chuong")
def bell(request: Request, person: PageCaller) -> Response:
    """The counts of every desk of this person, as JSON."""
    return JSONResponse(bell_json(column(parts_of(request), person)))
