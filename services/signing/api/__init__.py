"""JSON routes of the signing service, under `/api/v1/signing`."""

from fastapi import APIRouter

from services.signing.api import checks, requests, seals
from services.signing.api.desk import ApiDesk

__all__ = ["ApiDesk", "router"]


def router(desk: ApiDesk) -> APIRouter:
    """All routes."""
    api = APIRouter()
    api.include_router(requests.router(desk))
    api.include_router(seals.router(desk))
    api.include_router(checks.router(desk))
    return api
