"""Opening an outgoing document and its files; each look and each download leaves an audit line."""

from typing import BinaryIO

from services.intake.domain.outgoing import Edition, OutgoingDocument
from services.intake.handlers.outgoing_desk import opened
from services.intake.handlers.slips import Slip
from services.intake.ports.outgoing import OutgoingStores, OutgoingWork, PaperReader
from services.kernel.deeds import Deed
from services.kernel.errors import NotFound
from services.kernel.looks import Looks
from services.kernel.people import Person
from services.kernel.ports import ObjectStore
from services.kernel.values import FileRef

PAGE_WIDTH = 1100


class OutgoingFiles:
    """The reading room for outgoing documents."""

    def __init__(self, stores: OutgoingStores, objects: ObjectStore, reader: PaperReader) -> None:
        self.stores = stores
        self.objects = objects
        self.reader = reader
        self.looks = Looks()

    def looked(self, person: Person, document_id: str) -> None:
        """Remember that somebody opened the document."""
        with self.stores() as store:
            opened(store, person, Slip(document_id))
            store.audit(person, Deed.VIEW, document_id)
        self.looks.note(person.id, document_id)

    def glimpsed(self, person: Person, document_id: str) -> None:
        """A picture of a page is fetched: a view, unless this person opened the document lately anyway."""
        if not self.looks.is_known(person.id, document_id):
            self.looked(person, document_id)

    def download(self, person: Person, document_id: str, number: int) -> tuple[Edition, BinaryIO]:
        """One edition of the file and its bytes, which the caller closes."""
        with self.stores() as store:
            edition = _edition(store, opened(store, person, Slip(document_id)), number)
            store.audit(person, Deed.DOWNLOAD, document_id, edition=number, digest=edition.file.digest)
        return edition, self.objects.open(edition.file.digest)

    def original(self, person: Person, document_id: str, number: int) -> tuple[FileRef, BinaryIO]:
        """The bytes as uploaded of an edition that was written anew, which the caller closes; NotFound for others."""
        with self.stores() as store:
            file = _edition(store, opened(store, person, Slip(document_id)), number).original
            if file is None:
                raise NotFound("original-same", "Bản này giữ nguyên tệp đã tải lên.", "Tải tệp của chính bản này.")
            store.audit(person, Deed.DOWNLOAD, document_id, edition=number, digest=file.digest)
        return file, self.objects.open(file.digest)

    def picture(self, edition: Edition, page: int) -> bytes:
        """A PNG of one page (1 is the first) of an edition whose reader has been admitted; NotFound `page-missing`."""
        return self.page_of(edition.file.digest, page, PAGE_WIDTH)

    def page_of(self, digest: str, page: int, width: int) -> bytes:
        """A PNG of one page (1 is the first) of a stored PDF, about so many pixels wide."""
        return self.reader.picture(digest, page - 1, width)

    def preview(self, paper: bytes, width: int) -> list[bytes]:
        """PNGs of the first pages of a PDF that is kept nowhere."""
        return self.reader.pictures(paper, width)


def _edition(store: OutgoingWork, document: OutgoingDocument, number: int) -> Edition:
    for edition in store.editions(document.id):
        if edition.number == number:
            return edition
    raise NotFound("edition-unknown", "Văn bản không có bản này.", "Chọn một bản trong danh sách.")
