"""Fictional dispatches of two years, the same for the same seed: who wrote what, when, in the wording of the field."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from services.backends.demo.bodies import Body, bodies, capacity
from services.backends.demo.wording import Matter, body_text, subject
from services.kernel.doctypes import PARTY, DocumentType, document_type
from services.kernel.notation import DocumentNumber, pad
from services.kernel.paperwork import Letter
from services.kernel.people import Organisation
from services.kernel.values import Urgency

T = TypeVar("T")
INCOMING, OUTGOING = "incoming", "outgoing"
_SPAN = timedelta(days=730)
# Type mix of a department's outgoing documents, per mille; arrivals add what departments send upwards.
_OUT_MIX = {"cong_van": 760, "quyet_dinh": 90, "bao_cao": 90, "thong_bao": 35, "ke_hoach": 25}
_IN_MIX = {"cong_van": 700, "bao_cao": 120, "to_trinh": 90, "quyet_dinh": 30, "giay_moi": 30, "ke_hoach": 30}
_URGENCIES = {Urgency.NORMAL: 900, Urgency.KHAN: 80, Urgency.THUONG_KHAN: 15, Urgency.HOA_TOC: 5}


@dataclass(frozen=True)
class Plan:
    """What to make: an office with its signers (name, position) and unit abbreviations, up to a day; in:out is 5:1."""

    office: Organisation
    signers: Sequence[tuple[str, str]]
    units: Sequence[str]
    last_day: date
    count: int = 300
    seed: int = 30


@dataclass(frozen=True)
class Dispatch:
    """One dispatch: `day` is that of its arrival or issue; the letter is complete, with number and date."""

    direction: str
    day: date
    letter: Letter

    @property
    def number(self) -> DocumentNumber:
        """Its number and notation."""
        return DocumentNumber(self.letter.number.lstrip("0"), self.letter.notation, self.letter.type.regime)


def dispatches(plan: Plan) -> list[Dispatch]:
    """All dispatches of the plan in the order of their days; outgoing numbers run from 1 in each year."""
    lot = random.Random(plan.seed)  # noqa: S311 - a demo
    days = sorted(_working_day(plan.last_day - _SPAN * lot.random()) for _ in range(plan.count))
    numbers = _Numbers()
    return [_dispatch(plan, day, lot, numbers) for day in days]


class _Numbers:
    """The numbers every issuer has given so far."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str, int], int] = {}

    def after(self, series: str, key: str, year: int, step: int) -> str:
        number = self._last.get((series, key, year), 0) + step
        self._last[series, key, year] = number
        return pad(number)


def _dispatch(plan: Plan, day: date, lot: random.Random, numbers: _Numbers) -> Dispatch:
    if lot.random() < 1 / 6:
        return Dispatch(OUTGOING, day, _outgoing(plan, day, lot, numbers))
    return Dispatch(INCOMING, day, _incoming(plan, day, lot, numbers))


def _outgoing(plan: Plan, day: date, lot: random.Random, numbers: _Numbers) -> Letter:
    kind = document_type(_pick(_OUT_MIX, lot), day)
    office = plan.office
    author = _Author(office.name, office.abbreviation, office.parent, office.place, _collective(office.name))
    signer = lot.choice(plan.signers)
    letter = _letter(kind, author, lot, day)
    chief = plan.signers[0][1]
    return replace(
        letter,
        number=numbers.after(OUTGOING, "", day.year, 1),
        notation=kind.notation(office.abbreviation, lot.choice(plan.units)),
        capacity=capacity(chief, author.collective, deputy=signer[1] != chief, regime=kind.regime),
        position=signer[1],
        signer=signer[0],
        addressees=_addressees(kind, lot),
        recipients=(*_as_above(kind), "Chủ tịch, các Phó Chủ tịch UBND tỉnh", "CVP, các PCVP UBND tỉnh"),
        kept=f"Lưu: VT, {lot.choice(plan.units)}",
    )


def _incoming(plan: Plan, day: date, lot: random.Random, numbers: _Numbers) -> Letter:
    body = lot.choices(bodies(), weights=[one.share for one in bodies()])[0]
    written = _working_day(day - timedelta(days=lot.choice((0, 1, 1, 2, 3, 5))))
    kind = document_type(lot.choice(body.types) if body.types else _pick(_IN_MIX, lot), written)
    author = _Author(body.name, body.abbreviation, body.parent, body.place, body.collective)
    head, deputy = body.leaders()
    signer = deputy if lot.random() < 0.6 else head
    # Party numbers run for each type through a term, state numbers for the office through a year.
    series, year = (f"{body.name} {kind.name}", 0) if body.regime == PARTY else (body.name, written.year)
    return replace(
        _letter(kind, author, lot, written),
        number=numbers.after(INCOMING, series, year, lot.randint(1, 9)),
        notation=_notation(kind, body, lot),
        capacity=capacity(body.chief, body.collective, deputy=signer is deputy, regime=body.regime),
        position=signer[1],
        signer=signer[0],
        addressees=(plan.office.name,) if kind.is_letter or kind.code in ("to_trinh", "giay_moi") else (),
        recipients=(*_as_above(kind), plan.office.name, f"Lãnh đạo {body.name}"),
        kept=body.kept if body.regime == PARTY else f"{body.kept}, {lot.choice(body.units)}",
    )


@dataclass(frozen=True)
class _Author:
    name: str
    abbreviation: str
    parent: str
    place: str
    collective: str


def _letter(kind: DocumentType, author: _Author, lot: random.Random, day: date) -> Letter:
    matter = Matter.drawn(lot, author.name, day)
    return Letter(
        type=kind,
        issuer=author.name,
        parent=author.parent,
        notation=author.abbreviation,
        place=author.place,
        issued_on=day,
        year=day.year,
        subject=subject(kind.code, matter, lot),
        body=tuple(body_text(kind, matter, lot)),
        position="",
        signer="",
        urgency=_pick(_URGENCIES, lot),
    )


def _notation(kind: DocumentType, body: Body, lot: random.Random) -> str:
    return kind.notation(body.abbreviation, lot.choice(body.units) if body.units else "")


def _collective(office: str) -> str:
    return "Ủy ban nhân dân" if office.casefold().startswith("ủy ban nhân dân") else ""


def _addressees(kind: DocumentType, lot: random.Random) -> tuple[str, ...]:
    if not kind.is_letter:
        return ()
    state = [one.name for one in bodies() if one.regime != PARTY]
    return tuple(lot.sample(state, lot.choice((1, 1, 2, 3))))


def _as_above(kind: DocumentType) -> tuple[str, ...]:
    return ("Như Điều 3",) if kind.code == "quyet_dinh" else ("Như trên",) if kind.is_letter else ()


def _pick(mix: dict[T, int], lot: random.Random) -> T:
    return lot.choices(list(mix), weights=list(mix.values()))[0]


def _working_day(day: date) -> date:
    return day - timedelta(days=max(day.weekday() - 4, 0))
