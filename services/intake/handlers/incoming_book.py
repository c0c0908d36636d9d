"""Registers on paper and as spreadsheets (Decree 30/2020 Art. 22.3.b); each print leaves an audit line."""

from services.intake.ports.incoming import IncomingStores
from services.intake.ports.outgoing import BookPress
from services.kernel.people import Person, Role, require
from services.kernel.registers import RegisterPrint

READERS = (Role.CLERK, Role.LEADER, Role.AUDITOR)


class IncomingBook:
    """Prints and exports volumes of arrivals."""

    def __init__(self, stores: IncomingStores, press: BookPress) -> None:
        self.stores = stores
        self.press = press

    def printed(self, person: Person, register_id: str, volume: RegisterPrint) -> bytes:
        """The volume as a PDF with the form's ten columns."""
        self._note(person, register_id, volume, "pdf")
        return self.press.pdf(volume)

    def exported(self, person: Person, register_id: str, volume: RegisterPrint) -> bytes:
        """The volume as an XLSX with the form's ten columns."""
        self._note(person, register_id, volume, "xlsx")
        return self.press.xlsx(volume)

    def _note(self, person: Person, register_id: str, volume: RegisterPrint, kind: str) -> None:
        require(person, *READERS, action="in và xuất sổ văn bản đến")
        with self.stores() as store:
            store.audit(person, "print", register_id, year=volume.year, kind=kind)
