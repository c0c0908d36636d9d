"""The arrived document an outgoing one answers: named in the signature book, dealt with once the answer is issued."""

from services.intake.domain.incoming import IncomingDocument, State
from services.intake.domain.incoming_card import card_of
from services.intake.domain.incoming_steps import resolved
from services.intake.ports.incoming import IncomingStore
from services.intake.ports.outgoing import OutgoingWork
from services.kernel.deeds import Deed
from services.kernel.errors import BadInput, Conflict, NotFound
from services.kernel.facts import DocumentChanged
from services.kernel.people import Person


def require_answerable(store: OutgoingWork, incoming_id: str, person: Person) -> None:
    """Refuse an answer to a document that is not there, not open to its drafter, or void."""
    document = store.incoming(incoming_id)
    if document is None or not document.opens_to(person):
        raise NotFound(
            "answered-unknown",
            "Không có văn bản đến được trả lời, hoặc bạn không được giao văn bản đó.",
            "Chọn lại văn bản đến, hoặc để trống.",
            fields={"answers_id": "Chọn một văn bản đến được giao cho bạn."},
        )
    if document.state is State.VOIDED:
        raise Conflict("answered-void", "Văn bản đến này đã bị hủy số.", "Chọn văn bản đến khác, hoặc để trống.")


def answered_words(store: OutgoingWork, incoming_id: str) -> str:
    """How the answered document is called: `văn bản đến số 12 (45/SNV-TCCB)`; empty for none."""
    document = store.incoming(incoming_id) if incoming_id else None
    return _words(document) if document else ""


def require_answer(store: IncomingStore, answer_id: str, incoming_id: str, person: Person) -> None:
    """Refuse as an answer what is not there, not open to who names it, or was not drafted to answer this document."""
    try:
        answer = store.outgoing(answer_id)
        fits = answer.opens_to(person) and answer.content.answers_id == incoming_id
    except NotFound:
        fits = False
    if not fits:
        raise BadInput(
            "answer-unknown",
            "Không có văn bản đi nào như vậy trả lời văn bản đến này.",
            "Chọn văn bản trả lời trong danh sách, hoặc ghi kết quả giải quyết.",
            fields={"answer_id": "Chọn một văn bản trả lời văn bản đến này."},
        )


def settle_answered(store: OutgoingWork, answer_id: str, incoming_id: str, notation: str, by: Person) -> None:
    """The arrived document is dealt with by the answer just issued; one already dealt with stays as it is."""
    document = store.incoming(incoming_id)
    if document is None or not document.state.is_open:
        return
    document = resolved(document, f"Trả lời bằng văn bản số {notation}", answer_id)
    store.keep_incoming(document)
    store.add_step(document.id, by, "Giải quyết xong", document.resolution)
    store.audit(by, Deed.RESOLVE, document.id, answer=answer_id)
    store.publish(DocumentChanged(card_of(document), by.id))


def _words(document: IncomingDocument) -> str:
    printed = f" ({document.paper.printed})" if document.paper.printed else ""
    return f"văn bản đến số {document.entry.number}{printed}"
