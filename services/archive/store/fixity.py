"""What a fixity check reads and writes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from services.archive.domain.integrity import Fault, KeptFile
from services.archive.tables import FILES, ITEMS
from services.backends.ledger import LedgerStore


class FixityRows(LedgerStore):
    """Files of items, by digest."""

    def kept_files(self, after: str, limit: int) -> list[KeptFile]:
        """Files of items by digest, those after a digest; all files of the last digest are included."""
        kept = FILES.join(ITEMS, ITEMS.c.document_id == FILES.c.document_id)
        step = select(FILES.c.digest).select_from(kept).where(FILES.c.digest > after).distinct()
        last = self.connection.execute(
            select(func.max(step.order_by(FILES.c.digest).limit(limit).subquery().c.digest))
        ).scalar()
        if last is None:
            return []
        wanted = (
            select(FILES, ITEMS.c.id.label("item_id"), ITEMS.c.reference_code)
            .select_from(kept)
            .where(FILES.c.digest > after, FILES.c.digest <= last)
            .order_by(FILES.c.digest, ITEMS.c.reference_code)
        )
        return [_kept(row) for row in self.connection.execute(wanted)]

    def note_fixity(self, digests: Iterable[str], faults: dict[str, Fault], at: datetime) -> None:
        """Write down what the check found of these digests."""
        when = at.isoformat(timespec="milliseconds")
        rows = [{"key": digest, "bad": faults[digest].value if digest in faults else ""} for digest in digests]
        statement = update(FILES).where(FILES.c.digest == bindparam("key"))
        self.connection.execute(statement.values(fault=bindparam("bad"), verified_at=when), rows)


def _kept(row: Row[Any]) -> KeptFile:
    return KeptFile(row.item_id, row.reference_code, row.name, row.digest, row.size)
