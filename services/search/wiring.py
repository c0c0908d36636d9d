"""The only place where the parts of searching meet."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from services.backends.bus.endpoint import Endpoint
from services.backends.database import open_database
from services.backends.index.opening import OpenedIndex, open_index
from services.backends.loop import Loop, Rhythm
from services.backends.migration import migrate
from services.backends.settings import Settings
from services.backends.shared import Shared
from services.backends.telemetry import Figure
from services.kernel.facts import Fact
from services.search import api, pages, service
from services.search.handlers.indexing import Indexing
from services.search.handlers.searching import Searching
from services.search.store import SearchStores
from services.search.views import SearchViews
from services.web.contribution import Contribution, Desk, DeskGroup

_HERE = Path(__file__).parent
# A refresh of the index costs as much for one document as for fifty: those that come in quick succession wait for it.
_INDEXING = Rhythm(pause=1.0, calm=0.1, patience=0.5)


@dataclass(frozen=True)
class SearchParts:
    """Searching, ready for a host; the index follows the records while started."""

    views: SearchViews
    searching: Searching
    indexing: Indexing
    index: OpenedIndex
    indexer: Loop
    endpoint: Endpoint
    contribution: Contribution

    @property
    def chores(self) -> tuple[Loop, ...]:
        """Keeping the index up to date."""
        return (self.indexer,)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """How far the index lags behind."""
        return (Figure("vanthu_index_lag", "Changes not found yet", "index", self._lag),)

    def _lag(self) -> dict[str, float]:
        return {"documents": float(self.views.waiting())}

    def ready(self) -> str | None:
        """What stands in the way of searching, or None."""
        return self.index.ready()

    def start(self) -> None:
        """Keep the index up to date from now on; Unavailable `index-busy` when another process does."""
        self.index.claim()
        self.indexer.start()

    def stop(self) -> None:
        """Finish the batch in hand; another process may write the index then."""
        self.indexer.stop()
        self.index.close()

    def reindex(self, facts: Iterable[Fact] | None = None) -> int:
        """Make the index again from the records, or records and index from facts; how many documents it holds."""
        return self.indexing.rebuild(facts)


def wire(settings: Settings, shared: Shared) -> SearchParts:
    """Open the service's database at its newest revision and its index, and join the parts."""
    database = open_database(settings.database(service.NAME), service.NAME)
    migrate(database, _HERE / "migrations")
    index = open_index(settings.index)
    stores, views = SearchStores(database, shared.clock), SearchViews(database)
    searching, indexing = Searching(stores, index, views), Indexing(stores, views, index, shared.objects)
    indexer = Loop("search indexer", indexing.beat, _INDEXING)
    stores.changed = indexer.ring
    return SearchParts(
        views=views,
        searching=searching,
        indexing=indexing,
        index=index,
        indexer=indexer,
        endpoint=service.endpoint(database, stores),
        contribution=_contribution(searching),
    )


def _contribution(searching: Searching) -> Contribution:
    return Contribution(
        name=service.NAME,
        api=api.router(searching),
        pages=pages.router(searching),
        templates=_HERE / "templates",
        desks=(Desk("tim", "Tìm văn bản", "/tim", DeskGroup.MINE, icon="search", urgent=False, place=8),),
        styles=(_HERE / "templates" / "search" / "search.css",),
        scripts=(_HERE / "templates" / "search" / "search.js",),
    )
