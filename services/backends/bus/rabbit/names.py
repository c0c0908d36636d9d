"""What stands on the broker under which name."""

FACTS = "vanthu.facts"
"""The topic exchange all services tell their facts to, keyed `intake.DocumentIssued`."""
UNROUTED = "vanthu.unrouted"
"""The exchange and the bounded queue of what nobody hears."""

AGAIN, DEAD = "again", "dead"
"""Keys in a service's own exchange: back to its queue, and to its dead queue."""


def queue(service: str) -> str:
    """The queue of all facts a service hears, and the exchange of what comes back to it."""
    return f"vanthu.{service}"


def dead(service: str) -> str:
    """The queue of what that service could not hear."""
    return f"{queue(service)}.{DEAD}"


def retry_key(pause: float) -> str:
    """The key, in a service's own exchange, of the queue where a fact waits so many seconds."""
    return f"retry.{milliseconds(pause)}"


def retry(service: str, pause: float) -> str:
    """The queue of that pause."""
    return f"{queue(service)}.{retry_key(pause)}"


def milliseconds(pause: float) -> int:
    """As the broker counts."""
    return round(pause * 1000)
