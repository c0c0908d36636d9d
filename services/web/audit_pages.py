"""The auditor's desk: who did what, over all services, and whether the chains of the audit hold."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.kernel.deeds import words_of
from services.kernel.people import Role, require
from services.kernel.text import normalise
from services.kernel.trail import TrailAsk, TrailLine
from services.web.audit_words import DETAILS, SERVICES
from services.web.contribution import Contribution, Desk, DeskGroup
from services.web.ports import Trail
from services.web.render import page
from services.web.signin import PageCaller

HREF = "/nhat-ky"
_LONGEST = 120


def contribution(trail: Trail) -> Contribution:
    """The audit as a share of the application."""
    desk = Desk("nhat-ky", "Nhật ký", HREF, DeskGroup.ADMIN, {Role.AUDITOR}, icon="list")
    return Contribution("audit", pages=_router(trail), desks=(desk,))


def _router(trail: Trail) -> APIRouter:
    pages = APIRouter(prefix=HREF)

    @pages.get("")
    def lines(request: Request, person: PageCaller) -> Response:
        require(person, Role.AUDITOR, action="xem nhật ký")
        asked = _asked(request.query_params)
        found = trail.page(asked)
        choices = sorted(((action, words_of(action)) for action in trail.actions()), key=lambda pair: pair[1])
        return page(
            request,
            person,
            "audit.html",
            lines=[(line, words_of(line.action), details_of(line)) for line in found.lines],
            before=urlencode(found.before) if found.before is not None else "",
            asked=asked,
            actions=choices,
            services=list(SERVICES.items()),
            names=SERVICES,
        )

    @pages.get("/kiem-tra")
    def proof(request: Request, person: PageCaller) -> Response:
        require(person, Role.AUDITOR, action="kiểm tra nhật ký")
        return page(request, person, "audit_proof.html", states=trail.states(), names=SERVICES)

    return pages


def details_of(line: TrailLine) -> list[tuple[str, str]]:
    """The details of a line worth showing, each with its name; long values are cut."""
    known = ((DETAILS.get(key, key), _said(_named(key, value))) for key, value in line.details.items())
    return [(name, said) for name, said in known if said]


def _named(key: str, value: object) -> object:
    if key != "roles":
        return value
    if isinstance(value, dict):
        return {at: _named(key, roles) for at, roles in value.items()}
    return [Role(one).label if one in set(Role) else one for one in value] if isinstance(value, list) else value


def _said(value: object) -> str:
    if isinstance(value, dict) and set(value) == {"before", "after"}:
        return f"{_said(value['before']) or 'trống'} → {_said(value['after']) or 'trống'}"
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    said = "" if value is None else str(value)
    return said if len(said) <= _LONGEST else said[:_LONGEST] + "…"


def _asked(query: Mapping[str, str]) -> TrailAsk:
    return TrailAsk(
        service=query.get("ban", "") if query.get("ban", "") in SERVICES else "",
        action=query.get("viec", "")[:60],
        subject=normalise(query.get("ve", ""))[:80],
        who=normalise(query.get("ai", ""))[:200],
        before=_cursor(query.get("truoc", "")[:500]),
    )


def _cursor(text: str) -> dict[str, int]:
    return {
        name: int(seq)
        for name, seq in parse_qsl(text)
        if name in SERVICES and seq.isascii() and seq.isdigit() and len(seq) < 19
    }
