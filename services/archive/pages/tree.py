"""The fonds tree, drilled into level by level."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.archive.pages.desk import Id, PageDesk
from services.archive.views.lines import Children
from services.kernel.people import Person, Role
from services.web.render import page
from services.web.signin import PageCaller

After = Annotated[str, Query(alias="sau", max_length=200)]
STEP = 50


def router(desk: PageDesk) -> APIRouter:
    """Roots, fonds, series."""
    pages = APIRouter()
    tree = desk.views.tree

    @pages.get("")
    def roots(request: Request, person: PageCaller) -> Response:
        return _level(request, person, tree.roots(person))

    @pages.get("/phong/{fonds_id}")
    def of_fonds(request: Request, person: PageCaller, fonds_id: Id, after: After = "") -> Response:
        found = tree.children(person, "fonds", fonds_id, after, STEP)
        rules = [rule for rule in tree.placements() if rule.fonds_id == fonds_id]
        return page(
            request, person, "archive/fonds.html", found=found, fonds=tree.fonds(fonds_id), rules=rules,
            keeper=person.has(Role.ARCHIVIST), after=after,
        )  # fmt: skip

    @pages.get("/muc-luc/{series_id}")
    def of_series(request: Request, person: PageCaller, series_id: Id, after: After = "") -> Response:
        return _level(request, person, tree.children(person, "series", series_id, after, STEP), after)

    return pages


def _level(request: Request, person: Person, found: Children, after: str = "") -> Response:
    return page(request, person, "archive/level.html", found=found, keeper=person.has(Role.ARCHIVIST), after=after)
