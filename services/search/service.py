"""The search service as a host sees it."""

from services.backends.bus.endpoint import Endpoint
from services.backends.database import Database
from services.kernel.facts import Fact
from services.search.handlers.learning import REACTIONS
from services.search.store import SearchStores
from services.search.tables import LEDGER

NAME = "search"
HEARS: tuple[type[Fact], ...] = tuple(REACTIONS)
"""The facts this service reacts to."""


def endpoint(database: Database, stores: SearchStores) -> Endpoint:
    """This service on the bus."""
    return Endpoint(NAME, database, LEDGER, stores, REACTIONS)
