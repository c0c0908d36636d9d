"""The directory as a host sees it."""

from typing import Any

from services.backends.bus.endpoint import Endpoint
from services.backends.database import Database
from services.backends.ledger import Stores
from services.directory.tables import LEDGER
from services.kernel.facts import Fact

NAME = "directory"
HEARS: tuple[type[Fact], ...] = ()
"""The facts this service reacts to: none."""


def endpoint(database: Database, stores: Stores[Any]) -> Endpoint:
    """This service on the bus; it tells and hears no facts yet."""
    return Endpoint(NAME, database, LEDGER, stores, {})
