"""What the pages of this service work with."""

from dataclasses import dataclass

from services.kernel.ports import Directory, ObjectStore
from services.signing.handlers.book import Book
from services.signing.handlers.keys import Keys
from services.signing.handlers.reading import Reading, Validation
from services.signing.handlers.sealing import SealDesk
from services.signing.handlers.strangers import Strangers
from services.signing.ports.papers import Pictures
from services.signing.views import SigningViews

BOOK, SEALS, CHECK, KEYS = "/so-ky", "/dong-dau", "/kiem-tra-chu-ky", "/khoa-ky"
PUBLIC_CHECK = "/kiem-tra-cong-khai"


@dataclass(frozen=True)
class UseCases:
    """What can be done on the pages."""

    book: Book
    seals: SealDesk
    reading: Reading
    validation: Validation
    strangers: Strangers
    keys: Keys


@dataclass(frozen=True)
class PageDesk:
    """Use cases, reads, files and pictures."""

    use: UseCases
    views: SigningViews
    objects: ObjectStore
    pictures: Pictures
    directory: Directory
