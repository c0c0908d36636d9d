"""The small values a signing task is given; they load no tools, so the serving process can name them cheaply."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class KeyFile:
    """A software key in a PKCS#12 file; the password is never shown."""

    path: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Pen:
    """What one signs with and when: the key, the path of the picture it leaves, the moment the signature states.

    No moment is the machine's.
    """

    key: KeyFile
    image: str
    at: datetime | None = None


@dataclass(frozen=True)
class NumberAndDate:
    """What the clerk gives a signed document, as printed: `05`, `07`, `6`."""

    number: str
    day: str
    month: str
