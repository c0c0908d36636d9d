"""HTML routes of the signing desks."""

from fastapi import APIRouter

from services.signing.pages import book, checks, keys, public, seals
from services.signing.pages.desk import PageDesk

__all__ = ["PageDesk", "router"]


def router(desk: PageDesk) -> APIRouter:
    """All pages."""
    pages = APIRouter()
    pages.include_router(book.router(desk))
    pages.include_router(seals.router(desk))
    pages.include_router(checks.router(desk))
    pages.include_router(public.router(desk))
    pages.include_router(keys.router(desk))
    return pages
