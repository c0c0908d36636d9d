"""Joins the incoming half: its use cases, routes, desks and reactions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter

from services.backends.bus.endpoint import Reaction
from services.backends.ledger import Stores
from services.backends.settings import Settings
from services.backends.shared import Shared
from services.intake.store import IntakeStore
from services.intake.views import IntakeViews
from services.kernel.facts import Fact
from services.web.contribution import Desk


@dataclass(frozen=True)
class IncomingParts:
    """What the incoming half adds to the service."""

    api: APIRouter
    pages: APIRouter
    desks: tuple[Desk, ...] = ()
    reactions: Mapping[type[Fact], Reaction] = field(default_factory=dict)
    uploads: Mapping[str, int] = field(default_factory=dict)


def incoming_parts(
    settings: Settings, shared: Shared, stores: Stores[IntakeStore], views: IntakeViews
) -> IncomingParts:
    """Join the incoming half."""
    return IncomingParts(APIRouter(), APIRouter())
