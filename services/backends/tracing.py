"""One act of a person followed from the request over outbox and broker to the last consumer (W3C Trace Context).

Without `start` nothing is recorded and nothing is carried.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from opentelemetry import baggage, trace
from opentelemetry.baggage.propagation import W3CBaggagePropagator
from opentelemetry.context import Context, attach, detach
from opentelemetry.propagators.composite import CompositePropagator
from opentelemetry.trace import Span, SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

REQUEST = "request"
"""The baggage under which the request's id travels along."""

_LONGEST = 1_000
_carrying = CompositePropagator([TraceContextTextMapPropagator(), W3CBaggagePropagator()])
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
    return provider.shutdown


def carried() -> str:
    """The trace this work belongs to, as JSON that a row or a message can carry; empty when there is none."""
    headers: dict[str, str] = {}
    _carrying.inject(headers)
    return json.dumps(headers) if "traceparent" in headers else ""


def headers_of(written: str | None) -> dict[str, str]:
    """What `carried` wrote; empty for anything else."""
    if not written or len(written) > _LONGEST:
        return {}
    try:
        read = json.loads(written)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in read.items()} if isinstance(read, dict) else {}


@contextmanager
def asked(method: str, headers: Mapping[str, str], request_id: str) -> Iterator[Span]:
    """A request of a person or a program; `name` it by its route when that is known."""
    known = baggage.set_baggage(REQUEST, request_id, _carrying.extract(headers))
    with _within(known), _tracer.start_as_current_span(method, kind=SpanKind.SERVER) as span:
        span.set_attribute("vanthu.request", request_id)
        yield span


@contextmanager
def heard(subscription: str, headers: Mapping[str, str]) -> Iterator[Span]:
    """The hearing of a fact that came with these headers."""
    known = _carrying.extract(headers)
    with _within(known), _tracer.start_as_current_span(f"hear {subscription}", kind=SpanKind.CONSUMER) as span:
        span.set_attribute("vanthu.request", str(baggage.get_baggage(REQUEST) or ""))
        yield span


@contextmanager
def _within(context: Context) -> Iterator[None]:
    token = attach(context)
    try:
        yield
    finally:
        detach(token)
