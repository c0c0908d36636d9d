"""Opening documents: who may, and a line in the audit for every view, download and print."""

from typing import BinaryIO

from services.intake.domain.arrivals import Arrival
from services.intake.domain.incoming import IncomingDocument
from services.intake.handlers.registration import known
from services.intake.ports.incoming import IncomingStores
from services.intake.ports.papers import PageImages
from services.kernel.deeds import Deed
from services.kernel.errors import NotFound
from services.kernel.looks import Looks
from services.kernel.media import PDF
from services.kernel.people import Person, Role, require
from services.kernel.ports import ObjectStore
from services.kernel.values import FileRef


class Opening:
    """Shows documents and their files to those they open to."""

    def __init__(self, stores: IncomingStores, images: PageImages, objects: ObjectStore) -> None:
        self.stores = stores
        self.objects = objects
        self.images = images
        self.looks = Looks()

    def view(self, person: Person, document_id: str) -> IncomingDocument:
        """The document, seen by this person; NotFound `incoming-unknown` when there is none for them."""
        with self.stores() as store:
            document = known(store, person, document_id)
            store.audit(person, Deed.VIEW, document.id)
        self.looks.note(person.id, document.id)
        return document

    def glimpsed(self, person: Person, document_id: str) -> None:
        """A picture of a page is fetched: a view, unless this person opened the document lately anyway."""
        if not self.looks.is_known(person.id, document_id):
            self.view(person, document_id)

    def download(self, person: Person, document_id: str, digest: str) -> tuple[FileRef, BinaryIO]:
        """One of the document's files and its bytes as a stream to close, handed to this person."""
        with self.stores() as store:
            file = file_in(known(store, person, document_id).files, digest)
            store.audit(person, Deed.DOWNLOAD, document_id, digest=file.digest, name=file.name)
        return file, self.objects.open(file.digest)

    def waiting_file(self, person: Person, arrival_id: str, digest: str) -> tuple[FileRef, BinaryIO]:
        """A file of a waiting upload and its bytes as a stream to close, for the clerk."""
        file = file_in(self.arrival(person, arrival_id).received.files, digest)
        self._noted(person, Deed.DOWNLOAD, arrival_id, digest=file.digest, name=file.name)
        return file, self.objects.open(file.digest)

    def view_waiting(self, person: Person, arrival_id: str) -> Arrival:
        """A waiting upload, seen by this clerk; one registered meanwhile is only named."""
        arrival = self.arrival(person, arrival_id)
        if not arrival.document_id:
            self._noted(person, Deed.VIEW, arrival_id)
            self.looks.note(person.id, arrival_id)
        return arrival

    def waiting_picture(self, person: Person, arrival_id: str, digest: str, page: int, width: int) -> bytes:
        """A PNG of a page (1 is the first) of a waiting upload, for the clerk."""
        arrival = self.arrival(person, arrival_id)
        image = self.picture(file_in(arrival.received.files, digest), page, width)
        if not self.looks.is_known(person.id, arrival_id):
            self.view_waiting(person, arrival_id)
        return image

    def arrival(self, person: Person, arrival_id: str) -> Arrival:
        """A waiting upload, for the clerk."""
        require(person, Role.CLERK, action="mở tệp trong hàng chờ")
        with self.stores() as store:
            arrival = store.arrival(arrival_id)
        if arrival is None:
            raise NotFound("arrival-unknown", "Không có tệp này trong hàng chờ.", "Tải lại hàng chờ.")
        if not arrival.received.files:
            arrival.require_waiting()
        return arrival

    def _noted(self, person: Person, deed: Deed, arrival_id: str, **details: object) -> None:
        with self.stores() as store:
            store.audit(person, deed, arrival_id, **details)

    def picture(self, file: FileRef, page: int, width: int) -> bytes:
        """A PNG of a page (1 is the first) of a file already opened to the person."""
        if file.media_type != PDF:
            raise NotFound("no-picture", "Tệp này không xem được tại đây.", "Tải tệp về để mở.")
        return self.images.page_image(file.digest, page - 1, width)


def file_in(files: tuple[FileRef, ...], digest: str) -> FileRef:
    """The file with these bytes among a document's own; NotFound `file-unknown`."""
    found = next((file for file in files if file.digest == digest), None)
    if found is None:
        raise NotFound("file-unknown", "Văn bản không có tệp này.", "Tải lại trang rồi chọn lại.")
    return found
