"""The trays outgoing documents wait in, as conditions on rows; a count and its list use the same one."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_

from services.backends.rows import by
from services.intake.domain.outgoing import State
from services.intake.tables.outgoing import OUTGOING
from services.intake.views.documents import open_to
from services.kernel.people import Person, Role
from services.kernel.text import fold

_ROW = OUTGOING.c


class Tray(StrEnum):
    """A place where outgoing documents wait for somebody; `register` is the book, `all` everything open to a person."""

    DRAFTS = "drafts"
    RETURNED = "returned"
    UNDERWAY = "underway"
    TO_APPROVE = "to_approve"
    TO_CHECK = "to_check"
    TO_NUMBER = "to_number"
    TO_SEAL = "to_seal"
    TO_ISSUE = "to_issue"
    REGISTER = "register"
    ALL = "all"


@dataclass(frozen=True)
class OutgoingAsk:
    """Which part of which tray; `words` are sought in subject and notation, `down` puts the largest first.

    `year` is that of the document's date, not of a register's term.
    """

    tray: Tray
    offset: int = 0
    size: int = 50
    sort: str = ""
    down: bool = False
    words: str = ""
    year: int | None = None
    register_id: str = ""
    type_code: str = ""
    state: str = ""


def tray_condition(tray: Tray, person: Person) -> ColumnElement[bool]:
    """Which rows lie in a tray of this person."""
    if tray in _CLERK_TRAYS:
        return _ROW.state == _CLERK_TRAYS[tray].value if person.has(Role.CLERK) else false()
    if tray is Tray.TO_APPROVE:
        return _to_approve(person)
    if tray is Tray.TO_CHECK:
        mine = and_(_ROW.state == State.CONTENT_APPROVED.value, _ROW.drafter_id != person.id)
        return mine if person.has(Role.FORMAT_CHECKER) else false()
    if tray is Tray.REGISTER:
        return and_(_ROW.number.is_not(None), open_to(person, _ROW.id))
    return open_to(person, _ROW.id) if tray is Tray.ALL else _drafters(tray, person)


def chosen(ask: OutgoingAsk, person: Person) -> ColumnElement[bool]:
    """Which rows of a tray were asked for."""
    conditions = [tray_condition(ask.tray, person)]
    wishes = {"issued_year": ask.year, "register_id": ask.register_id, "type_code": ask.type_code, "state": ask.state}
    conditions += [_ROW[name] == value for name, value in wishes.items() if value]
    if folded := fold(ask.words):
        conditions.append(
            or_(_ROW.subject_key.contains(folded, autoescape=True), _ROW.notation.icontains(ask.words, autoescape=True))
        )
    return and_(*conditions)


def ordered(rows: Select[Any], ask: OutgoingAsk) -> Select[Any]:
    """The rows in the order and part asked for: urgent and long-waiting first, a register by its newest number."""
    column = _SORTS.get(ask.sort)
    if column is not None:
        rows = rows.order_by(by(column, ask.down), _ROW.id)
    elif ask.tray in (Tray.REGISTER, Tray.ALL):
        rows = rows.order_by(by(_ROW.issued_on, down=True), by(_ROW.number, down=True), _ROW.id.desc())
    else:
        rows = rows.order_by(_ROW.urgency_rank.desc(), _ROW.since, _ROW.id)
    return rows.offset(ask.offset).limit(ask.size)


_CLERK_TRAYS = {Tray.TO_NUMBER: State.SIGNED, Tray.TO_SEAL: State.NUMBERED, Tray.TO_ISSUE: State.SEALED}
_SORTS: dict[str, ColumnElement[Any]] = {
    "so": _ROW.number,
    "ngay": _ROW.issued_on,
    "cho": _ROW.since,
    "trich-yeu": _ROW.subject_key,
    "khan": _ROW.urgency_rank,
    "soan": _ROW.drafter_name,
}
_WITH_DRAFTER = {Tray.DRAFTS: 0, Tray.RETURNED: 1}


def _to_approve(person: Person) -> ColumnElement[bool]:
    whose: list[ColumnElement[bool]] = []
    if person.has(Role.UNIT_HEAD):
        whose.append(_ROW.unit_id == person.unit_id)
    if person.has(Role.LEADER):
        whose.append(_ROW.drafter_is_head == 1)
    waiting = and_(_ROW.state == State.SUBMITTED.value, _ROW.drafter_id != person.id)
    return and_(waiting, or_(*whose)) if whose else false()


def _drafters(tray: Tray, person: Person) -> ColumnElement[bool]:
    mine = _ROW.drafter_id == person.id
    if tray is Tray.UNDERWAY:
        return and_(mine, _ROW.state.not_in((State.DRAFT.value, State.ISSUED.value)))
    return and_(mine, _ROW.state == State.DRAFT.value, _ROW.returned == _WITH_DRAFTER[tray])
