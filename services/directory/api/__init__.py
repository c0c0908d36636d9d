"""The directory's interface for programs."""

from fastapi import APIRouter

from services.directory.api import office, people, tokens
from services.directory.handlers.office import Offices
from services.directory.handlers.people import PeopleDesk
from services.directory.handlers.tokens import TokenDesk
from services.directory.views import DirectoryViews


def router(views: DirectoryViews, desk: PeopleDesk, offices: Offices, keys: TokenDesk) -> APIRouter:
    """All routes under `/api/v1/directory`."""
    api = APIRouter()
    api.include_router(people.router(views, desk))
    api.include_router(office.router(views, offices))
    api.include_router(tokens.router(views, keys))
    return api
