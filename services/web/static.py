"""The one sheet and the one script, joined from their files and named by their content."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.web.contribution import Contribution

STATIC = Path(__file__).parent / "static"
STYLES = ("tokens", "frame", "forms", "tables", "cards", "viewer", "print")
SCRIPTS = ("keys", "drafts", "viewer", "bell", "lists")
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Bundle:
    """A joined file under a name that changes with its content."""

    name: str
    media_type: str
    content: bytes

    @property
    def address(self) -> str:
        """Where a page finds it."""
        return f"/static/{self.name}"


def bundles(contributions: Sequence[Contribution]) -> tuple[Bundle, Bundle]:
    """The sheet and the script of the shell with those the services add."""
    styles = [STATIC / "css" / f"{name}.css" for name in STYLES] + [p for one in contributions for p in one.styles]
    scripts = [STATIC / "js" / f"{name}.js" for name in SCRIPTS] + [p for one in contributions for p in one.scripts]
    return _joined("css", "text/css", styles), _joined("js", "text/javascript", scripts)


def _joined(kind: str, media_type: str, files: Iterable[Path]) -> Bundle:
    content = b"\n".join(file.read_bytes() for file in files)
    return Bundle(f"vanthu-{hashlib.sha256(content).hexdigest()[:12]}.{kind}", media_type, content)


def router(made: Sequence[Bundle]) -> APIRouter:
    """Routes for the bundles and the icon of the tab."""
    routes = APIRouter()
    by_name = {bundle.name: bundle for bundle in made}
    mark = (STATIC / "mark.svg").read_bytes()

    @routes.get("/static/{name}")
    def bundle(request: Request, name: str) -> Response:
        found = by_name.get(name) or _newest(made, name)
        if found is None:
            return Response(status_code=404)
        if found.name != name:
            return RedirectResponse(found.address, 307)
        if request.headers.get("if-none-match") == f'"{name}"':
            return Response(status_code=304)
        return Response(found.content, media_type=found.media_type, headers=_kept(name))

    @routes.get("/mark.svg")
    @routes.get("/favicon.ico")
    def tab_mark() -> Response:
        return Response(mark, media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})

    return routes


def _kept(name: str) -> dict[str, str]:
    return {"Cache-Control": _FOREVER, "ETag": f'"{name}"'}


def _newest(made: Sequence[Bundle], name: str) -> Bundle | None:
    return next((bundle for bundle in made if name == f"vanthu.{bundle.name.rsplit('.', 1)[1]}"), None)
