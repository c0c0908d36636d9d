"""Registers on paper and as spreadsheets (Decree 30/2020 Art. 16.2.b, 22.3.b); each print leaves an audit line."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from services.intake.domain.registers import Direction
from services.intake.ports.documents import Ledger
from services.intake.ports.outgoing import BookPress
from services.kernel.deeds import Deed
from services.kernel.people import Person, Role, require
from services.kernel.registers import RegisterPrint

READERS = (Role.CLERK, Role.LEADER, Role.AUDITOR)


class RegisterBook:
    """Prints and exports volumes of one direction."""

    def __init__(
        self, stores: Callable[[], AbstractContextManager[Ledger]], press: BookPress, direction: Direction
    ) -> None:
        self.stores = stores
        self.press = press
        self.direction = direction

    def printed(self, person: Person, register_id: str, volume: RegisterPrint) -> bytes:
        """The volume as a PDF with the form's ten columns."""
        self._note(person, register_id, volume, "pdf")
        return self.press.pdf(volume)

    def exported(self, person: Person, register_id: str, volume: RegisterPrint) -> bytes:
        """The volume as an XLSX with the form's ten columns."""
        self._note(person, register_id, volume, "xlsx")
        return self.press.xlsx(volume)

    def _note(self, person: Person, register_id: str, volume: RegisterPrint, kind: str) -> None:
        require(person, *READERS, action=f"in và xuất sổ {self.direction.label.lower()}")
        with self.stores() as store:
            store.audit(person, Deed.PRINT, register_id, year=volume.year, kind=kind)
