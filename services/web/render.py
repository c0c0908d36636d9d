"""Pages from templates: one environment for the shell and every service, escaped, with nothing undefined."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, Undefined
from starlette.datastructures import URL
from starlette.types import Receive, Scope, Send

from services.kernel.errors import Refusal, Unavailable
from services.kernel.people import Person
from services.web import cookies
from services.web.contribution import Contribution
from services.web.desks import column
from services.web.filters import FILTERS
from services.web.icons import icon
from services.web.signin import parts_of, signed_in
from services.web.statuses import RETRY_AFTER, TITLES, status_of

TEMPLATES = Path(__file__).parent / "templates"


class _Onward(RedirectResponse):
    def __init__(self, address: str, note: str) -> None:
        super().__init__(address, 303)
        self.note = note

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.note:  # only now is the request known, and with it whether cookies are for https alone
            cookies.put_note(Request(scope), self.note)
        await super().__call__(scope, receive, send)


class Unsaid(Undefined):
    """What a template was not given: to show it is a mistake, to ask for it (`sent.name or ""`) is not."""

    __slots__ = ()

    def __str__(self) -> str:
        self._fail_with_undefined_error()

    def __iter__(self) -> Iterator[Any]:
        self._fail_with_undefined_error()


def environment(contributions: Sequence[Contribution], names: Mapping[str, object]) -> Environment:
    """The Jinja environment; the file `templates/intake/list.html` of a service is "intake/list.html"."""
    rooms = [FileSystemLoader(one.templates) for one in contributions if one.templates]
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(TEMPLATES), *rooms]),
        autoescape=True,
        auto_reload=False,
        undefined=Unsaid,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals.update(icon=icon, with_query=with_query, **names)
    return made


def with_query(request: Request, **changes: object) -> str:
    """The address of this page with some query parameters changed; None takes one away."""
    gone = [name for name, value in changes.items() if value is None]
    kept = {name: value for name, value in changes.items() if value is not None}
    url = URL(scope=request.scope).remove_query_params(gone).include_query_params(**kept)
    return url.path + (f"?{url.query}" if url.query else "")


def page(
    request: Request, person: Person, template: str, refusal: Refusal | None = None, **context: Any
) -> HTMLResponse:
    """A page of a desk inside the frame; with a refusal the same page comes back with it and its status."""
    status = status_of(refusal) if refusal else 200
    signed = signed_in(request)
    shared = {"person": person, "desks": column(parts_of(request), person), "csrf": signed.csrf if signed else ""}
    return _rendered(request, template, shared | {"refusal": refusal} | context, status)


def bare_page(request: Request, template: str, refusal: Refusal | None = None, **context: Any) -> HTMLResponse:
    """A page outside the desks, for whoever is not signed in."""
    shared = {"person": None, "desks": None, "csrf": "", "refusal": refusal}
    return _rendered(request, template, shared | context, status_of(refusal) if refusal else 200)


def problem_page(request: Request, refusal: Refusal, status: int) -> HTMLResponse:
    """The page that says what cannot be done and what to do instead."""
    shown = {"title": TITLES.get(status, TITLES[400]), "refusal": refusal, "status": status}
    return _rendered(request, "problem.html", {"person": None, "desks": None, "csrf": ""} | shown, status)


def go_to(address: str, note: str = "") -> RedirectResponse:
    """After a post: on to another page, with a sentence shown there once."""
    return _Onward(address, note)


def _office(request: Request) -> str:
    # The page that says the directory is away cannot ask it for the name.
    try:
        return parts_of(request).office()
    except Unavailable:
        return ""


def _rendered(request: Request, template: str, context: dict[str, Any], status: int) -> HTMLResponse:
    made: Environment = request.app.state.jinja
    whole = {"request": request, "office": _office(request), "note": cookies.take_note(request)} | context
    return HTMLResponse(made.get_template(template).render(whole), status, RETRY_AFTER.get(status))
