"""The front: the desks and interfaces of services; it asks databases, objects and index, never the broker."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.backends.settings import Settings
from services.deployed.watching import heard_of, told_if_refused
from services.office import Office


def application() -> FastAPI:
    """What each process of the web server serves; the settings say which services' desks (`VANTHU_ONLY`)."""
    with told_if_refused():
        settings = Settings.read()
        office = Office.wired(settings)
    front = office.application({"index": office.search.ready}, _nobody, settings.only)

    @asynccontextmanager
    async def open_while_serving(_front: FastAPI) -> AsyncIterator[None]:
        with heard_of(settings, "api"):
            office.bench.open()
            yield
            office.close()

    front.router.lifespan_context = open_while_serving
    return front


def _nobody() -> None:
    """Letters given back are carried by the relay, which looks for them by itself."""
