"""Lists of arrived documents: which rows, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, extract, false, or_, select, true

from services.backends.rows import by
from services.intake.domain.incoming import State
from services.intake.domain.routing import Task
from services.intake.tables.incoming import ASSIGNMENTS, INCOMING
from services.intake.views.documents import open_to
from services.kernel.people import Person, Role
from services.kernel.text import fold

OPEN_STATES = [state.value for state in State if state.is_open]


class Tray(StrEnum):
    """A pile of arrived documents that waits for somebody."""

    ALL = "all"
    TO_PRESENT = "to_present"
    TO_DIRECT = "to_direct"
    MINE = "mine"
    MINE_DUE = "mine_due"
    MINE_OVERDUE = "mine_overdue"
    INFORMED = "informed"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class IncomingAsk:
    """Which documents: a tray, words of number, notation, issuer or subject, and facets; `today` is the office day.

    `year` is that of the arrival, not of a register's term.

    `sort` is one of number, arrived, date, due, urgency, issuer; `down` for the largest first.
    """

    today: date
    tray: Tray = Tray.ALL
    words: str = ""
    register_id: str = ""
    year: int | None = None
    type_code: str = ""
    state: State | None = None
    first: date | None = None
    last: date | None = None
    sort: str = ""
    down: bool = True
    offset: int = 0
    size: int = 50


def matching(ask: IncomingAsk, person: Person) -> ColumnElement[bool]:
    """The condition of a list: in the tray, asked for, and open to the person."""
    wanted = [open_to(person, INCOMING.c.id), in_tray(ask.tray, person, ask.today)]
    wanted += [INCOMING.c.register_id == ask.register_id] if ask.register_id else []
    wanted += [extract("year", INCOMING.c.arrived_on) == ask.year] if ask.year is not None else []
    wanted += [INCOMING.c.type_code == ask.type_code] if ask.type_code else []
    wanted += [INCOMING.c.state == ask.state.value] if ask.state else []
    wanted += [INCOMING.c.arrived_on >= ask.first] if ask.first else []
    wanted += [INCOMING.c.arrived_on <= ask.last] if ask.last else []
    wanted += [_worded(word) for word in fold(ask.words).split()[:8]]
    return and_(*wanted)


def _worded(word: str) -> ColumnElement[bool]:
    like = f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
    texts = (INCOMING.c.notation_key, INCOMING.c.issuer_key, INCOMING.c.subject_key)
    hits: list[ColumnElement[bool]] = [text.like(like, escape="!") for text in texts]
    if word.isascii() and word.isdigit() and len(word) < 10:
        hits.append(INCOMING.c.number == int(word))
    return or_(*hits)


def in_tray(tray: Tray, person: Person, today: date) -> ColumnElement[bool]:
    """The condition that a document waits in a tray of this person."""
    match tray:
        case Tray.ALL:
            return true()
        case Tray.TO_PRESENT:
            return (INCOMING.c.state == State.REGISTERED.value) if person.has(Role.CLERK) else false()
        case Tray.TO_DIRECT:
            return (INCOMING.c.state == State.PRESENTED.value) & (INCOMING.c.leader_id == person.id)
        case Tray.MINE:
            return _assigned(person, (Task.LEAD,)) & _working()
        case Tray.MINE_DUE:
            return _assigned(person, (Task.LEAD,)) & _working() & (INCOMING.c.due >= today)
        case Tray.MINE_OVERDUE:
            return _assigned(person, (Task.LEAD,)) & _working() & (INCOMING.c.due < today)
        case Tray.INFORMED:
            return _assigned(person, (Task.COORDINATE, Task.INFORM)) & INCOMING.c.state.in_(OPEN_STATES)
        case Tray.OVERDUE:
            return INCOMING.c.state.in_(OPEN_STATES) & (INCOMING.c.due < today)


def _working() -> ColumnElement[bool]:
    return INCOMING.c.state.in_([State.DIRECTED.value, State.IN_PROGRESS.value])


def _assigned(person: Person, tasks: tuple[Task, ...]) -> ColumnElement[bool]:
    own = ASSIGNMENTS.c.person_id == person.id
    if person.has(Role.UNIT_HEAD):
        own = own | ((ASSIGNMENTS.c.person_id == "") & (ASSIGNMENTS.c.unit_id == person.unit_id))
    named = ASSIGNMENTS.c.task.in_([task.value for task in tasks])
    return INCOMING.c.id.in_(_ids(own & named))


def _ids(condition: ColumnElement[bool]) -> Select[Any]:
    return select(ASSIGNMENTS.c.document_id).where(condition)


def order_of(ask: IncomingAsk) -> Sequence[ColumnElement[Any]]:
    """The order of a list; urgent documents come first where work waits."""
    newest = [INCOMING.c.arrived_on.desc(), INCOMING.c.number.desc()]
    columns: dict[str, list[ColumnElement[Any]]] = {
        "number": [INCOMING.c.year, INCOMING.c.number],
        "arrived": [INCOMING.c.arrived_on, INCOMING.c.number],
        "date": [INCOMING.c.document_date],
        "due": [INCOMING.c.due.is_(None), INCOMING.c.due],
        "urgency": [INCOMING.c.urgency_rank],
        "issuer": [INCOMING.c.issuer_key],
    }
    if ask.sort in columns:
        return [by(one, ask.down) for one in columns[ask.sort]] + newest
    if ask.tray is Tray.ALL:
        return list(newest)
    return [INCOMING.c.urgency_rank.desc(), INCOMING.c.due.is_(None), INCOMING.c.due, *newest]
