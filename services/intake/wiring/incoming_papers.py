"""The clerk's tools for papers: the PDF readers and the stamp, at the workbench."""

import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from services.backends.pdf import image_to_pdf, page_image, read_paper, skim_paper
from services.backends.typesetting.stamp import arrival_stamp, stamped
from services.kernel.papers import Inspection
from services.kernel.paperwork import ArrivalStamp
from services.kernel.ports import ObjectStore, Stored, Workbench

_PICTURES_KEPT = 64


class BenchPapers:
    """Every task is done in another process, with limits of time and memory; pictures just seen are kept in memory."""

    def __init__(self, workbench: Workbench, objects: ObjectStore) -> None:
        self.workbench = workbench
        self.objects = objects
        self._picture = lru_cache(_PICTURES_KEPT)(self._drawn)

    def look(self, digest: str) -> Inspection:
        """Pages, text, words of the first page, dangers, signatures of a stored PDF."""
        with self.objects.local(digest) as path:
            return self.workbench.run(read_paper, path)

    def skim(self, digest: str) -> Inspection:
        """As `look`, without the words of the first page."""
        with self.objects.local(digest) as path:
            return self.workbench.run(skim_paper, path)

    def from_image(self, digest: str) -> Stored:
        """A stored PDF made of a stored image."""
        return self._made(digest, lambda path, out: self.workbench.run(image_to_pdf, path, out))

    def stamped(self, digest: str, stamp: ArrivalStamp) -> Stored:
        """A stored rendition of a stored PDF with the arrival stamp on its first page."""
        return self._made(digest, lambda path, out: self.workbench.run(stamped, path, out, stamp))

    def label(self, stamp: ArrivalStamp) -> bytes:
        """The arrival stamp alone as a small PDF."""
        return self.workbench.run(arrival_stamp, stamp)

    def page_image(self, digest: str, page: int, width: int) -> bytes:
        """A PNG of one page (0 is the first) of a stored PDF, `width` pixels wide."""
        return self._picture(digest, page, width)

    def _drawn(self, digest: str, page: int, width: int) -> bytes:
        with self.objects.local(digest) as path:
            return self.workbench.run(page_image, path, page, width)

    def _made(self, digest: str, make: Callable[[Path, Path], object]) -> Stored:
        with tempfile.TemporaryDirectory() as folder, self.objects.local(digest) as path:
            out = Path(folder) / "made.pdf"
            make(path, out)
            with out.open("rb") as stream:
                return self.objects.put(stream)
