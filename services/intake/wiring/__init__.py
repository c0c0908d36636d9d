"""The only place where the parts of the registry desk meet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter

from services.backends.bus.endpoint import Endpoint, Reaction
from services.backends.database import open_database
from services.backends.ledger import Stores
from services.backends.loop import Loop
from services.backends.migration import migrate
from services.backends.settings import Settings
from services.backends.shared import Shared
from services.backends.telemetry import Figure
from services.intake import service
from services.intake.store import IntakeStore
from services.intake.tables import LEDGER
from services.intake.views import IntakeViews
from services.intake.wiring.incoming import IncomingParts, incoming_parts
from services.intake.wiring.outgoing import OutgoingParts, outgoing_parts
from services.kernel.facts import Fact
from services.web.contribution import Contribution

_HERE = Path(__file__).parent.parent


@dataclass(frozen=True)
class IntakeParts:
    """The registry desk, ready for a host."""

    views: IntakeViews
    incoming: IncomingParts
    outgoing: OutgoingParts
    endpoint: Endpoint
    api: APIRouter
    pages: APIRouter
    contribution: Contribution

    @property
    def chores(self) -> tuple[Loop, ...]:
        """Stamping, also what an earlier process left."""
        return (self.incoming.stamps,)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """How many numbers each volume gave."""
        return (Figure("vanthu_registrations", "Numbers given in a year of a register", "volume", self._given),)

    def _given(self) -> dict[str, float]:
        return {f"{each.register.id}/{each.year}": float(each.last) for each in self.views.volumes()}


def wire(settings: Settings, shared: Shared) -> IntakeParts:
    """Open the service's database at its newest revision and join both halves."""
    database = open_database(settings.database(service.NAME), service.NAME)
    migrate(database, _HERE / "migrations")
    stores = Stores(database, LEDGER, shared.clock, IntakeStore)
    views = IntakeViews(database)
    incoming = incoming_parts(settings, shared, stores, views)
    outgoing = outgoing_parts(settings, shared, stores, views)
    contribution = _contribution(incoming, outgoing)
    return IntakeParts(
        views=views,
        incoming=incoming,
        outgoing=outgoing,
        endpoint=service.endpoint(database, stores, _together(incoming.reactions, outgoing.reactions)),
        api=contribution.api or APIRouter(),
        pages=contribution.pages or APIRouter(),
        contribution=contribution,
    )


def _together(*halves: Mapping[type[Fact], Reaction]) -> dict[type[Fact], Reaction]:
    """Both halves may react to one fact; they do so one after the other, in its one transaction."""
    heard = {fact for half in halves for fact in half}
    return {fact: _each([half[fact] for half in halves if fact in half]) for fact in heard}


def _each(reactions: Sequence[Reaction]) -> Reaction:
    def react(fact: Fact, store: IntakeStore) -> None:
        for one in reactions:
            one(fact, store)

    return react


def _contribution(incoming: IncomingParts, outgoing: OutgoingParts) -> Contribution:
    api, pages = APIRouter(), APIRouter()
    for half in (incoming, outgoing):
        api.include_router(half.api)
        pages.include_router(half.pages)
    return Contribution(
        name=service.NAME,
        api=api,
        pages=pages,
        templates=_HERE / "templates",
        desks=(*incoming.desks, *outgoing.desks),
        uploads={**incoming.uploads, **outgoing.uploads},
    )
