"""Is it alive, is it ready, and in what figures: for those who run it."""

from collections.abc import Mapping
from time import perf_counter

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kernel.readiness import Ready, answered


def router(ready: Mapping[str, Ready], registry: CollectorRegistry) -> APIRouter:
    """`/healthz` (the process), `/readyz` (what it depends on), `/metrics` (Prometheus)."""
    routes = APIRouter()

    @routes.get("/healthz")
    async def alive() -> Response:
        # From the loop itself: every thread may be waiting for a server that is away.
        return JSONResponse({"status": "ok"})

    @routes.get("/readyz")
    def is_ready() -> Response:
        status, told = answered(ready)
        return JSONResponse(told, status)

    @routes.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return routes


class Measured:
    """ASGI middleware that counts requests and their seconds by route pattern, method and status."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self._app = app
        labels = ("method", "route")
        self._requests = Counter("vanthu_requests", "Requests answered", (*labels, "status"), registry=registry)
        self._seconds = Histogram("vanthu_request_seconds", "Seconds until answered", labels, registry=registry)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = ["500"]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = str(message["status"])
            await send(message)

        begun = perf_counter()
        try:
            await self._app(scope, receive, sending)
        finally:
            route = getattr(scope.get("route"), "path", "unknown")
            self._seconds.labels(_verb(scope), route).observe(perf_counter() - begun)
            self._requests.labels(_verb(scope), route, status[0]).inc()


def _verb(scope: Scope) -> str:
    known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    return scope["method"] if scope["method"] in known else "OTHER"
