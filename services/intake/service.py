"""The registry desk as a host sees it."""

from collections.abc import Mapping
from typing import Any

from services.backends.bus.endpoint import Endpoint, Reaction
from services.backends.database import Database
from services.backends.ledger import Stores
from services.intake.tables import LEDGER
from services.kernel.facts import DocumentSealed, DocumentSigned, Fact, ItemDeposited, SignatureRefused

NAME = "intake"
HEARS: tuple[type[Fact], ...] = (DocumentSigned, SignatureRefused, DocumentSealed, ItemDeposited)
"""The facts this service reacts to; the broker is told before anything is wired."""


def endpoint(database: Database, stores: Stores[Any], reactions: Mapping[type[Fact], Reaction]) -> Endpoint:
    """This service on the bus."""
    return Endpoint(NAME, database, LEDGER, stores, reactions)
