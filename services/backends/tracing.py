"""One act of a person followed from the request over outbox and broker to the last consumer (W3C Trace Context).

The request's id always travels along; spans are recorded only after `start`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING

from opentelemetry import trace
from opentelemetry.context import attach, detach
from opentelemetry.trace import Span, SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from services.kernel.request import REQUEST

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

CARRIED = ("X-Request-ID", "traceparent")
"""The headers of a message that tell where it came from."""

_LONGEST = 1_000
_recording = Event()
_context = TraceContextTextMapPropagator()
_tracer = trace.get_tracer("vanthu")


def start(process: str, exporter: "SpanExporter | None" = None) -> Callable[[], None]:
    """Record spans from now on and send them, by default to the collector that `OTEL_EXPORTER_OTLP_ENDPOINT` names.

    The answer ends it, after sending what is left.
    """
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"vanthu-{process}"}))
    provider.add_span_processor(BatchSpanProcessor(exporter or OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    _recording.set()
    return provider.shutdown


def carried() -> str:
    """Where the present work came from, as JSON that a row can keep; empty when from nowhere."""
    headers: dict[str, str] = {}
    _context.inject(headers)
    headers = {name: headers[name] for name in CARRIED if name in headers}
    if request := REQUEST.get():
        headers["X-Request-ID"] = request
    return json.dumps(headers) if headers else ""


def headers_of(written: str | None) -> dict[str, str]:
    """The headers that `carried` wrote; empty for anything else."""
    if not written or len(written) > _LONGEST:
        return {}
    try:
        read = json.loads(written)
    except ValueError:
        return {}
    if not isinstance(read, dict):
        return {}
    return {name: value for name in CARRIED if isinstance(value := read.get(name), str)}


@contextmanager
def asked(method: str, headers: Mapping[str, str]) -> Iterator[Span]:
    """A request of a person or a program; name the span by its route when that is known."""
    token = attach(_context.extract(headers))
    try:
        with _tracer.start_as_current_span(method, kind=SpanKind.SERVER) as span:
            span.set_attribute("vanthu.request", REQUEST.get())
            yield span
    finally:
        detach(token)


@contextmanager
def heard(subscription: str, written: str | None) -> Iterator[None]:
    """The hearing of a fact that came with what `carried` wrote."""
    headers = headers_of(written)
    request = REQUEST.set(headers.get("X-Request-ID", ""))
    try:
        if "traceparent" in headers or _recording.is_set():
            with _followed(subscription, headers):
                yield
        else:
            yield
    finally:
        REQUEST.reset(request)


@contextmanager
def _followed(subscription: str, headers: Mapping[str, str]) -> Iterator[None]:
    token = attach(_context.extract(headers))
    try:
        with _tracer.start_as_current_span(f"hear {subscription}", kind=SpanKind.CONSUMER) as span:
            span.set_attribute("vanthu.request", REQUEST.get())
            yield
    finally:
        detach(token)
