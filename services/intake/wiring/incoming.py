"""Joins the incoming half: its use cases, routes, desks and reactions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter

from services.backends.bus.endpoint import Reaction
from services.backends.ledger import Stores
from services.backends.loop import Loop, Rhythm
from services.backends.pades.bench import BenchValidator
from services.backends.settings import Settings
from services.backends.shared import Shared
from services.intake.api import incoming as incoming_api
from services.intake.api import registers as registers_api
from services.intake.api import statistics as statistics_api
from services.intake.domain.registers import Direction
from services.intake.handlers.arrivals import Arrivals
from services.intake.handlers.foreseeing import Foreseeing
from services.intake.handlers.incoming_desk import IncomingDesk
from services.intake.handlers.keeping import note_kept
from services.intake.handlers.opening import Opening
from services.intake.handlers.receiving import Receiving, Tools
from services.intake.handlers.register_book import RegisterBook
from services.intake.handlers.register_looks import RegisterLooks
from services.intake.handlers.registers import Registers
from services.intake.handlers.registration import Registration
from services.intake.handlers.routing import Routing
from services.intake.handlers.secret_uploads import SecretUploads
from services.intake.handlers.stamping import Stamping
from services.intake.pages import arrivals, directive, incoming_document, incoming_lists, registering
from services.intake.pages import registers as registers_pages
from services.intake.pages.incoming_pages import IncomingPages
from services.intake.pages.incoming_shelves import desks
from services.intake.store import IntakeStore
from services.intake.views import IntakeViews
from services.intake.wiring.incoming_papers import BenchPapers
from services.intake.wiring.outgoing_papers import WorkbenchPapers
from services.kernel.facts import Fact, ItemDeposited
from services.web.contribution import MB, Desk

_UPLOAD = 512 * MB
# A stamp costs more than a registration: while clerks register in quick succession, stamps wait, up to half a minute.
_STAMPING = Rhythm(idle=30.0, calm=0.7, patience=30.0)


@dataclass(frozen=True)
class IncomingParts:
    """What the incoming half adds to the service; `stamps` is to be started and stopped by the host."""

    desk: IncomingDesk
    stamps: Loop
    api: APIRouter
    pages: APIRouter
    desks: tuple[Desk, ...] = ()
    reactions: Mapping[type[Fact], Reaction] = field(default_factory=dict)
    uploads: Mapping[str, int] = field(default_factory=dict)


def incoming_parts(
    settings: Settings, shared: Shared, stores: Stores[IntakeStore], views: IntakeViews
) -> IncomingParts:
    """Join the incoming half."""
    desk, stamps = _use_cases(settings, shared, stores, views)
    press = WorkbenchPapers(shared.workbench, shared.objects)
    looks = RegisterLooks(views)
    pages = IncomingPages(desk, RegisterBook(stores, press, Direction.INCOMING), views, shared.directory, looks)
    return IncomingParts(
        desk=desk,
        stamps=stamps,
        api=_api(desk, views, looks),
        pages=_pages(pages),
        desks=desks(views, shared.clock.today),
        reactions={ItemDeposited: note_kept},
        uploads={r"/van-ban-den/cho": _UPLOAD, r"/api/v1/intake/incoming": _UPLOAD},
    )


def _use_cases(
    settings: Settings, shared: Shared, stores: Stores[IntakeStore], views: IntakeViews
) -> tuple[IncomingDesk, Loop]:
    papers = BenchPapers(shared.workbench, shared.objects)
    signatures = BenchValidator(shared.objects, shared.workbench, settings.keys / "trust.toml")
    receiving = Receiving(stores, shared.objects, Tools(papers, signatures))
    stamping = Stamping(stores, papers, shared.directory, views.unstamped)
    registration = Registration(stores, shared.directory, shared.objects, shared.clock)
    stamps = Loop("arrival stamps", stamping.stamp_some, _STAMPING)
    desk = IncomingDesk(
        receiving=receiving,
        arrivals=Arrivals(stores, receiving, shared.clock, views.known_issuers),
        secrets=SecretUploads(stores, shared.objects),
        registration=registration,
        foreseeing=Foreseeing(registration, views),
        routing=Routing(stores, shared.directory, shared.clock),
        registers=Registers(stores, shared.clock),
        opening=Opening(stores, papers, shared.objects),
        stamping=stamping,
        clock=shared.clock,
        stamp_soon=stamps.ring,
    )
    return desk, stamps


def _api(desk: IncomingDesk, views: IntakeViews, looks: RegisterLooks) -> APIRouter:
    api = APIRouter()
    api.include_router(registers_api.router(desk, views, looks))
    api.include_router(statistics_api.router(looks))
    api.include_router(incoming_api.router(desk, views))
    return api


def _pages(desk: IncomingPages) -> APIRouter:
    pages = APIRouter()
    # Order matters: the queue's addresses would also fit those of a document.
    for room in (incoming_lists, arrivals, registering, directive, registers_pages, incoming_document):
        pages.include_router(room.router(desk))
    return pages
