"""After the signature: number and date, seal, issue (Decree 30/2020 Art. 14, 15, 18, 32)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from services.intake.domain.outgoing import Edition, Mark, OutgoingDocument, Registration, State
from services.intake.domain.outgoing_actions import Act, permit
from services.kernel.clock import office_day
from services.kernel.errors import Conflict
from services.kernel.facts import DocumentCard, DocumentIssued, DocumentSealed, SealRequested
from services.kernel.notation import file_name_of
from services.kernel.people import Person
from services.kernel.values import FileRef, Part, Urgency, new_id


def numbered(document: OutgoingDocument, place: Registration, by: Person, mark: Mark) -> OutgoingDocument:
    """The document with its number and date; one seal is asked for."""
    permit(Act.NUMBER, document, by)
    moved = document.moved(State.NUMBERED, mark.at, replace(document.trail, numbered=mark))
    return replace(moved, registration=place, seal_request_id=new_id())


def seal_request(document: OutgoingDocument, edition: Edition, by: Person) -> SealRequested:
    """The fact that asks the clerk's seal desk to fill in number and date and apply the agency's signature."""
    place = _place(document)
    return SealRequested(
        request_id=document.seal_request_id,
        document_id=document.id,
        version=document.version,
        number=place.number,
        notation=place.notation,
        issued_on=place.issued_on,
        signer_id=document.content.signer_id,
        signed_digest=edition.file.digest,
        subject=document.content.subject,
        readers=document.readers(),
        by=by.id,
    )


def sealed(document: OutgoingDocument, fact: DocumentSealed, mark: Mark) -> OutgoingDocument | None:
    """The sealed document; None when that request no longer stands."""
    if document.state is not State.NUMBERED or document.seal_request_id != fact.request_id:
        return None
    moved = document.moved(State.SEALED, mark.at, replace(document.trail, sealed=mark))
    return replace(moved, edition=document.edition + 1)


def sealed_edition(edition: Edition, document: OutgoingDocument, fact: DocumentSealed, mark: Mark) -> Edition:
    """The edition of the file that bears number, date and both signatures, called by its number from now on."""
    file = replace(fact.file, part=Part.SEALED, name=file_name_of(_place(document).notation))
    return replace(edition, number=document.edition, file=file, made=mark)


def issued(document: OutgoingDocument, by: Person, mark: Mark) -> OutgoingDocument:
    """The document on its way to its recipients."""
    permit(Act.ISSUE, document, by)
    return document.moved(State.ISSUED, mark.at, replace(document.trail, issued=mark))


def issue_fact(document: OutgoingDocument, files: tuple[FileRef, ...]) -> DocumentIssued:
    """The fact that takes an issued document to the archive and the index; `files` as `kept_files` has them."""
    issued_by = document.trail.issued
    return DocumentIssued(
        card=_card(document, files),
        recipients=document.content.recipients,
        by=issued_by.person_id if issued_by else "",
        answers_id=document.content.answers_id,
    )


def kept_files(editions: Iterable[Edition]) -> tuple[FileRef, ...]:
    """What the archive keeps of all editions: the sealed file first, the plain draft it came from, the body text."""
    every = list(editions)
    sealed_file = [one for one in every if one.file.part is Part.SEALED][-1:]
    draft = [one for one in every if one.is_draft][-1:]
    files = [one.file for one in sealed_file + draft]
    texts = [one.text for one in draft if one.text is not None]
    return tuple(files + texts)


def register_line(document: OutgoingDocument) -> Mapping[str, str]:
    """A document's line in the register of outgoing documents, by the fields of the printed form (App. IV)."""
    place, content, signed = _place(document), document.content, document.trail.signed
    issued_mark = document.trail.issued
    return {
        "notation": place.notation,
        "document_date": f"{place.issued_on:%d/%m/%Y}",
        "subject": f"{place.type_name}: {content.subject}",
        "signer": signed.name if signed else "",
        "recipients": "; ".join(content.recipients),
        "kept_by": place.kept_by,
        "copies": str(content.copy_count),
        "sent_date": f"{office_day(issued_mark.at):%d/%m/%Y}" if issued_mark else "",
        "received_by": "",
        "note": "" if content.urgency is Urgency.NORMAL else content.urgency.label,
    }


def _card(document: OutgoingDocument, files: tuple[FileRef, ...]) -> DocumentCard:
    place, content, signed = _place(document), document.content, document.trail.signed
    return DocumentCard(
        document_id=document.id,
        version=document.version,
        direction="outgoing",
        register_id=place.register_id,
        register_name=place.register_name,
        year=place.year,
        number=place.number,
        registered_on=place.issued_on,
        notation=place.notation,
        document_date=place.issued_on,
        issuer=place.issuer,
        type_code=content.type_code,
        type_name=place.type_name,
        subject=content.subject,
        urgency=content.urgency.value,
        signer=signed.name if signed else "",
        readers=document.readers(),
        files=files,
        state=document.state.label,
    )


def _place(document: OutgoingDocument) -> Registration:
    if document.registration is None:
        raise Conflict("no-number", "Văn bản chưa được cấp số.", "Cấp số ở mục Chờ cấp số.")
    return document.registration
