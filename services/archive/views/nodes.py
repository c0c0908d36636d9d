"""The queries behind the fonds tree: per level the same columns — id, parent, code, title, detail, children, key."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, case, cast, func, literal, select

from services.archive.domain.case_file import CaseFileState
from services.archive.domain.fonds import FondsStatus
from services.archive.tables import CASE_FILES, FILINGS, FONDS, ITEMS, SERIES
from services.archive.views.lines import Node
from services.archive.views.sight import open_case_files, open_items
from services.kernel.people import Person

_WORDS = {each.value: each.label for each in FondsStatus} | {f"file-{each.value}": each.label for each in CaseFileState}
_FILED = ITEMS.join(FILINGS, FILINGS.c.item_id == ITEMS.c.id)
_TITLE = func.coalesce(func.nullif(ITEMS.c.notation, ""), cast(ITEMS.c.number, String)) + " · " + ITEMS.c.subject
_CODE = {"case_files": "notation", "items": "reference_code"}

Nodes = Select[Any]


def fonds_nodes(person: Person) -> Nodes:
    """Every fonds; the key puts the office's own first."""
    count = _items_where(person, ITEMS.c.fonds_id == FONDS.c.id)
    key = case((FONDS.c.is_default, "0"), else_="1") + FONDS.c.code
    return _columns(FONDS, literal(""), FONDS.c.title, FONDS.c.status, count).add_columns(key.label("key"))


def series_nodes(person: Person) -> Nodes:
    """Series; each holds items or case files, never both."""
    items = _items_where(person, ITEMS.c.series_id == SERIES.c.id)
    files = select(func.count()).select_from(CASE_FILES).where(CASE_FILES.c.series_id == SERIES.c.id)
    count = items + files.where(open_case_files(person)).scalar_subquery()
    wanted = _columns(SERIES, SERIES.c.fonds_id, SERIES.c.title, literal(""), count)
    return wanted.add_columns(SERIES.c.code.label("key"))


def case_file_nodes(person: Person) -> Nodes:
    """Case files the person may see."""
    inside = select(func.count()).select_from(_FILED).where(FILINGS.c.case_file_id == CASE_FILES.c.id)
    count = inside.where(open_items(person)).correlate(CASE_FILES).scalar_subquery()
    detail = literal("file-") + CASE_FILES.c.state
    wanted = _columns(CASE_FILES, CASE_FILES.c.series_id, CASE_FILES.c.title, detail, count)
    return wanted.where(open_case_files(person)).add_columns(CASE_FILES.c.reference_code.label("key"))


def item_nodes(person: Person) -> Nodes:
    """Items of a series of deposits; those voided say so."""
    return _item_columns(ITEMS.c.series_id, ITEMS.c.reference_code).where(open_items(person))


def filed_nodes(person: Person) -> Nodes:
    """Items as they lie in a case file."""
    key = func.substr(cast(FILINGS.c.ordinal + 100_000_000, String), 2)
    return _item_columns(FILINGS.c.case_file_id, key).select_from(_FILED).where(open_items(person))


def node_of(level: str, row: Row[Any]) -> Node:
    """A node from a row of these queries."""
    return Node(level, row.id, row.code, row.title, row.children, _WORDS.get(row.detail, row.detail))


def _item_columns(parent: ColumnElement[Any], key: ColumnElement[Any]) -> Nodes:
    detail = case((ITEMS.c.void_reason != "", "Số đã hủy"), else_=ITEMS.c.type_name)
    wanted = _columns(ITEMS, parent, _TITLE, detail, literal(0))
    return wanted.add_columns(key.label("key"))


def _columns(
    table: Any,
    parent: ColumnElement[Any],
    title: ColumnElement[Any],
    detail: ColumnElement[Any],
    children: ColumnElement[Any],
) -> Nodes:
    return select(
        table.c.id,
        parent.label("parent"),
        table.c[_CODE.get(table.name, "code")].label("code"),
        title.label("title"),
        detail.label("detail"),
        children.label("children"),
    )


def _items_where(person: Person, condition: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).select_from(ITEMS).where(condition, open_items(person)).scalar_subquery()
