"""The signing desk as a host sees it."""

from collections.abc import Mapping
from typing import Any

from services.backends.bus.endpoint import Endpoint, Reaction
from services.backends.database import Database
from services.backends.ledger import Stores
from services.kernel.facts import Fact
from services.signing.handlers.hearing import REACTIONS
from services.signing.tables import LEDGER

NAME = "signing"
HEARS: tuple[type[Fact], ...] = tuple(REACTIONS)
"""The facts this service reacts to."""


def endpoint(database: Database, stores: Stores[Any], reactions: Mapping[type[Fact], Reaction]) -> Endpoint:
    """This service on the bus."""
    return Endpoint(NAME, database, LEDGER, stores, reactions)
