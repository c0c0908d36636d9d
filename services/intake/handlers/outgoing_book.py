"""The register of outgoing documents on paper and as a spreadsheet (Decree 30/2020 Art. 16.2.b)."""

from services.intake.ports.outgoing import BookPress, OutgoingStores
from services.kernel.people import Person, Role, require
from services.kernel.registers import RegisterPrint

READERS = (Role.CLERK, Role.LEADER, Role.AUDITOR)


class OutgoingBook:
    """Prints and exports volumes; each leaves an audit line."""

    def __init__(self, stores: OutgoingStores, press: BookPress) -> None:
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
        require(person, *READERS, action="in và xuất sổ văn bản đi")
        with self.stores() as store:
            store.audit(person, "outgoing.print", register_id, year=volume.year, kind=kind)
