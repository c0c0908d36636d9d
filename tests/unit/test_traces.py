"""One act is followed from the request over two desks to the last consumer, and its request id with it."""

import asyncio
from pathlib import Path

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import select

from services.backends import tracing
from services.backends.bus.embedded import EmbeddedBus
from services.backends.tracing_requests import TracedRequests
from services.kernel.request import REQUEST
from tests.unit.bus_desks import LEDGER, desks, tell

CALLER = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
TRACE = 0x0AF7651916CD43DD8448EB211C80319C
_spans = InMemorySpanExporter()


@pytest.fixture
def spans():
    """The spans recorded during a test; the provider of a process can be set only once."""
    if not hasattr(trace.get_tracer_provider(), "force_flush"):
        tracing.start("test", _spans)
    _spans.clear()

    def told() -> list[tuple[str, int]]:
        trace.get_tracer_provider().force_flush()  # type: ignore[attr-defined]
        return [(span.name, span.context.trace_id) for span in _spans.get_finished_spans()]

    return told


def test_every_desk_that_hears_of_a_request_joins_its_trace(tmp_path: Path, spans) -> None:
    three = desks(tmp_path)
    asked = REQUEST.set("r-1")
    with tracing.asked("POST /tell", CALLER):
        tell(three[0], [1])
    REQUEST.reset(asked)

    EmbeddedBus(three).settle()

    assert spans() == [
        ("POST /tell", TRACE),
        ("hear second.DocumentVoided", TRACE),
        ("hear third.SignatureWithdrawn", TRACE),
    ]
    with three[1].database.read() as connection:
        carried = connection.execute(select(LEDGER.outbox.c.trace)).scalar_one()
    assert tracing.headers_of(carried)["X-Request-ID"] == "r-1"


@pytest.mark.parametrize("written", [None, "", "[]", "{", '{"traceparent": 7}', '{"other": "x"}', "x" * 5_000])
def test_what_cannot_be_read_as_a_trace_is_no_trace(written: str | None) -> None:
    assert tracing.headers_of(written) == {}


def test_a_request_is_one_span_named_by_its_route_and_probes_are_none(spans) -> None:
    async def answered(scope, _receive, send) -> None:
        scope["route"] = type("Route", (), {"path": "/van-ban-den/{id}"})()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def ask(path: str) -> None:
        headers = [(b"traceparent", CALLER["traceparent"].encode())]
        scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
        await TracedRequests(answered)(scope, None, lambda _message: asyncio.sleep(0))

    asyncio.run(ask("/van-ban-den/12"))
    asyncio.run(ask("/healthz"))

    assert spans() == [("GET /van-ban-den/{id}", TRACE)]
