"""Reads about registers: the shelf, their volumes, whether they are whole, and what is printed of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from services.intake.domain.registers import Direction, NumberEntry, Register, Tally, VolumeCheck, check_volume
from services.intake.tables.registers import NUMBERS, REGISTERS, VOLUMES, register_of
from services.intake.views.incoming import IncomingViews
from services.intake.views.outgoing import OutgoingViews
from services.kernel.errors import NotFound
from services.kernel.people import Organisation
from services.kernel.registers import RegisterPrint

_IS_VOID = func.coalesce(NUMBERS.c.void_reason, "") != ""
_TALLY = (
    func.count(),
    func.coalesce(func.min(NUMBERS.c.number), 0),
    func.coalesce(func.max(NUMBERS.c.number), 0),
    func.count().filter(_IS_VOID),
    func.count().filter(~_IS_VOID, NUMBERS.c.document_id == ""),
)


@dataclass(frozen=True)
class Volume:
    """A year of a register: the last number given."""

    register: Register
    year: int
    last: int

    @property
    def period(self) -> str:
        """What it covers, in a word: `2026`, or `nhiệm kỳ từ 2025`."""
        return f"nhiệm kỳ từ {self.year}" if self.register.terms else str(self.year)


class RegisterViews(IncomingViews, OutgoingViews):
    """The registers' part of the intake views; it knows the lines of both directions."""

    def registers(self, direction: Direction | None = None, on: date | None = None) -> tuple[Register, ...]:
        """The registers of a direction that are open on a day (None: all), by name."""
        wanted = select(REGISTERS).order_by(REGISTERS.c.name)
        if direction:
            wanted = wanted.where(REGISTERS.c.direction == direction.value)
        if on:
            wanted = wanted.where(REGISTERS.c.closed_on.is_(None) | (REGISTERS.c.closed_on >= on))
        with self.database.read() as connection:
            return tuple(register_of(row) for row in connection.execute(wanted))

    def register(self, register_id: str) -> Register:
        """One register; NotFound `register-unknown`."""
        with self.database.read() as connection:
            row = connection.execute(select(REGISTERS).where(REGISTERS.c.id == register_id)).first()
        if row is None:
            raise NotFound("register-unknown", "Không có sổ này.", "Chọn sổ trong danh sách.")
        return register_of(row)

    def volumes(self) -> tuple[Volume, ...]:
        """Every year of every register, newest first."""
        rows = select(REGISTERS, VOLUMES.c.year, VOLUMES.c.last).join(VOLUMES, VOLUMES.c.register_id == REGISTERS.c.id)
        with self.database.read() as connection:
            found = connection.execute(rows.order_by(VOLUMES.c.year.desc(), REGISTERS.c.name))
            return tuple(Volume(register_of(row), row.year, row.last) for row in found)

    def printable(self, direction: Direction, year: int) -> tuple[Volume, ...]:
        """The volumes of a direction in which something was entered and that cover a day of this year."""
        mine = (one for one in self.volumes() if one.register.direction is direction and one.last)
        return tuple(one for one in mine if _covers(one, year))

    def expected_number(self, register_id: str, year: int) -> int:
        """The number that would be given next; only a hint, another clerk may be faster."""
        mine = (VOLUMES.c.register_id == register_id) & (VOLUMES.c.year == year)
        with self.database.read() as connection:
            return (connection.execute(select(VOLUMES.c.last).where(mine)).scalar() or 0) + 1

    def verify_registers(self) -> tuple[VolumeCheck, ...]:
        """Whether 1..N each have a document or a reason, for every volume."""
        return tuple(self._verified(volume) for volume in self.volumes())

    def _verified(self, volume: Volume) -> VolumeCheck:
        mine = (NUMBERS.c.register_id == volume.register.id) & (NUMBERS.c.year == volume.year)
        register, year, last = volume.register, volume.year, volume.last
        with self.database.read() as connection:
            tally = Tally(*connection.execute(select(*_TALLY).where(mine)).one())
            if tally.proves(last):
                return VolumeCheck(register.id, register.name, year, last, tally.void, 0, "")
            rows = connection.execute(select(NUMBERS).where(mine).order_by(NUMBERS.c.number))
            entries = [NumberEntry(row.number, row.document_id, row.void_reason or "") for row in rows]
        return check_volume(register, year, last, entries)

    def register_lines(self, register: Register, year: int) -> Iterator[Mapping[str, str]]:
        """The lines of a volume: fields of the printed form, in number order."""
        if register.direction is Direction.INCOMING:
            return self.incoming_lines(register.id, year)
        return self.outgoing_lines(register.id, year)

    def register_print(self, register_id: str, year: int, office: Organisation, today: date) -> RegisterPrint:
        """A volume ready to print or export; NotFound `volume-empty` when nothing was entered that year."""
        register = self.register(register_id)
        lines = list(self.register_lines(register, year))
        if not lines:
            raise NotFound("volume-empty", f"“{register.name}” chưa có văn bản nào năm {year}.", "Chọn năm khác.")
        first_day, last_day = register.days_of(year)
        return RegisterPrint(
            kind=register.direction.value,
            office=office.name,
            parent=office.parent,
            year=year,
            first_day=first_day,
            last_day=min(today, last_day),
            first_number=1,
            last_number=self.expected_number(register_id, year) - 1,
            lines=lines,
            title=register.name,
            by_terms=bool(register.terms),
        )


def _covers(volume: Volume, year: int) -> bool:
    first, last = volume.register.days_of(volume.year)
    return first.year <= year <= last.year
