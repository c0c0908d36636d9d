"""The parts all services of one host share."""

from dataclasses import dataclass

from services.kernel.clock import Clock
from services.kernel.ports import Directory, ErasingStore, Workbench


@dataclass(frozen=True)
class Shared:
    """Clock, object store, workbench and directory, made once by the host and handed to every `wire`."""

    clock: Clock
    objects: ErasingStore
    workbench: Workbench
    directory: Directory
