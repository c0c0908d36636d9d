"""Opening documents: who may, and a line in the audit for every view, download and print."""

from typing import BinaryIO

from services.intake.domain.arrivals import Arrival
from services.intake.domain.incoming import IncomingDocument
from services.intake.handlers.registration import known
from services.intake.ports.incoming import IncomingStores
from services.intake.ports.papers import Papers
from services.kernel.deeds import Deed
from services.kernel.errors import NotFound
from services.kernel.media import PDF
from services.kernel.people import Person, Role, require
from services.kernel.ports import ObjectStore
from services.kernel.values import FileRef


class Opening:
    """Shows documents and their files to those they open to."""

    def __init__(self, stores: IncomingStores, papers: Papers, objects: ObjectStore) -> None:
        self.stores = stores
        self.objects = objects
        self.papers = papers

    def view(self, person: Person, document_id: str) -> IncomingDocument:
        """The document, seen by this person; NotFound `incoming-unknown` when there is none for them."""
        with self.stores() as store:
            document = known(store, person, document_id)
            store.audit(person, Deed.VIEW, document.id)
        return document

    def download(self, person: Person, document_id: str, digest: str) -> tuple[FileRef, BinaryIO]:
        """One of the document's files and its bytes as a stream to close, handed to this person."""
        with self.stores() as store:
            file = file_in(known(store, person, document_id).files, digest)
            store.audit(person, Deed.DOWNLOAD, document_id, digest=file.digest, name=file.name)
        return file, self.objects.open(file.digest)

    def waiting_file(self, person: Person, arrival_id: str, digest: str) -> tuple[FileRef, BinaryIO]:
        """A file of a waiting upload and its bytes as a stream to close, for the clerk."""
        file = file_in(self.arrival(person, arrival_id).received.files, digest)
        return file, self.objects.open(file.digest)

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

    def picture(self, file: FileRef, page: int, width: int) -> bytes:
        """A PNG of a page (1 is the first) of a file already opened to the person."""
        if file.media_type != PDF:
            raise NotFound("no-picture", "Tệp này không xem được tại đây.", "Tải tệp về để mở.")
        return self.papers.page_image(file.digest, page - 1, width)


def file_in(files: tuple[FileRef, ...], digest: str) -> FileRef:
    """The file with these bytes among a document's own; NotFound `file-unknown`."""
    found = next((file for file in files if file.digest == digest), None)
    if found is None:
        raise NotFound("file-unknown", "Văn bản không có tệp này.", "Tải lại trang rồi chọn lại.")
    return found
