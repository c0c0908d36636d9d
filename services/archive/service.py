"""The archive as a host sees it."""

from collections.abc import Mapping
from typing import Any

from services.archive.handlers.depositing import REACTIONS
from services.archive.tables import LEDGER
from services.backends.bus.endpoint import Endpoint, Reaction
from services.backends.database import Database
from services.backends.ledger import Stores
from services.kernel.facts import Fact

NAME = "archive"
HEARS: tuple[type[Fact], ...] = tuple(REACTIONS)
"""The facts this service reacts to."""


def endpoint(database: Database, stores: Stores[Any], reactions: Mapping[type[Fact], Reaction]) -> Endpoint:
    """This service on the bus."""
    return Endpoint(NAME, database, LEDGER, stores, reactions)
