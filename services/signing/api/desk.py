"""What the routes of this service work with."""

from dataclasses import dataclass

from services.kernel.ports import ObjectStore
from services.signing.handlers.book import Book
from services.signing.handlers.reading import Reading, Validation
from services.signing.handlers.sealing import SealDesk
from services.signing.views import SigningViews


@dataclass(frozen=True)
class ApiDesk:
    """Use cases and reads of the desk."""

    book: Book
    seals: SealDesk
    reading: Reading
    validation: Validation
    views: SigningViews
    objects: ObjectStore
