"""Every stored object this service's records refer to; used by the store and the views."""

from collections.abc import Iterator

from sqlalchemy import Connection, exists, or_, select

from services.intake.domain.arrivals import ArrivalState
from services.intake.tables.arrival_rows import arrival_of
from services.intake.tables.arrivals import ARRIVALS, QUARANTINE
from services.intake.tables.documents import FILES
from services.intake.tables.outgoing import EDITIONS
from services.intake.tables.outgoing_rows import edition_of

_BATCH = 500


def is_referred(connection: Connection, digest: str) -> bool:
    """Whether any record speaks of this digest; asked of the database, for it may hold the write lock meanwhile."""
    # The files of registered uploads are those of documents; the waiting and discarded ones are few.
    arrival = (ARRIVALS.c.state != ArrivalState.REGISTERED.value) & ARRIVALS.c.papers.contains(digest)
    edition = (EDITIONS.c.digest == digest) | EDITIONS.c.body.contains(digest)
    places = (FILES.c.digest == digest, QUARANTINE.c.digest == digest, arrival, edition)
    return bool(connection.execute(select(or_(*(exists().where(place) for place in places)))).scalar())


def digests_in(connection: Connection) -> Iterator[str]:
    """Digests of all files of documents, editions, waiting uploads and files kept apart; some more than once."""
    yield from connection.execute(select(FILES.c.digest)).scalars()
    yield from connection.execute(select(QUARANTINE.c.digest)).scalars()
    for row in connection.execute(select(ARRIVALS)).yield_per(_BATCH):
        yield from (file.digest for file in arrival_of(row).received.files)
    for row in connection.execute(select(EDITIONS)).yield_per(_BATCH):
        yield from (file.digest for file in edition_of(row).files)
