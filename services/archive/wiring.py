"""The only place where the parts of the archive meet."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from services.archive import api, pages, service
from services.archive.handlers import ArchiveHandlers
from services.archive.handlers.depositing import REACTIONS, Depositing
from services.archive.handlers.filing import FileItems
from services.archive.handlers.fixity import Fixity
from services.archive.handlers.fonds import KeepFonds
from services.archive.handlers.opening import OpenCaseFiles
from services.archive.handlers.planning import KeepFilePlan
from services.archive.handlers.reading import Reading, ReadingCaseFiles
from services.archive.pages.desk import desks
from services.archive.store import ArchiveStore
from services.archive.tables import LEDGER
from services.archive.views import ArchiveViews
from services.backends.bus.endpoint import Endpoint
from services.backends.database import open_database
from services.backends.ledger import Stores
from services.backends.loop import Loop
from services.backends.migration import migrate
from services.backends.pades.bench import BenchPictures
from services.backends.settings import Settings
from services.backends.shared import Shared
from services.backends.telemetry import Figure
from services.web.contribution import Contribution

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class ArchiveParts:
    """The archive, ready for a host."""

    handlers: ArchiveHandlers
    views: ArchiveViews
    fixity: Fixity
    endpoint: Endpoint
    contribution: Contribution
    figures: tuple[Figure, ...] = ()
    chores: tuple[Loop, ...] = ()


def wire(settings: Settings, shared: Shared) -> ArchiveParts:
    """Open the service's database at its newest revision and join everything."""
    database = open_database(settings.database(service.NAME), service.NAME)
    migrate(database, _HERE / "migrations")
    stores = Stores(database, LEDGER, shared.clock, ArchiveStore)
    views = ArchiveViews(database)
    handlers = _handlers(stores, shared)
    reactions = {fact: partial(react, handlers.depositing) for fact, react in REACTIONS.items()}
    return ArchiveParts(
        handlers,
        views,
        handlers.fixity,
        service.endpoint(database, stores, reactions),
        _contribution(handlers, views, shared),
    )


def _handlers(stores: Stores[ArchiveStore], shared: Shared) -> ArchiveHandlers:
    return ArchiveHandlers(
        depositing=Depositing(shared.objects, shared.directory),
        fonds=KeepFonds(stores),
        plan=KeepFilePlan(stores, shared.directory),
        opening=OpenCaseFiles(stores, shared.directory, shared.clock),
        filing=FileItems(stores, shared.clock),
        reading=Reading(stores),
        reading_case_files=ReadingCaseFiles(stores),
        fixity=Fixity(stores, shared.objects, shared.clock),
    )


def _page_desk(handlers: ArchiveHandlers, views: ArchiveViews, shared: Shared) -> pages.PageDesk:
    pictures = BenchPictures(shared.objects, shared.workbench)
    return pages.PageDesk(handlers, views, shared.objects, pictures, shared.directory, shared.clock)


def _contribution(handlers: ArchiveHandlers, views: ArchiveViews, shared: Shared) -> Contribution:
    return Contribution(
        name=service.NAME,
        api=api.router(handlers, views, shared.objects),
        pages=pages.router(_page_desk(handlers, views, shared)),
        templates=_HERE / "templates",
        desks=desks(views, shared.clock),
    )
