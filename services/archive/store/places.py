"""Writes about fonds, series and where documents go."""

from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from services.archive.domain.fonds import Fonds, Placement, SeriesPlan
from services.archive.domain.item import Place
from services.archive.tables import COUNTERS, FONDS, ITEMS, PLACEMENTS, SERIES
from services.archive.tables.rows import fonds_of, fonds_row
from services.backends.ledger import LedgerStore
from services.kernel.errors import NotFound
from services.kernel.values import new_id

_NEXT_ORDINAL = (
    insert(COUNTERS)
    .on_conflict_do_update(index_elements=["fonds_id", "year"], set_={"last": COUNTERS.c.last + 1})
    .returning(COUNTERS.c.last)
)
_FONDS, _OWN_FONDS = select(FONDS).where(FONDS.c.id == bindparam("named")), select(FONDS).where(FONDS.c.is_default)
_PLACEMENTS = select(PLACEMENTS)
_SERIES = select(SERIES.c.id).where(SERIES.c.fonds_id == bindparam("of"), SERIES.c.code == bindparam("named"))
_ITEM_OF = select(ITEMS).where(ITEMS.c.document_id == bindparam("of"))


class PlaceRows(LedgerStore):
    """Fonds, series, placements and the numbers of items."""

    def fonds(self, fonds_id: str) -> Fonds:
        """A fonds; NotFound `fonds-unknown`."""
        row = self.connection.execute(_FONDS, {"named": fonds_id}).first()
        if row is None:
            raise NotFound("fonds-unknown", "Không có phông lưu trữ này.", "Chọn phông trong danh sách.")
        return fonds_of(row)

    def default_fonds(self) -> Fonds | None:
        """The office's own open fonds."""
        row = self.connection.execute(_OWN_FONDS).first()
        return fonds_of(row) if row else None

    def add_fonds(self, fonds: Fonds) -> bool:
        """Add it; False when its code is taken."""
        return self.add_new(FONDS, fonds_row(fonds))

    def describe_fonds(self, fonds: Fonds) -> None:
        """Replace its description."""
        self.connection.execute(update(FONDS).where(FONDS.c.id == fonds.id).values(fonds_row(fonds)))

    def place_documents(self, rule: Placement) -> None:
        """Set where documents of a direction and register go."""
        self.connection.execute(
            insert(PLACEMENTS)
            .values(vars(rule))
            .on_conflict_do_update(index_elements=["direction", "register_id"], set_={"fonds_id": rule.fonds_id})
        )

    def placements(self) -> list[Placement]:
        """The rules of which fonds documents go to."""
        return [Placement(**row._mapping) for row in self.connection.execute(_PLACEMENTS)]

    def series(self, fonds_id: str, plan: SeriesPlan) -> str:
        """The id of a series of a fonds, made now if it is not there."""
        found: str | None = self.connection.execute(_SERIES, {"of": fonds_id, "named": plan.code}).scalar()
        if found is None:
            # The transaction holds the write lock: nobody makes the same series between the look and the write.
            found = new_id()
            values: dict[str, Any] = vars(plan) | {"id": found, "fonds_id": fonds_id, "kind": plan.kind.value}
            self.add(SERIES, values)
        return found

    def next_ordinal(self, fonds_id: str, year: int) -> int:
        """The next number of an item in a fonds and year, from 1."""
        first = {"fonds_id": fonds_id, "year": year, "last": 1}
        number: int = self.connection.execute(_NEXT_ORDINAL, first).scalar_one()
        return number

    def place_of(self, document_id: str) -> Place | None:
        """The place of an item already kept."""
        row = self.connection.execute(_ITEM_OF, {"of": document_id}).first()
        return Place(row.id, self.fonds(row.fonds_id), row.series_id, row.reference_code) if row else None
