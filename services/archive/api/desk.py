"""What the routes of the archive work with."""

from dataclasses import dataclass

from services.archive.handlers import ArchiveHandlers
from services.archive.views import ArchiveViews
from services.kernel.ports import ObjectStore


@dataclass(frozen=True)
class ApiDesk:
    """Use cases, reads and bytes."""

    use: ArchiveHandlers
    views: ArchiveViews
    objects: ObjectStore
