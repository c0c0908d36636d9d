"""What is done with the bytes of papers, elsewhere and within limits."""

from typing import Protocol

from services.kernel.papers import Inspection
from services.kernel.paperwork import ArrivalStamp
from services.kernel.ports import Stored
from services.kernel.signatures import SignatureReport


class Papers(Protocol):
    """What looks into papers as they arrive; each refuses with BadInput what cannot be read."""

    def look(self, digest: str) -> Inspection:
        """Pages, text, words of the first page, dangers, signatures of a stored PDF."""
        ...

    def skim(self, digest: str) -> Inspection:
        """As `look`, without the words of the first page, which only a form to fill needs; three times as fast."""
        ...

    def from_image(self, digest: str) -> Stored:
        """A stored PDF made of a stored image."""
        ...


class Stamper(Protocol):
    """Puts the arrival stamp on paper; BadInput where it cannot."""

    def stamped(self, digest: str, stamp: ArrivalStamp) -> Stored:
        """A stored rendition of a stored PDF with the arrival stamp on its first page."""
        ...

    def label(self, stamp: ArrivalStamp) -> bytes:
        """The arrival stamp alone as a small PDF, to be printed and stuck on."""
        ...


class PageImages(Protocol):
    """Shows papers."""

    def page_image(self, digest: str, page: int, width: int) -> bytes:
        """A PNG of one page (0 is the first) of a stored PDF, `width` pixels wide."""
        ...


class SignatureReader(Protocol):
    """Checks the signatures that came with a paper."""

    def check(self, digest: str) -> SignatureReport:
        """What is known of the signatures of a stored PDF; never raises on a bad file."""
        ...
