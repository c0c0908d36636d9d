"""What must hold of a deployed office after whatever happened to it, read from its servers by another process."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, func, select

from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit import names
from services.backends.settings import SERVICES
from services.deployed.preparing import hears
from services.embedded import Host, opened
from tests.fault.aftermath import Aftermath
from tests.fault.deployed.office import DeployedOffice


class DeployedAftermath(Aftermath):
    """One look at the whole office; what lies on the dead-letter desk waits for nobody but people."""

    def __init__(self, host: Host, office: DeployedOffice) -> None:
        super().__init__(host)
        self.office = office

    def unfinished(self) -> dict[str, int]:
        """What still waits to be told, heard, stamped or indexed; empty when all is quiet."""
        waits = {"stamps": len(self.host.intake.views.unstamped(10)), "index": self.host.search.views.waiting()}
        for endpoint in self.host.endpoints:
            delivery = endpoint.tables.delivery
            waits[f"{endpoint.name} letters"] = _count(endpoint, delivery.c.dead_at.is_(None))
        waits["unsent"] = self.unsent()
        return {name: count for name, count in waits.items() if count} or self.unheard()

    def unsent(self) -> int:
        """How many facts the broker has not taken yet."""
        return sum(_count(each, each.tables.outbox.c.sent_at.is_(None)) for each in self.host.endpoints)

    def unheard(self) -> dict[str, int]:
        """How many of the facts told a service has not heard, by its own notes."""
        told = self._told_ids()
        missing: dict[str, int] = {}
        for endpoint in self.host.endpoints:
            inbox = endpoint.tables.inbox
            with endpoint.database.read() as connection:
                heard = {(row.subscription, row.fact_id) for row in connection.execute(select(inbox))}
            due = {(f"{endpoint.name}.{fact}", each) for fact in hears()[endpoint.name] for each in told.get(fact, ())}
            missing |= {f"{endpoint.name} unheard": len(due - heard)} if due - heard else {}
        return missing

    def queued(self) -> dict[str, int]:
        """Messages that lie on the broker although all is quiet."""
        queues = [make(service) for service in SERVICES if hears()[service] for make in (names.queue, names.dead)]
        return {queue: depth for queue in queues if (depth := self.office.depth(queue))}

    def _told_ids(self) -> dict[str, set[str]]:
        told: dict[str, set[str]] = {}
        for endpoint in self.host.endpoints:
            outbox = endpoint.tables.outbox
            with endpoint.database.read() as connection:
                for name, fact_id in connection.execute(select(outbox.c.name, outbox.c.fact_id)):
                    told.setdefault(name, set()).add(fact_id)
        return told


def _count(endpoint: Endpoint, of: ColumnElement[bool]) -> int:
    with endpoint.database.read() as connection:
        return connection.execute(select(func.count()).where(of)).scalar_one()


@contextmanager
def aftermath(office: DeployedOffice) -> Iterator[DeployedAftermath]:
    """The office looked at from a process of its own."""
    with opened(office.settings) as host:
        yield DeployedAftermath(host, office)
