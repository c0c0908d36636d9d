"""One service alone, as its worker and its relay need it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from services.archive.wiring import wire as wire_archive
from services.backends.objects.opening import open_store
from services.backends.pool import ProcessWorkbench
from services.backends.settings import SERVICES, Settings
from services.backends.shared import Shared
from services.directory.wiring import consult
from services.directory.wiring import wire as wire_directory
from services.intake.wiring import wire as wire_intake
from services.kernel.clock import SystemClock
from services.kernel.errors import BadInput
from services.office import Service
from services.search.wiring import wire as wire_search
from services.signing.wiring import wire as wire_signing

_WIRES: Mapping[str, Callable[[Settings, Shared], Service]] = {
    "intake": wire_intake,
    "signing": wire_signing,
    "archive": wire_archive,
    "search": wire_search,
}


@contextmanager
def single(name: str, settings: Settings) -> Iterator[Service]:
    """The service of this name for the length of a `with`; it only reads the directory. BadInput `service-unknown`."""
    bench = ProcessWorkbench(settings.workers)
    service = _wired(name, settings, bench)
    try:
        yield service
    finally:
        bench.close()
        service.endpoint.database.close()


def _wired(name: str, settings: Settings, bench: ProcessWorkbench) -> Service:
    clock = SystemClock()
    if name == "directory":
        return wire_directory(settings, clock)
    if name not in _WIRES:
        raise BadInput("service-unknown", f"Không có dịch vụ “{name}”.", f"Các dịch vụ: {', '.join(SERVICES)}.")
    shared = Shared(clock, open_store(settings.objects), bench, consult(settings))
    return _WIRES[name](settings, shared)
