"""JSON routes of registers: the shelf, whether volumes are whole, and their lines."""

from datetime import date

from fastapi import APIRouter
from pydantic import Field

from services.intake.domain.registers import Direction
from services.intake.handlers.incoming_desk import IncomingDesk
from services.intake.handlers.register_looks import RegisterLooks
from services.intake.handlers.registers import OpenRegister
from services.intake.views import IntakeViews
from services.web.bodies import Answer, Body, Line
from services.web.signin import Caller


class RegisterBody(Body):
    """A register to open; `scope` are type codes, empty for all; `term` is its first day when it numbers by terms."""

    name: Line
    direction: Direction
    scope: tuple[Line, ...] = ()
    term: date | None = None


class TermBody(Body):
    """The first day of a new term."""

    first_day: date = Field(examples=["2030-10-16"])


class RegisterAnswer(Answer):
    """A register."""

    id: str
    name: str
    direction: Direction
    scope: frozenset[str]
    opened_on: date
    closed_on: date | None
    terms: tuple[date, ...]


class VolumeAnswer(Answer):
    """A year of a register: `last` number given, how many void, the first gap (0: none) and its reason."""

    register_id: str
    register_name: str
    year: int
    last: int
    void: int
    first_gap: int
    reason: str
    whole: bool


def router(desk: IncomingDesk, views: IntakeViews, looks: RegisterLooks) -> APIRouter:
    """All routes under /registers."""
    api = APIRouter()

    @api.get("/registers")
    def shelf(caller: Caller, direction: Direction | None = None) -> tuple[RegisterAnswer, ...]:  # noqa: ARG001 - must be signed in
        """Every register."""
        return tuple(map(RegisterAnswer.model_validate, views.registers(direction)))

    @api.post("/registers", status_code=201)
    def opened(caller: Caller, body: RegisterBody) -> RegisterAnswer:
        """Open a register."""
        order = OpenRegister(body.name, body.direction, frozenset(body.scope), term=body.term)
        return RegisterAnswer.model_validate(desk.registers.open(caller, order))

    @api.post("/registers/{register_id}/terms")
    def term(caller: Caller, register_id: str, body: TermBody) -> RegisterAnswer:
        """Say when the next term of a register begins."""
        return RegisterAnswer.model_validate(desk.registers.begin_term(caller, register_id, body.first_day))

    @api.get("/registers/check")
    def checked(caller: Caller) -> tuple[VolumeAnswer, ...]:
        """Whether 1..N each have a document or a reason, for every volume."""
        return tuple(map(VolumeAnswer.model_validate, looks.checked(caller)))

    return api
