"""The steps of a draft up to the signature: each returns the next state of the document (Decree 30/2020 Art. 11-13)."""

from dataclasses import dataclass, replace

from services.intake.domain.drafts import Content
from services.intake.domain.outgoing import Edition, Mark, OutgoingDocument, State, Trail
from services.intake.domain.outgoing_actions import Act, permit
from services.kernel.errors import BadInput, Conflict
from services.kernel.facts import DocumentSigned, SignatureRefused, SignatureRequested
from services.kernel.people import Person
from services.kernel.values import Part, new_id


def revised(document: OutgoingDocument, content: Content, by: Person, mark: Mark) -> OutgoingDocument:
    """A draft with new words; a signed document becomes a draft again and keeps the signed edition, with a reason."""
    permit(Act.REVISE, document, by)
    if document.state is State.SIGNED:
        _require_reason(mark.note)
    trail = Trail(returned=document.trail.returned) if document.state is State.DRAFT else Trail()
    return replace(
        document.moved(State.DRAFT, mark.at, trail), content=content, edition=document.edition + 1, request_id=""
    )


def submitted(document: OutgoingDocument, edition: Edition, by: Person, mark: Mark) -> OutgoingDocument:
    """The draft on its way to the head of the unit."""
    permit(Act.SUBMIT, document, by)
    if not edition.is_draft:
        raise Conflict(
            "signed-edition", "Bản hiện có đã ký; phải lập bản mới trước khi trình.", "Bấm Sửa, lập bản mới."
        )
    return document.moved(State.SUBMITTED, mark.at, Trail())


def content_approved(document: OutgoingDocument, by: Person, mark: Mark) -> OutgoingDocument:
    """The head of the unit answers for the content (Art. 12.1)."""
    permit(Act.APPROVE_CONTENT, document, by)
    return document.moved(State.CONTENT_APPROVED, mark.at, replace(document.trail, content=mark))


def format_checked(document: OutgoingDocument, edition: Edition, by: Person, mark: Mark) -> OutgoingDocument:
    """The checker answers for the form (Art. 12.2); a paper that deviates needs a note. One signature is asked for."""
    permit(Act.APPROVE_FORMAT, document, by)
    if edition.deviations and not mark.note:
        raise _note_missing(edition)
    moved = document.moved(State.FORMAT_CHECKED, mark.at, replace(document.trail, form=mark))
    return replace(moved, request_id=new_id())


def returned(document: OutgoingDocument, by: Person, mark: Mark) -> OutgoingDocument:
    """A draft again, with the reason its drafter reads; whoever sent it may also take it back."""
    permit(Act.RETURN, document, by)
    _require_reason(mark.note)
    return replace(document.moved(State.DRAFT, mark.at, Trail(returned=mark)), request_id="")


def refused(document: OutgoingDocument, fact: SignatureRefused, mark: Mark) -> OutgoingDocument | None:
    """A draft again, because the leader would not sign it; None when that request no longer stands."""
    if not _awaits(document, fact.request_id):
        return None
    return replace(document.moved(State.DRAFT, mark.at, Trail(returned=mark)), request_id="")


def signed(document: OutgoingDocument, edition: Edition, fact: DocumentSigned, mark: Mark) -> OutgoingDocument | None:
    """The signed document; None when that request no longer stands or was about other bytes."""
    if not _awaits(document, fact.request_id) or fact.draft_digest != edition.file.digest:
        return None
    moved = document.moved(State.SIGNED, mark.at, replace(document.trail, signed=mark))
    return replace(moved, edition=document.edition + 1)


def signed_edition(edition: Edition, number: int, fact: DocumentSigned, mark: Mark) -> Edition:
    """The edition of the file that bears the leader's signature."""
    return replace(edition, number=number, file=replace(fact.file, part=Part.SIGNED), made=mark)


@dataclass(frozen=True)
class RequestWords:
    """What the signature book shows of a document beside its own fields; `notation` has no number yet (`QĐ-UBND`)."""

    type_name: str
    notation: str
    capacity: str
    answers: str = ""


def signature_request(document: OutgoingDocument, edition: Edition, words: RequestWords) -> SignatureRequested:
    """The fact that asks the signing desk for the leader's signature on exactly these bytes."""
    return SignatureRequested(
        request_id=document.request_id,
        document_id=document.id,
        version=document.version,
        signer_id=document.content.signer_id,
        drafter_id=document.drafter.person_id,
        drafter=document.drafter.name,
        unit_name=document.drafter.unit_name,
        type_code=document.content.type_code,
        type_name=words.type_name,
        notation=words.notation,
        capacity=words.capacity,
        answers=words.answers,
        subject=document.content.subject,
        urgency=document.content.urgency.value,
        readers=document.readers(),
        file=edition.file,
        anchors=edition.anchors,
    )


def _awaits(document: OutgoingDocument, request_id: str) -> bool:
    return document.state is State.FORMAT_CHECKED and document.request_id == request_id


def _require_reason(note: str) -> None:
    if not note:
        raise BadInput(
            "reason-missing", "Việc này cần ghi lý do.", "Ghi lý do rồi bấm lại.", fields={"note": "Chưa ghi lý do."}
        )


def _note_missing(edition: Edition) -> BadInput:
    wrong = len(edition.found_wrong)
    if wrong:
        detail = f"Văn bản còn {wrong} điểm chưa đúng thể thức; duyệt thì phải ghi lý do."
        fault = "Ghi lý do chấp nhận các điểm chưa đúng."
        return BadInput("note-missing", detail, "Ghi lý do chấp nhận, hoặc trả lại để sửa.", fields={"note": fault})
    detail = "Máy chưa kiểm tra được thể thức của tệp này; duyệt thì phải ghi đã kiểm tra bằng mắt."
    fault = "Ghi đã kiểm tra bằng mắt những gì."
    return BadInput("note-missing", detail, "Xem văn bản, ghi kết quả, hoặc trả lại.", fields={"note": fault})
