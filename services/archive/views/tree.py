"""The fonds tree, one level at a time, each node with the count of what lies below it for this person."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, func, select

from services.archive.domain.fonds import Fonds, Placement, SeriesKind
from services.archive.tables import FONDS, PLACEMENTS, SERIES
from services.archive.tables.rows import fonds_of
from services.archive.views.lines import Children, Node
from services.archive.views.nodes import (
    case_file_nodes,
    filed_nodes,
    fonds_nodes,
    item_nodes,
    node_of,
    series_nodes,
)
from services.backends.database import Database
from services.kernel.errors import BadInput, NotFound
from services.kernel.people import Person

_NODES: dict[str, Callable[[Person], Select[Any]]] = {
    "fonds": fonds_nodes,
    "series": series_nodes,
    "case_file": case_file_nodes,
}
_ABOVE = {"case_file": "series", "series": "fonds"}


class Tree:
    """Reads of the tree."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def fonds(self, fonds_id: str) -> Fonds:
        """A fonds; NotFound `node-unknown`."""
        with self.database.read() as connection:
            row = connection.execute(select(FONDS).where(FONDS.c.id == fonds_id)).first()
        if row is None:
            raise _unknown()
        return fonds_of(row)

    def placements(self) -> list[Placement]:
        """The rules of which fonds documents go to."""
        ordered = select(PLACEMENTS).order_by(PLACEMENTS.c.direction, PLACEMENTS.c.register_id)
        with self.database.read() as connection:
            return [Placement(**row._mapping) for row in connection.execute(ordered)]

    def roots(self, person: Person) -> Children:
        """All fonds, the office's own first, with their counts of items."""
        return self._page("fonds", fonds_nodes(person), (), "", 1000)

    def children(self, person: Person, level: str, node_id: str, after: str = "", size: int = 50) -> Children:
        """What lies under a node, `size` at a time from the cursor `after` on; NotFound when there is no such node."""
        if level not in _NODES:
            raise BadInput("level-unknown", "Không có cấp này trong kho.", "Dùng fonds, series hoặc case_file.")
        path = self._path(person, level, node_id)
        below, wanted = self._below(person, level, node_id)
        parent = wanted.selected_columns["parent"]
        return self._page(below, wanted.where(parent == node_id), path, after, size)

    def _path(self, person: Person, level: str, node_id: str) -> tuple[Node, ...]:
        wanted = _NODES[level](person)
        with self.database.read() as connection:
            row = connection.execute(wanted.where(wanted.selected_columns["id"] == node_id)).first()
        if row is None:
            raise _unknown()
        above = _ABOVE.get(level)
        return (*(self._path(person, above, row.parent) if above else ()), node_of(level, row))

    def _below(self, person: Person, level: str, node_id: str) -> tuple[str, Select[Any]]:
        if level == "fonds":
            return "series", series_nodes(person)
        if level == "case_file":
            return "item", filed_nodes(person)
        with self.database.read() as connection:
            kind = connection.execute(select(SERIES.c.kind).where(SERIES.c.id == node_id)).scalar_one()
        return ("item", item_nodes(person)) if kind == SeriesKind.DEPOSIT else ("case_file", case_file_nodes(person))

    def _page(self, level: str, wanted: Select[Any], path: tuple[Node, ...], after: str, size: int) -> Children:
        key = wanted.selected_columns["key"]
        count = select(func.count()).select_from(wanted.subquery())
        with self.database.read() as connection:
            total = connection.execute(count).scalar_one()
            rows = connection.execute(wanted.where(key > after).order_by(key).limit(size + 1)).all()
        more = rows[size - 1].key if len(rows) > size else None
        return Children(path, tuple(node_of(level, row) for row in rows[:size]), total, more)


def _unknown() -> NotFound:
    return NotFound("node-unknown", "Kho lưu trữ không có mục này.", "Mở lại kho lưu trữ từ đầu.")
