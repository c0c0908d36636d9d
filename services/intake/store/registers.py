"""Writes to registers: opening them, taking and voiding numbers."""

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_add

from services.backends.ledger import LedgerStore
from services.intake.domain.registers import Register
from services.intake.tables.registers import NUMBERS, REGISTERS, VOLUMES, register_of, terms_text


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
        row = self.connection.execute(select(REGISTERS).where(REGISTERS.c.id == register_id)).first()
        return register_of(row) if row else None

    def keep_register(self, register: Register) -> None:
        """Keep the day a register was closed, and its terms."""
        values = {"closed_on": register.closed_on, "terms": terms_text(register.terms)}
        self.connection.execute(update(REGISTERS).where(REGISTERS.c.id == register.id).values(values))

    def next_number(self, register_id: str, year: int, document_id: str) -> int:
        """Take the next number of a volume for a document; given back only by rolling this transaction back."""
        mine = (VOLUMES.c.register_id == register_id) & (VOLUMES.c.year == year)
        taken = update(VOLUMES).where(mine).values(last=VOLUMES.c.last + 1).returning(VOLUMES.c.last)
        number = self.connection.execute(taken).scalar()
        if number is None:
            first = insert_or_add(VOLUMES).values(register_id=register_id, year=year, last=1)
            again = first.on_conflict_do_update(
                index_elements=["register_id", "year"], set_={"last": VOLUMES.c.last + 1}
            )
            number = self.connection.execute(again.returning(VOLUMES.c.last)).scalar_one()
        self.connection.execute(
            insert(NUMBERS).values(register_id=register_id, year=year, number=number, document_id=document_id)
        )
        return int(number)

    def void_number(self, document_id: str, reason: str, by: str) -> int:
        """Mark the document's number void with its reason; the number stays taken. How many numbers were marked."""
        voided = update(NUMBERS).where(NUMBERS.c.document_id == document_id, NUMBERS.c.void_reason.is_(None))
        done = self.connection.execute(
            voided.values(void_reason=reason, voided_by=by, voided_at=self.clock.now().timestamp())
        )
        return done.rowcount

    def register_named(self, name: str) -> bool:
        """Whether a register bears this name."""
        found = select(func.count()).select_from(REGISTERS).where(REGISTERS.c.name == name)
        return bool(self.connection.execute(found).scalar())
