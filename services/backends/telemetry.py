"""What the office tells those who run it: whether each dependency is there, and figures read when asked for."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from services.backends import telemetry_together
from services.backends.bus import census
from services.backends.bus.endpoint import Endpoint
from services.kernel.errors import Unavailable
from services.kernel.readiness import Ready

OLD_SECONDS = 60.0
"""A fact that waits longer than this to leave its service is trouble."""

_WAITS = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0)
_POOL = ("service", "pool")


@dataclass(frozen=True)
class Figure:
    """A figure with one label: its name, what it means, and how to read it now.

    `counted` when it only grows, from 0 at the start of the process.
    """

    name: str
    meaning: str
    label: str
    read: Callable[[], Mapping[str, float]]
    counted: bool = False


@dataclass(frozen=True, eq=False)  # a registry tells its collectors apart by themselves
class Figures(Collector):
    """Reads figures whenever somebody scrapes; one that cannot be read is left out, and holds back no other."""

    all: Sequence[Figure]

    def collect(self) -> Iterable[GaugeMetricFamily | CounterMetricFamily]:
        """Every figure, now."""
        for figure in self.all:
            kind = CounterMetricFamily if figure.counted else GaugeMetricFamily
            family = kind(figure.name, figure.meaning, labels=[figure.label])
            with suppress(SQLAlchemyError, Unavailable):
                for value, amount in figure.read().items():
                    family.add_metric([value], amount)
            yield family


def figures(endpoints: Sequence[Endpoint], besides: Iterable[Figure], ready: Mapping[str, Ready]) -> CollectorRegistry:
    """All that a process tells of these services: outbox, desk, waits, connections, what it depends on, and besides."""
    registry = telemetry_together.registry()
    time_writes(endpoints, registry)
    watch_pools(endpoints, registry)
    registry.register(Figures([*_kept(endpoints), *besides, readiness(ready)]))
    return registry


def _kept(endpoints: Sequence[Endpoint]) -> tuple[Figure, ...]:
    def ages() -> Mapping[str, float]:
        return {endpoint.name: outbox_age(endpoint) for endpoint in endpoints}

    def dead() -> Mapping[str, float]:
        return census.dead(endpoints)

    return (
        Figure("vanthu_outbox_age_seconds", "Age of the oldest fact not sent yet", "service", ages),
        Figure("vanthu_dead_letters", "Facts that failed for good and lie on the desk", "service", dead),
    )


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


def watch_pools(endpoints: Sequence[Endpoint], registry: CollectorRegistry) -> None:
    """Tell from now on how many connections to each database are in use, of how many at most.

    Of several processes that serve one front, each with pools of its own, the one that uses most.
    """
    used = Gauge("vanthu_pool_in_use", "Connections in use", _POOL, registry=registry, multiprocess_mode="livemax")
    most = Gauge("vanthu_pool_most", "Most that may be", _POOL, registry=registry, multiprocess_mode="livemax")
    for endpoint in endpoints:
        for name, pool in endpoint.database.pools.items():
            most.labels(endpoint.name, name).set(pool.most)
            pool.watch(used.labels(endpoint.name, name).set)


def outbox_age(endpoint: Endpoint) -> float:
    """Seconds the oldest unsent fact of a service has waited; 0 when none does."""
    outbox = endpoint.tables.outbox
    with endpoint.database.read() as connection:
        oldest = connection.execute(select(func.min(outbox.c.at)).where(outbox.c.sent_at.is_(None))).scalar()
    return max(0.0, time.time() - oldest) if oldest is not None else 0.0


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
