"""Writes to registers: opening them, taking and voiding numbers."""

from datetime import date

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_add

from services.backends.ledger import LedgerStore
from services.intake.domain.registers import Register
from services.intake.tables.incoming import INCOMING
from services.intake.tables.outgoing import OUTGOING
from services.intake.tables.registers import NUMBERS, REGISTERS, VOLUMES, register_of, terms_text

_NEXT_NUMBER = (
    insert_or_add(VOLUMES)
    .on_conflict_do_update(index_elements=["register_id", "year"], set_={"last": VOLUMES.c.last + 1})
    .returning(VOLUMES.c.last)
)
_REGISTER = select(REGISTERS).where(REGISTERS.c.id == bindparam("named"))


class RegisterRows(LedgerStore):
    """The registers' part of the intake store."""

    def add_register(self, register: Register) -> None:
        """Keep a new register."""
        self.connection.execute(
            insert(REGISTERS).values(
                id=register.id,
                name=register.name,
                direction=register.direction.value,
                scope=",".join(sorted(register.scope)),
                opened_on=register.opened_on,
                closed_on=register.closed_on,
                terms=terms_text(register.terms),
            )
        )

    def register(self, register_id: str) -> Register | None:
        """The register, or None."""
        row = self.connection.execute(_REGISTER, {"named": register_id}).first()
        return register_of(row) if row else None

    def keep_register(self, register: Register) -> None:
        """Keep the day a register was closed, and its terms."""
        values = {"closed_on": register.closed_on, "terms": terms_text(register.terms)}
        self.connection.execute(update(REGISTERS).where(REGISTERS.c.id == register.id).values(values))

    def next_number(self, register_id: str, year: int, document_id: str) -> int:
        """Take the next number of a volume for a document; given back only by rolling this transaction back."""
        first = {"register_id": register_id, "year": year, "last": 1}
        number: int = self.connection.execute(_NEXT_NUMBER, first).scalar_one()
        taken_for = {"register_id": register_id, "year": year, "number": number, "document_id": document_id}
        self.add(NUMBERS, taken_for)
        return number

    def void_number(self, document_id: str, reason: str, by: str) -> int:
        """Mark the document's number void with its reason; the number stays taken. How many numbers were marked."""
        voided = update(NUMBERS).where(NUMBERS.c.document_id == document_id, NUMBERS.c.void_reason.is_(None))
        done = self.connection.execute(
            voided.values(void_reason=reason, voided_by=by, voided_at=self.clock.now().timestamp())
        )
        return done.rowcount

    def last_given_on(self, register_id: str) -> date | None:
        """The last day on which the register gave a number, None when it gave none yet."""
        last = (
            select(func.max(day)).where(table.c.register_id == register_id)
            for table, day in ((INCOMING, INCOMING.c.arrived_on), (OUTGOING, OUTGOING.c.issued_on))
        )
        days = [self.connection.execute(one).scalar() for one in last]
        return max((day for day in days if day), default=None)

    def register_named(self, name: str) -> bool:
        """Whether a register bears this name."""
        found = select(func.count()).select_from(REGISTERS).where(REGISTERS.c.name == name)
        return bool(self.connection.execute(found).scalar())
