"""HTML routes of the archive's desk, under /kho."""

from fastapi import APIRouter

from services.archive.pages import case_files, filing, fonds, integrity, items, lists, plans, tree
from services.archive.pages.desk import ROOT, PageDesk

__all__ = ["PageDesk", "router"]


def router(desk: PageDesk) -> APIRouter:
    """All pages; fixed addresses come before those with an id in them."""
    pages = APIRouter()
    for part in (lists, plans, integrity, fonds, tree, items, case_files, filing):
        pages.include_router(part.router(desk), prefix=ROOT)
    return pages
