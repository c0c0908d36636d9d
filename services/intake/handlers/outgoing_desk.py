"""What every step on an outgoing document begins with: find it, see that it is open and unchanged."""

from services.intake.domain.outgoing import OutgoingDocument
from services.intake.handlers.slips import Slip
from services.intake.ports.outgoing import OutgoingShelf
from services.kernel.errors import NotFound, Stale
from services.kernel.people import Person


def opened(store: OutgoingShelf, person: Person, slip: Slip) -> OutgoingDocument:
    """The document of a slip; NotFound if it does not open to this person, Stale if it is not the version they read."""
    document = store.outgoing(slip.document_id)
    if not document.opens_to(person):
        raise NotFound("outgoing-unknown", "Không có văn bản đi này.", "Tải lại danh sách rồi chọn lại.")
    if slip.expected is not None and slip.expected != document.version:
        raise Stale("document-changed", "Văn bản vừa được người khác thay đổi.", "Tải lại trang rồi làm lại.")
    return document
