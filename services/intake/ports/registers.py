"""Registers and numbers, as use cases need them."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from services.intake.domain.description import Description
from services.intake.domain.registers import Register, VolumeCheck
from services.intake.domain.twins import Twin


class Numbers(Protocol):
    """Numbers of registers, inside the open transaction."""

    def register(self, register_id: str) -> Register | None:
        """The register, or None."""
        ...

    def next_number(self, register_id: str, year: int, document_id: str) -> int:
        """Take the next number of a volume for a document."""
        ...

    def void_number(self, document_id: str, reason: str, by: str) -> int:
        """Mark the document's number void; it stays taken. How many numbers were marked."""
        ...


class RegisterBooks(Protocol):
    """The shelf of registers, inside the open transaction."""

    def register(self, register_id: str) -> Register | None:
        """The register, or None."""
        ...

    def last_given_on(self, register_id: str) -> date | None:
        """The last day on which the register gave a number, None when it gave none yet."""
        ...

    def register_named(self, name: str) -> bool:
        """Whether a register bears this name."""
        ...

    def add_register(self, register: Register) -> None:
        """Keep a new register."""
        ...

    def keep_register(self, register: Register) -> None:
        """Keep the day a register was closed, and its terms."""
        ...


class RegisterReads(Protocol):
    """The reads behind it."""

    def verify_registers(self) -> tuple[VolumeCheck, ...]:
        """Whether 1..N each have a document or a reason, for every volume."""
        ...

    def issued_by_type(self, first: date, last: date) -> Mapping[str, int]:
        """How many documents of each type were issued with a date from `first` to `last`, both included."""
        ...


class ShelfReads(Protocol):
    """What can be known of a registration before its turn."""

    def registers(self) -> tuple[Register, ...]:
        """All registers."""
        ...

    def same_description(self, paper: Description) -> list[Twin]:
        """Earlier registrations, not void, of the same issuer, number, notation and date."""
        ...
