"""Opens the store of bytes that the settings name."""

from pathlib import Path
from typing import Protocol

from services.backends.objects.folder import FolderStore
from services.kernel.ports import ErasingStore


class HostedStore(ErasingStore, Protocol):
    """A store as a host keeps it in order."""

    def ready(self) -> str | None:
        """None when bytes can be kept now, otherwise what is wrong in a few words; answers within seconds."""
        ...

    def sweep(self) -> int:
        """Remove what crashes left half-written, and nothing that is still being written; how many."""
        ...


def open_store(url: str, public: str = "") -> HostedStore:
    """The store at `folder:PATH` or `s3+http(s)://ACCESS:SECRET@HOST:PORT/BUCKET`, with its bucket made if missing.

    `public`, if given, is where browsers reach the same server: what is opened is then `Fetchable`.
    BadInput `settings-wrong` if the address, the keys or the bucket cannot be used; Unavailable `store-away` if the
    server does not answer.
    """
    if url.startswith("s3+"):
        # Only offices with a server of objects have its client installed.
        from services.backends.objects.s3.store import open_bucket

        return open_bucket(url, public)
    return FolderStore(Path(url.removeprefix("folder:")))
