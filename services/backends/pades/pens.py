"""The small values a signing task is given; they load no tools, so the serving process can name them cheaply."""

from dataclasses import dataclass, field
from datetime import datetime

from services.kernel.signatures import Level


@dataclass(frozen=True)
class KeyFile:
    """A software key in a PKCS#12 file; the password is never shown."""

    path: str
    password: str = field(repr=False)


SOFT = "soft:"
"""The address of the time-stamping authority that a folder of software keys has of its own."""


@dataclass(frozen=True)
class Wanted:
    """The level a signature is to reach and where its proof comes from.

    `tsa` is the address of a time-stamping authority, `soft:` or empty; `trust` the profile of whom to trust, empty:
    nothing is asked about the certificate; `folder` and `password` open the software authority's keys. A `strict`
    signature is refused where its proof cannot be had; otherwise it is made at the level that can.
    """

    level: Level = Level.B
    tsa: str = ""
    trust: str = ""
    folder: str = ""
    password: str = field(default="", repr=False)
    strict: bool = False


@dataclass(frozen=True)
class Pen:
    """What one signs with and when: the key, the path of the picture it leaves, the moment the signature states.

    No moment is the machine's.
    """

    key: KeyFile
    image: str
    at: datetime | None = None
    wanted: Wanted = Wanted()


@dataclass(frozen=True)
class Signed:
    """A file with its new signature, the level that was reached, and in Vietnamese why not the one wanted."""

    pdf: bytes = field(repr=False)
    level: Level
    lack: str = ""


@dataclass(frozen=True)
class NumberAndDate:
    """What the clerk gives a signed document, as printed: `05`, `07`, `6`."""

    number: str
    day: str
    month: str
