"""The use cases of the incoming half, as its routes find them."""

from dataclasses import dataclass

from services.intake.handlers.arrivals import Arrivals
from services.intake.handlers.opening import Opening
from services.intake.handlers.receiving import Receiving
from services.intake.handlers.registers import Registers
from services.intake.handlers.registration import Registration
from services.intake.handlers.routing import Routing
from services.intake.handlers.stamping import Stamping


@dataclass(frozen=True)
class IncomingDesk:
    """Everything a clerk, a leader and a handler do with arrived documents."""

    receiving: Receiving
    arrivals: Arrivals
    registration: Registration
    routing: Routing
    registers: Registers
    opening: Opening
    stamping: Stamping
