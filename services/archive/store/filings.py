"""Writes of placing items into case files: rows that point, never copies."""

from sqlalchemy import ScalarSelect, delete, func, select, update

from services.archive.domain.access import item_unknown
from services.archive.domain.item import KeptItem
from services.archive.tables import CASE_FILES, FILINGS, ITEMS
from services.archive.tables.rows import find_item, kept_item, titles_of
from services.backends.ledger import LedgerStore


class FilingRows(LedgerStore):
    """Items and where they lie."""

    def item(self, item_id: str) -> KeptItem:
        """An item; NotFound `item-unknown`."""
        row = find_item(self.connection, item_id)
        if row is None:
            raise item_unknown()
        return kept_item(self.connection, row)

    def place(self, case_file_id: str, item_id: str, by: str) -> bool:
        """Put the item at the end of the file; False when it lies there already."""
        there = select(FILINGS.c.item_id).where(FILINGS.c.case_file_id == case_file_id, FILINGS.c.item_id == item_id)
        if self.connection.execute(there).first():
            return False
        ordinal = self.connection.execute(
            update(CASE_FILES)
            .where(CASE_FILES.c.id == case_file_id)
            .values(last_ordinal=CASE_FILES.c.last_ordinal + 1)
            .returning(CASE_FILES.c.last_ordinal)
        ).scalar_one()
        row = {"case_file_id": case_file_id, "item_id": item_id, "ordinal": ordinal, "filed_by": by}
        at = self.clock.now().isoformat(timespec="milliseconds")
        self.add(FILINGS, row | {"filed_at": at})
        return True

    def take_out(self, case_file_id: str, item_id: str) -> bool:
        """Take it out; False when it does not lie there."""
        there = (FILINGS.c.case_file_id == case_file_id, FILINGS.c.item_id == item_id)
        return self.connection.execute(delete(FILINGS).where(*there)).rowcount == 1

    def contents(self, case_file_id: str) -> list[KeptItem]:
        """The items in the file, in their order."""
        inside = ITEMS.join(FILINGS, FILINGS.c.item_id == ITEMS.c.id)
        wanted = select(ITEMS).select_from(inside).where(FILINGS.c.case_file_id == case_file_id)
        rows = self.connection.execute(wanted.order_by(FILINGS.c.ordinal)).all()
        return [kept_item(self.connection, row) for row in rows]

    def filed(self, item_id: str) -> tuple[int, tuple[str, ...]]:
        """The next version of the item's filing and the titles of all case files it now lies in."""
        version = self.connection.execute(
            update(ITEMS)
            .where(ITEMS.c.id == item_id)
            .values(filing_version=ITEMS.c.filing_version + 1, filed=_places_of(item_id))
            .returning(ITEMS.c.filing_version)
        ).scalar_one()
        return version, titles_of(self.connection, item_id)


def _places_of(item_id: str) -> ScalarSelect[int]:
    return select(func.count()).select_from(FILINGS).where(FILINGS.c.item_id == item_id).scalar_subquery()
