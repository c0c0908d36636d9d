"""Every stored object this service's records refer to; used by the store and the views."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from services.intake.tables.arrival_rows import arrival_of
from services.intake.tables.arrivals import ARRIVALS, QUARANTINE
from services.intake.tables.documents import FILES
from services.intake.tables.outgoing import EDITIONS
from services.intake.tables.outgoing_rows import edition_of

_BATCH = 500


def digests_in(connection: Connection) -> Iterator[str]:
    """Digests of all files of documents, editions, waiting uploads and files kept apart; some more than once."""
    yield from connection.execute(select(FILES.c.digest)).scalars()
    yield from connection.execute(select(QUARANTINE.c.digest)).scalars()
    for row in connection.execute(select(ARRIVALS)).yield_per(_BATCH):
        yield from (file.digest for file in arrival_of(row).received.files)
    for row in connection.execute(select(EDITIONS)).yield_per(_BATCH):
        edition = edition_of(row)
        yield from (file.digest for file in (edition.file, edition.text, edition.original) if file)
