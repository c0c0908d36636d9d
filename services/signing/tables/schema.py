"""The metadata every table of this service belongs to, with the ledger beside them."""

from datetime import UTC, datetime

from sqlalchemy import MetaData

from services.backends.ledger import ledger_tables

METADATA = MetaData()
LEDGER = ledger_tables(METADATA)


def seconds(moment: datetime | None) -> float | None:
    """A moment as it is kept: seconds since the epoch."""
    return None if moment is None else moment.timestamp()


def moment(kept: float | None) -> datetime | None:
    """The moment kept, aware, in UTC."""
    return None if kept is None else datetime.fromtimestamp(kept, UTC)
