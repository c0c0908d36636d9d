"""The application: every service's routes in one shell."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware

from services.web import audit_pages, dead_letter_pages, desks, home, problems, pulse, static
from services.web.contribution import Contribution, WebParts
from services.web.guard import Guard
from services.web.head import Head
from services.web.headers import Headers
from services.web.openapi import describe
from services.web.render import environment

TITLE = "vanthu"
VERSION = "1"


def build(parts: WebParts) -> FastAPI:
    """The ASGI application of all desks and the API, ready to serve."""
    shares = [*parts.contributions]
    if parts.dead_letters is not None:
        shares.append(dead_letter_pages.contribution(parts.dead_letters))
    if parts.trail is not None:
        shares.append(audit_pages.contribution(parts.trail))
    parts = replace(parts, contributions=shares)
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        middleware=_layers(parts, shares),
        redirect_slashes=False,
    )
    sheet, script = static.bundles(shares)
    app.state.web = parts
    app.state.jinja = environment(shares, {"sheet": sheet.address, "script": script.address})
    problems.install(app)
    # Routes are compared in turn: programs that send thousands of documents are not led past every page first.
    for share in shares:
        if share.api is not None:
            app.include_router(share.api, prefix=f"/api/v1/{share.name}", tags=[share.name])
    for router in _routers(parts, shares, (sheet, script)):
        app.include_router(router, include_in_schema=False)
    describe(app)
    return app


def _layers(parts: WebParts, shares: Sequence[Contribution]) -> list[Middleware]:
    uploads = {pattern: most for share in shares for pattern, most in share.uploads.items()}
    open_uploads = {pattern: most for share in shares for pattern, most in share.open_uploads.items()}
    return [
        Middleware(Head),
        Middleware(Headers),
        *parts.layers,
        Middleware(pulse.Measured, registry=parts.registry),
        Middleware(Guard, uploads=uploads, open_uploads=open_uploads),
    ]


def _routers(parts: WebParts, shares: Sequence[Contribution], made: Sequence[static.Bundle]) -> list[APIRouter]:
    ready = {name: question for share in shares for name, question in share.ready.items()} | dict(parts.ready)
    pages = [share.pages for share in shares if share.pages is not None]
    return [static.router(made), pulse.router(ready, parts.registry), home.router, desks.router, *pages]
