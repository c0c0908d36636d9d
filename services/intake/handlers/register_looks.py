"""What the office may know of its registers: whether they are whole, what was issued."""

from collections.abc import Mapping
from datetime import date

from services.intake.domain.registers import VolumeCheck
from services.intake.ports.registers import RegisterReads
from services.kernel.people import Person, Role, require

VIEWERS = (Role.CLERK, Role.LEADER, Role.AUDITOR, Role.ADMIN)


class RegisterLooks:
    """Shows the state of the registers to those who answer for them, by one rule for the page and for programs."""

    def __init__(self, reads: RegisterReads) -> None:
        self.reads = reads

    def checked(self, person: Person) -> tuple[VolumeCheck, ...]:
        """Whether every volume is whole."""
        require(person, *VIEWERS, action="xem và kiểm tra các sổ")
        return self.reads.verify_registers()

    def issued(self, person: Person, first: date, last: date) -> Mapping[str, int]:
        """How many documents of each type code were issued with a date from `first` to `last`, both included."""
        require(person, *VIEWERS, action="xem thống kê văn bản")
        return self.reads.issued_by_type(first, last)
