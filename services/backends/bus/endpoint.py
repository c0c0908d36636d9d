"""What the bus knows of a service: its database, its transactions and what it reacts to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.backends.bus.retries import Retries
from services.backends.database import Database
from services.backends.ledger import LedgerTables, Stores
from services.kernel.facts import Fact

Reaction = Callable[[Any, Any], None]
"""A use case that takes a fact and the open store: inbox, effects and follow-up facts share one transaction."""


@dataclass(frozen=True)
class Endpoint:
    """A service as the bus sees it."""

    name: str
    database: Database
    tables: LedgerTables
    stores: Stores[Any]
    reactions: Mapping[type[Fact], Reaction]
    retries: Retries = field(default_factory=Retries, compare=False)

    def subscriptions(self) -> dict[str, str]:
        """Fact name to the subscription's name, `archive.DocumentIssued`."""
        return {kind.__name__: f"{self.name}.{kind.__name__}" for kind in self.reactions}
