"""The use cases of the incoming half, as its routes find them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from services.intake.handlers.arrivals import Arrivals
from services.intake.handlers.foreseeing import Foreseeing
from services.intake.handlers.opening import Opening
from services.intake.handlers.receiving import Receiving
from services.intake.handlers.registers import Registers
from services.intake.handlers.registration import Registration
from services.intake.handlers.routing import Routing
from services.intake.handlers.secret_uploads import SecretUploads
from services.intake.handlers.stamping import Stamping
from services.kernel.clock import Clock


@dataclass(frozen=True)
class IncomingDesk:
    """Everything a clerk, a leader and a handler do with arrived documents; `stamp_soon` wakes the stamping."""

    receiving: Receiving
    arrivals: Arrivals
    secrets: SecretUploads
    registration: Registration
    foreseeing: Foreseeing
    routing: Routing
    registers: Registers
    opening: Opening
    stamping: Stamping
    clock: Clock
    stamp_soon: Callable[[], None]

    def today(self) -> date:
        """The present day at the office."""
        return self.clock.today()
