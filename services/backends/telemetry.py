"""What the office tells those who run it: whether each dependency is there, and figures read when asked for."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from services.backends.bus.endpoint import Endpoint
from services.kernel.errors import Unavailable
from services.kernel.readiness import Ready

OLD_SECONDS = 60.0
"""A fact that waits longer than this to leave its service is trouble."""

_WAITS = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0)


@dataclass(frozen=True)
class Figure:
    """A gauge with one label: its name, what it means, and how to read it now."""

    name: str
    meaning: str
    label: str
    read: Callable[[], Mapping[str, float]]


@dataclass(frozen=True, eq=False)  # a registry tells its collectors apart by themselves
class Gauges(Collector):
    """Reads the figures of the bus, and those given besides, whenever somebody scrapes."""

    endpoints: Sequence[Endpoint]
    besides: Sequence[Figure] = field(default=())

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Every figure, now."""
        for figure in (*self._of_the_bus(), *self.besides):
            family = GaugeMetricFamily(figure.name, figure.meaning, labels=[figure.label])
            for value, amount in figure.read().items():
                family.add_metric([value], amount)
            yield family

    def _of_the_bus(self) -> tuple[Figure, ...]:
        def each(read: Callable[[Endpoint], float]) -> Callable[[], Mapping[str, float]]:
            return lambda: {endpoint.name: read(endpoint) for endpoint in self.endpoints}

        return (
            Figure("vanthu_outbox_age_seconds", "Age of the oldest fact not sent yet", "service", each(outbox_age)),
            Figure("vanthu_queue_depth", "Deliveries that wait for a subscriber", "service", each(_waiting)),
            Figure("vanthu_dead_letters", "Deliveries that failed for good", "service", each(_dead)),
        )


def figures(endpoints: Sequence[Endpoint], besides: Iterable[Figure], ready: Mapping[str, Ready]) -> CollectorRegistry:
    """All that a process tells of these services: the bus, the wait of each write, what it depends on, and besides."""
    registry = CollectorRegistry()
    time_writes(endpoints, registry)
    registry.register(Gauges(endpoints, [*besides, readiness(ready)]))
    return registry


def readiness(ready: Mapping[str, Ready]) -> Figure:
    """What `/readyz` tells, as a figure."""

    def read() -> dict[str, float]:
        return {name: float(not question()) for name, question in ready.items()}

    return Figure("vanthu_ready", "1 while a dependency is well, 0 while it is not", "dependency", read)


def time_writes(endpoints: Sequence[Endpoint], registry: CollectorRegistry) -> None:
    """Measure from now on how long each write, and with it each number, waits for its turn."""
    seconds = Histogram(
        "vanthu_write_wait_seconds",
        "Seconds a transaction waits for its turn; in intake the wait for a number",
        ("service",),
        buckets=_WAITS,
        registry=registry,
    )
    for endpoint in endpoints:
        endpoint.database.waited = seconds.labels(endpoint.name).observe


def outbox_age(endpoint: Endpoint) -> float:
    """Seconds the oldest unsent fact of a service has waited; 0 when none does."""
    outbox = endpoint.tables.outbox
    with endpoint.database.read() as connection:
        oldest = connection.execute(select(func.min(outbox.c.at)).where(outbox.c.sent_at.is_(None))).scalar()
    return max(0.0, time.time() - oldest) if oldest is not None else 0.0


def _waiting(endpoint: Endpoint) -> float:
    delivery = endpoint.tables.delivery
    with endpoint.database.read() as connection:
        return float(connection.execute(select(func.count()).where(delivery.c.dead_at.is_(None))).scalar_one())


def _dead(endpoint: Endpoint) -> float:
    delivery = endpoint.tables.delivery
    with endpoint.database.read() as connection:
        return float(connection.execute(select(func.count()).where(delivery.c.dead_at.is_not(None))).scalar_one())


def database_ready(endpoint: Endpoint) -> Ready:
    """Whether a service's database answers."""

    def asked() -> str | None:
        try:
            with endpoint.database.read() as connection:
                connection.execute(select(1))
        except (SQLAlchemyError, Unavailable) as trouble:
            return f"không đọc được cơ sở dữ liệu ({_name(trouble)})"
        return None

    return asked


def _name(trouble: Exception) -> str:
    return trouble.code if isinstance(trouble, Unavailable) else type(trouble).__name__


def bus_ready(endpoints: Sequence[Endpoint], working: Callable[[], bool]) -> Ready:
    """Whether facts are carried, and none waits too long."""

    def asked() -> str | None:
        if not working():
            return "chưa có luồng chuyển tin nào chạy"
        try:
            age = max(map(outbox_age, endpoints))
        except (SQLAlchemyError, Unavailable) as trouble:
            return f"không đọc được hàng chờ ({_name(trouble)})"
        return f"tin cũ nhất đã chờ {age:.0f} giây" if age > OLD_SECONDS else None

    return asked
