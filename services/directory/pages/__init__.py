"""The pages of the directory: the door, one's own account, people and the office."""

from fastapi import APIRouter

from services.directory.pages import mine, office, sign_in, staff
from services.directory.pages.desk import Desk


def router(desk: Desk) -> APIRouter:
    """All pages of this service."""
    pages = APIRouter()
    for room in (sign_in, mine, staff, office):
        pages.include_router(room.router(desk))
    return pages
