"""The small values a signing task is given; they load no tools, so the serving process can name them cheaply."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class KeyFile:
    """A software key in a PKCS#12 file; the password is never shown."""

    path: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Pen:
    """What one signs with: the key and the path of the picture it leaves."""

    key: KeyFile
    image: str


@dataclass(frozen=True)
class NumberAndDate:
    """What the clerk gives a signed document, as printed: `05`, `07`, `6`."""

    number: str
    day: str
    month: str
