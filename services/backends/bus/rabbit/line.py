"""One service's line to the others: its broker, who tells which fact, and as whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.backends.bus.courier import PAUSES
from services.backends.bus.rabbit.address import Address
from services.backends.settings import SERVICES, Settings
from services.kernel.tellers import TELLERS


@dataclass(frozen=True)
class Line:
    """`tellers` maps a fact's name to the service that alone may tell it, `users` a service to its broker user.

    `pauses` are the seconds before each further try.
    """

    service: str
    address: Address
    tellers: Mapping[str, str]
    users: Mapping[str, str]
    pauses: Sequence[float] = PAUSES

    @classmethod
    def of(cls, service: str, settings: Settings) -> "Line":
        """The line of a service as the settings draw it."""
        addresses = {each: Address.parse(settings.bus_of(each)) for each in SERVICES}
        users = {each: address.user for each, address in addresses.items()}
        return cls(service, addresses[service], TELLERS, users)

    def key(self, fact: str) -> str:
        """What a fact of ours is addressed with: `intake.DocumentIssued`."""
        return f"{self.service}.{fact}"
