"""What a worker and a relay tell of their service's queues on the broker."""

from collections.abc import Mapping

from services.backends.bus import census
from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit import names
from services.backends.bus.rabbit.hand import Hand
from services.backends.bus.rabbit.sounding import Depths, Sounding
from services.backends.telemetry import Figure
from services.backends.telemetry_queues import Queues
from services.kernel.readiness import Ready


def broker_ready(sounding: Sounding, hand: Hand | None) -> Ready:
    """Whether the broker answers, and a worker reads its queue."""

    def asked() -> str | None:
        if trouble := sounding.ready():
            return trouble
        return None if hand is None or hand.linked else "chưa nối được hàng đợi để nhận tin"

    return asked


def on_broker(endpoint: Endpoint, sounding: Sounding, hand: Hand | None) -> tuple[Figure, ...]:
    """Nothing of the broker while it does not answer.

    Only a worker knows how old the oldest fact is, since that is in its hand; a relay tells how many lie ready even
    when no worker lives.
    """
    name, mine = endpoint.name, [endpoint]

    def depths() -> Mapping[str, Depths]:
        found = sounding.depths()
        return {} if found is None else {name: found}

    def depth() -> Mapping[str, float]:
        return {service: float(each.waiting + (hand.count if hand else 0)) for service, each in depths().items()}

    def age() -> Mapping[str, float]:
        return {name: hand.age} if hand is not None and hand.linked else {}

    def again() -> Mapping[str, float]:
        given = census.again(mine)[name]
        return {service: given + each.again for service, each in depths().items()}

    def dead() -> Mapping[str, float]:
        return {service: float(each.dead) for service, each in depths().items()}

    def unrouted() -> Mapping[str, float]:
        found = sounding.depths()
        return {} if found is None else {names.UNROUTED: float(found.unrouted)}

    queues = Queues(depth, age, again, retries=lambda: {name: float(endpoint.retries.count)})
    meaning = "Facts in the broker's dead queue that are not on the desk yet"
    return (
        *queues.figures(),
        Figure("vanthu_dead_queue_depth", meaning, "service", dead),
        Figure("vanthu_unrouted_depth", "Facts that nobody hears or no desk could take", "queue", unrouted),
    )
