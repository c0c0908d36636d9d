"""Joins the outgoing half: its use cases, routes, desks and reactions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter

from services.backends.bus.endpoint import Reaction
from services.backends.ledger import Stores
from services.backends.settings import Settings
from services.backends.shared import Shared
from services.intake.api import outgoing as outgoing_api
from services.intake.domain.registers import Direction
from services.intake.handlers.approving import Approving
from services.intake.handlers.draft_papers import DraftPapers
from services.intake.handlers.draft_uploads import DraftUploads
from services.intake.handlers.drafting import Drafting
from services.intake.handlers.issuing import Issuing
from services.intake.handlers.outgoing_files import OutgoingFiles
from services.intake.handlers.outgoing_keeping import note_outgoing_kept
from services.intake.handlers.outgoing_parts import OutgoingUseCases
from services.intake.handlers.register_book import RegisterBook
from services.intake.pages import drafts, outgoing_book, outgoing_document, outgoing_lists, outgoing_shelves
from services.intake.store import IntakeStore
from services.intake.views import IntakeViews
from services.intake.wiring.outgoing_papers import WorkbenchPapers
from services.kernel.facts import DocumentSealed, DocumentSigned, Fact, ItemDeposited, SignatureRefused
from services.web.contribution import MB, Desk

_UPLOAD = 201 * MB


@dataclass(frozen=True)
class OutgoingParts:
    """What the outgoing half adds to the service."""

    cases: OutgoingUseCases
    api: APIRouter
    pages: APIRouter
    desks: tuple[Desk, ...] = ()
    reactions: Mapping[type[Fact], Reaction] = field(default_factory=dict)
    uploads: Mapping[str, int] = field(default_factory=dict)


def outgoing_parts(
    _settings: Settings, shared: Shared, stores: Stores[IntakeStore], views: IntakeViews
) -> OutgoingParts:
    """Join the outgoing half."""
    cases = _use_cases(shared, stores)
    return OutgoingParts(
        cases=cases,
        api=outgoing_api.router(cases, views),
        pages=_pages(cases, shared, views),
        desks=outgoing_shelves.desks(views),
        reactions={
            DocumentSigned: cases.approving.signed,
            SignatureRefused: cases.approving.refused,
            DocumentSealed: cases.issuing.sealed,
            ItemDeposited: note_outgoing_kept,
        },
        uploads={
            r"/van-ban-di/(soan|[0-9a-f]+/sua)": _UPLOAD,
            r"/api/v1/intake/outgoing/([0-9a-f]+/versions/)?upload": _UPLOAD,
        },
    )


def _use_cases(shared: Shared, stores: Stores[IntakeStore]) -> OutgoingUseCases:
    tools = WorkbenchPapers(shared.workbench, shared.objects)
    papers = DraftPapers(shared.directory, shared.objects, tools, tools, shared.clock)
    return OutgoingUseCases(
        drafting=Drafting(stores, papers, shared.clock),
        uploads=DraftUploads(stores, shared.objects, tools),
        approving=Approving(stores, papers, shared.clock),
        issuing=Issuing(stores, papers, shared.clock),
        files=OutgoingFiles(stores, shared.objects, tools),
        book=RegisterBook(stores, tools, Direction.OUTGOING),
    )


def _pages(cases: OutgoingUseCases, shared: Shared, views: IntakeViews) -> APIRouter:
    pages = APIRouter()
    desk = drafts.DraftDesk(cases, views, shared.directory, shared.clock)
    pages.include_router(outgoing_lists.router(views, shared.directory, shared.clock.today))
    pages.include_router(drafts.router(desk))
    pages.include_router(outgoing_book.router(desk))
    pages.include_router(outgoing_document.router(desk))
    return pages
