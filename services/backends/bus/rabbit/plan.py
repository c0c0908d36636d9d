"""What must stand on the broker, as data: exchanges, queues and who is bound to what."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.backends.bus.rabbit import names

DELIVERIES = 20
"""How often a fact is handed out again after its consumer died or lost its link; then it is dead."""
DESK_DELIVERIES = 100
_UNROUTED_MOST = 100_000

Arguments = Mapping[str, str | int]


@dataclass(frozen=True)
class Exchange:
    """A durable exchange."""

    name: str
    kind: str
    arguments: Arguments


@dataclass(frozen=True)
class Queue:
    """A durable quorum queue."""

    name: str
    arguments: Arguments


@dataclass(frozen=True)
class Binding:
    """Which key of an exchange leads to a queue."""

    queue: str
    exchange: str
    key: str


@dataclass(frozen=True)
class Plan:
    """All of it; `unwanted` are bindings that an earlier version may have made."""

    exchanges: Sequence[Exchange]
    queues: Sequence[Queue]
    bindings: Sequence[Binding]
    unwanted: Sequence[Binding]


def draw(
    heard: Mapping[str, Collection[str]],
    tellers: Mapping[str, str],
    pauses: Sequence[float],
    deliveries: int = DELIVERIES,
) -> Plan:
    """The plan for services that hear these facts; one that hears none has no queue."""
    hearing = {service: set(facts) for service, facts in heard.items() if facts}
    ways = [(service, fact, _way(service, fact, tellers)) for service in hearing for fact in tellers]
    return Plan(
        exchanges=[
            Exchange(names.UNROUTED, "fanout", {}),
            Exchange(names.FACTS, "topic", {"alternate-exchange": names.UNROUTED}),
            *(Exchange(names.queue(service), "direct", {}) for service in hearing),
        ],
        queues=[
            _queue(names.UNROUTED, {"x-max-length": _UNROUTED_MOST, "x-overflow": "drop-head"}),
            *(queue for service in hearing for queue in _queues(service, pauses, deliveries)),
        ],
        bindings=[
            Binding(names.UNROUTED, names.UNROUTED, ""),
            *(binding for service in hearing for binding in _ways_back(service, pauses)),
            *(way for service, fact, way in ways if fact in hearing[service]),
        ],
        unwanted=[way for service, fact, way in ways if fact not in hearing[service]],
    )


def _way(service: str, fact: str, tellers: Mapping[str, str]) -> Binding:
    return Binding(names.queue(service), names.FACTS, f"{tellers[fact]}.{fact}")


def _queues(service: str, pauses: Sequence[float], deliveries: int) -> Iterator[Queue]:
    yield _queue(
        names.queue(service),
        {
            "x-delivery-limit": deliveries,
            "x-dead-letter-exchange": names.queue(service),
            "x-dead-letter-routing-key": names.DEAD,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        },
    )
    for pause in sorted(set(pauses)):
        yield _queue(
            names.retry(service, pause),
            {
                "x-message-ttl": names.milliseconds(pause),
                "x-dead-letter-exchange": names.queue(service),
                "x-dead-letter-routing-key": names.AGAIN,
                "x-dead-letter-strategy": "at-least-once",
                "x-overflow": "reject-publish",
            },
        )
    # What cannot even be read must not hold up the letters behind it; and a broker of version 4 drops after 20.
    unreadable: Arguments = {"x-delivery-limit": DESK_DELIVERIES, "x-dead-letter-exchange": names.UNROUTED}
    safely: Arguments = {"x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}
    yield _queue(names.dead(service), {**unreadable, **safely})


def _ways_back(service: str, pauses: Sequence[float]) -> Iterator[Binding]:
    own = names.queue(service)
    yield Binding(own, own, names.AGAIN)
    yield Binding(names.dead(service), own, names.DEAD)
    for pause in sorted(set(pauses)):
        yield Binding(names.retry(service, pause), own, names.retry_key(pause))


def _queue(name: str, arguments: Arguments) -> Queue:
    return Queue(name, {"x-queue-type": "quorum", **arguments})
