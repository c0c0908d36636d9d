"""The front: the desks and interfaces of services; it asks databases, objects and index, never the broker."""

import multiprocessing.process
import os
import signal
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

from fastapi import FastAPI

from services.backends.bus.endpoint import Endpoint
from services.backends.database.calling import calling
from services.backends.settings import SERVICES, Settings
from services.deployed.watching import heard_of, told_if_refused
from services.office import Office


def application() -> FastAPI:
    """What each process of the web server serves; the settings say which services' desks (`VANTHU_ONLY`)."""
    _follow_parent()
    with told_if_refused():
        settings = Settings.read()
        office = Office.wired(settings)
    front = office.application({"index": office.search.ready}, _nobody, settings.only)

    @asynccontextmanager
    async def open_while_serving(_front: FastAPI) -> AsyncIterator[None]:
        with heard_of(settings, "api"):
            office.bench.open()
            with _calling_relays([each for each in office.endpoints if each.name in (settings.only or SERVICES)]):
                yield
            office.close()

    front.router.lifespan_context = open_while_serving
    return front


@contextmanager
def _calling_relays(endpoints: Sequence[Endpoint]) -> Iterator[None]:
    calls = [calling(endpoint.database, endpoint.name) for endpoint in endpoints]
    for endpoint, call in zip(endpoints, calls, strict=True):
        endpoint.stores.told = call.ring
        call.start()
    yield
    for call in calls:
        call.stop()


def _follow_parent() -> None:
    # A process that outlived the one which keeps it and its like would hold the port against their successor for ever.
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_after, args=(parent,), name="following the parent", daemon=True).start()


def _end_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _nobody() -> None:
    """Letters given back are carried by the relay, which looks for them by itself."""
