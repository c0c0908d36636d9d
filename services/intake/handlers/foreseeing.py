"""What is refused of a registration before its files are kept: bytes once stored are kept for good."""

from dataclasses import dataclass

from services.intake.domain.registers import Direction
from services.intake.domain.twins import refuse_twin
from services.intake.handlers.registration import RegisterIncoming, Registration, register_unknown
from services.intake.ports.registers import ShelfReads
from services.kernel.people import Person


@dataclass(frozen=True)
class Foreseeing:
    """Judges an order as the registration will, without its files and without a turn at the register."""

    registration: Registration
    shelf: ShelfReads

    def foresee(self, person: Person, order: RegisterIncoming) -> None:
        """Refuse as `Registration.register` would; Conflict `document-twin` here is of the description alone."""
        self.registration.foresee(person, order.paper, order.leader_id)
        register = next((one for one in self.shelf.registers() if one.id == order.register_id), None)
        if register is None:
            raise register_unknown()
        register.require_open(Direction.INCOMING, self.registration.clock.today())
        refuse_twin(self.shelf.same_description(order.paper), order.despite)
