"""The first page: what waits for this person, each number a link to the same list."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.web.render import page
from services.web.signin import PageCaller, parts_of

router = APIRouter()


@router.get("/")
def home(request: Request, person: PageCaller) -> Response:
    """The tiles of the person's desks."""
    return page(request, person, "home.html", now=parts_of(request).clock.now())


@router.get("/phim-tat")
def keys(request: Request, person: PageCaller) -> Response:
    """The keys of the desks, for whoever has no script or wants to print them."""
    return page(request, person, "keys.html")
