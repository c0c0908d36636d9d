"""JSON routes of the archive, under /api/v1/archive."""

from fastapi import APIRouter

from services.archive.api import case_files, items, tree
from services.archive.api.desk import ApiDesk
from services.archive.handlers import ArchiveHandlers
from services.archive.views import ArchiveViews
from services.kernel.ports import ObjectStore

__all__ = ["router"]


def router(handlers: ArchiveHandlers, views: ArchiveViews, objects: ObjectStore) -> APIRouter:
    """All routes."""
    desk = ApiDesk(handlers, views, objects)
    api = APIRouter()
    for part in (tree, items, case_files):
        api.include_router(part.router(desk))
    return api
