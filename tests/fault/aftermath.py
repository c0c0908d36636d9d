"""What must hold of an office after whatever happened to it, read from its records by another process."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from services.backends import audit
from services.cli.demo.office import found
from services.embedded import Host, opened
from services.kernel.facts import DocumentIssued, DocumentRegistered, DocumentSealed, DocumentSigned, ItemDeposited
from services.kernel.people import Person
from services.kernel.wire import FACTS, from_json
from services.search.handlers.searching import Search
from services.signing.tables.marks import MARKS
from tests.fault.small_office import SmallOffice

ONCE = (DocumentRegistered, DocumentIssued, DocumentSigned, DocumentSealed, ItemDeposited)


class Aftermath:
    """One look at the whole office."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.people = found(host)

    def unfinished(self) -> dict[str, int]:
        """What still waits to be told, delivered, stamped or indexed; empty when all is quiet."""
        waits = {"stamps": len(self.host.intake.views.unstamped(10)), "index": self.host.search.views.waiting()}
        for endpoint in self.host.endpoints:
            outbox, delivery = endpoint.tables.outbox, endpoint.tables.delivery
            unsent = select(func.count()).select_from(outbox).where(outbox.c.sent_at.is_(None))
            with endpoint.database.read() as connection:
                waits[f"{endpoint.name} unsent"] = connection.execute(unsent).scalar_one()
                waits[f"{endpoint.name} undelivered"] = connection.execute(
                    select(func.count()).select_from(delivery)
                ).scalar_one()
        return {name: count for name, count in waits.items() if count}

    def await_quiet(self, seconds: float = 300.0) -> None:
        """Wait until a serving process has nothing left to do."""
        until = time.monotonic() + seconds
        while waiting := self.unfinished():
            assert time.monotonic() < until, f"still waiting after {seconds} s: {waiting}, dead {self.dead()}"
            time.sleep(0.1)

    def dead(self) -> list[str]:
        """Why deliveries are dead."""
        return [f"{letter.fact} → {letter.desk}: {letter.reason}" for letter in self.host.dead_letters.list()]

    def told(self) -> dict[str, Counter[str]]:
        """How often each fact was told of each document."""
        counted: dict[str, Counter[str]] = {name: Counter() for name in FACTS}
        for endpoint in self.host.endpoints:
            outbox = endpoint.tables.outbox
            with endpoint.database.read() as connection:
                for name, body in connection.execute(select(outbox.c.name, outbox.c.body)):
                    fact: Any = from_json(body)
                    counted[name][fact.card.document_id if hasattr(fact, "card") else fact.document_id] += 1
        return counted

    def chains(self) -> list[str]:
        """Broken audit chains, in words."""
        broken = []
        for endpoint in self.host.endpoints:
            with endpoint.database.read() as connection:
                verdict = audit.verify(connection, endpoint.tables.chain)
            broken += [f"{endpoint.name} {verdict.broken}: {verdict.reason}"] if verdict.broken else []
        return broken

    def archived(self) -> Counter[str]:
        """How many items the archive keeps of each document."""
        told = self.host.archive.views.facts()
        return Counter(fact.document_id for fact in told if isinstance(fact, ItemDeposited))

    def signatures(self) -> Counter[tuple[str, str]]:
        """How many signatures of each kind were recorded for each document."""
        with self.host.signing.endpoint.database.read() as connection:
            return Counter((row.document_id, row.kind) for row in connection.execute(select(MARKS)))

    def found(self, account: str, line: str = "") -> list[str]:
        """Every document this account finds, page by page; one found twice is there twice."""
        return [hit.record.id for page in self._pages(self.people[account], line) for hit in page.hits]

    def catalogue(self, account: str) -> list[object]:
        """All that a search without words shows this account: every record in order, and the counts."""
        pages = list(self._pages(self.people[account], ""))
        counts = sorted((facet.name, count.value, count.count) for facet in pages[0].facets for count in facet.values)
        return [pages[0].total, counts, [hit.record for page in pages for hit in page.hits]]

    def digests(self) -> tuple[set[str], set[str]]:
        """Objects that records refer to, and objects that are stored."""
        intake, signing, archive = self.host.intake.views, self.host.signing.views, self.host.archive.views
        return {*intake.digests(), *signing.digests(), *archive.digests()}, set(self.host.objects.digests())

    def _pages(self, person: Person, line: str) -> Iterator[Any]:
        asked = Search(line, size=100)
        while True:
            page = self.host.search.searching.search(person, asked)
            yield page
            if not page.next_cursor:
                return
            asked = replace(asked, cursor=page.next_cursor)


@contextmanager
def aftermath(office: SmallOffice) -> Iterator[Aftermath]:
    """The office looked at from a process of its own; nothing moves in it."""
    with opened(office.settings) as host:
        yield Aftermath(host)
