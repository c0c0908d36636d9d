"""What lies in the services' delivery tables, counted by who is to hear it.

A fact lies with the service that tells it, a dead letter of the deployed host with the one that could not hear it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, select

from services.backends.bus.endpoint import Endpoint

Count = Mapping[str, float]
"""A number for each service."""


def waiting(endpoints: Sequence[Endpoint]) -> Count:
    """Facts that nobody has failed at; those in hand are among them."""
    return _sums(endpoints, _fresh)


def oldest(endpoints: Sequence[Endpoint]) -> Count:
    """When the oldest of them was told, for services that any wait for."""
    found: dict[str, float] = {}
    for endpoint in endpoints:
        table = endpoint.tables.delivery
        for service, at in _of_each(endpoint, func.min(table.c.at), _fresh(table)).items():
            found[service] = min(at, found.get(service, at))
    return found


def again(endpoints: Sequence[Endpoint]) -> Count:
    """Facts that failed, or were given back by the desk, and wait for their next try."""
    return _sums(endpoints, lambda table: and_(table.c.dead_at.is_(None), table.c.reason != ""))


def dead(endpoints: Sequence[Endpoint]) -> Count:
    """Facts that failed for the last time."""
    return _sums(endpoints, lambda table: table.c.dead_at.is_not(None))


def _fresh(table: Table) -> ColumnElement[bool]:
    return and_(table.c.dead_at.is_(None), table.c.reason == "")


def _sums(endpoints: Sequence[Endpoint], which: Callable[[Table], ColumnElement[bool]]) -> Count:
    sums = dict.fromkeys((each.name for each in endpoints), 0.0)
    for endpoint in endpoints:
        for service, count in _of_each(endpoint, func.count(), which(endpoint.tables.delivery)).items():
            sums[service] = sums.get(service, 0.0) + count
    return sums


def _of_each(endpoint: Endpoint, what: ColumnElement[Any], which: ColumnElement[bool]) -> Count:
    subscriber = endpoint.tables.delivery.c.subscriber
    with endpoint.database.read() as connection:
        rows = connection.execute(select(subscriber, what).where(which).group_by(subscriber)).all()
    return {service: float(amount) for service, amount in rows}
