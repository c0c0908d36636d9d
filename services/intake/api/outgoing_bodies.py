"""What the API takes and gives about outgoing documents."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from services.intake.domain.drafts import BODY_LIMIT, LINE_LIMIT, LINES_LIMIT, Capacity, Content, lines_of
from services.intake.domain.outgoing import Edition, Mark, OutgoingDocument, UploadedDraft
from services.intake.handlers.draft_papers import DraftOrder
from services.intake.views.documents import Step
from services.kernel.text import normalise
from services.kernel.values import Urgency
from services.web.bodies import Answer, Body, Line, Note

Paragraph = Annotated[str, AfterValidator(normalise), Field(max_length=BODY_LIMIT)]
Entry = Annotated[str, AfterValidator(normalise), Field(max_length=LINE_LIMIT)]
Entries = Annotated[tuple[Entry, ...], Field(max_length=LINES_LIMIT)]


class DraftBody(Body):
    """A draft: its type, words, signer and recipients; `note` says what changed."""

    type_code: Line = Field(examples=["quyet_dinh"])
    subject: Annotated[str, AfterValidator(normalise), Field(max_length=1000)] = Field(
        examples=["Về việc kiện toàn Ban Chỉ đạo chuyển đổi số"]
    )
    signer_id: Line
    addressees: Entries = ()
    body: Annotated[tuple[Paragraph, ...], Field(max_length=2000)] = Field((), examples=[["Căn cứ …;", "Điều 1. …"]])
    recipients: Entries = Field((), examples=[["Như Điều 2", "Sở Nội vụ"]])
    capacity: Capacity = Capacity.NONE
    on_behalf: Line = ""
    urgency: Urgency = Urgency.NORMAL
    answers_id: Line = ""
    mark: Line = ""
    copies: int = Field(0, ge=0, le=9999)
    note: Note = ""

    def order(self, upload: UploadedDraft | None = None) -> DraftOrder:
        """The order these fields make."""
        content = Content(
            type_code=self.type_code,
            subject=self.subject,
            signer_id=self.signer_id,
            addressees=lines_of(self.addressees),
            body=tuple(text for text in self.body if text),
            recipients=lines_of(self.recipients),
            capacity=self.capacity,
            on_behalf=self.on_behalf,
            urgency=self.urgency,
            answers_id=self.answers_id,
            mark=self.mark,
            copies=self.copies,
        )
        return DraftOrder(content, upload, self.note)


class StepBody(Body):
    """A note or a reason."""

    note: Note = ""


class NumberBody(Body):
    """The register to take the number from."""

    register_id: Line
    note: Note = ""


class MarkAnswer(Answer):
    """Who took a step, when, and what they noted."""

    person_id: str
    name: str
    at: datetime
    note: str

    @classmethod
    def of(cls, mark: Mark | None) -> "MarkAnswer | None":
        """The mark, or nothing."""
        return cls.model_validate(mark) if mark else None


class OutgoingLine(Answer):
    """An outgoing document as lists have it; `notation` is the whole printed number once it is given."""

    id: str
    version: int
    state: str
    state_label: str
    since: datetime
    type_code: str
    subject: str
    urgency: str
    drafter: str
    unit: str
    signer_id: str
    edition: int
    register_id: str | None
    year: int | None
    number: int | None
    notation: str | None
    issued_on: date | None

    @classmethod
    def fields_of(cls, document: OutgoingDocument) -> dict[str, object]:
        """The members every answer about a document has."""
        place = document.registration
        return {
            "id": document.id,
            "version": document.version,
            "state": document.state.value,
            "state_label": document.state.label,
            "since": document.since,
            "type_code": document.content.type_code,
            "subject": document.content.subject,
            "urgency": document.content.urgency.value,
            "drafter": document.drafter.name,
            "unit": document.drafter.unit_name,
            "signer_id": document.content.signer_id,
            "edition": document.edition,
            "register_id": place.register_id if place else None,
            "year": place.year if place else None,
            "number": place.number if place else None,
            "notation": place.notation if place else None,
            "issued_on": place.issued_on if place else None,
        }

    @classmethod
    def of(cls, document: OutgoingDocument) -> "OutgoingLine":
        """The line of a document."""
        return cls.model_validate(cls.fields_of(document))


class OutgoingAnswer(OutgoingLine):
    """An outgoing document with its words and the marks that count now."""

    addressees: tuple[str, ...]
    body: tuple[str, ...]
    recipients: tuple[str, ...]
    capacity: str
    on_behalf: str
    answers_id: str
    copies: int
    returned: MarkAnswer | None
    content_approved: MarkAnswer | None
    format_approved: MarkAnswer | None
    signed: MarkAnswer | None
    sealed: MarkAnswer | None
    issued: MarkAnswer | None

    @classmethod
    def of(cls, document: OutgoingDocument) -> "OutgoingAnswer":
        """The whole of a document."""
        content, trail = document.content, document.trail
        words = {
            "addressees": content.addressees,
            "body": content.body,
            "recipients": content.recipients,
            "capacity": content.capacity.value,
            "on_behalf": content.on_behalf,
            "answers_id": content.answers_id,
            "copies": content.copy_count,
        }
        marks = {
            "returned": MarkAnswer.of(trail.returned),
            "content_approved": MarkAnswer.of(trail.content),
            "format_approved": MarkAnswer.of(trail.form),
            "signed": MarkAnswer.of(trail.signed),
            "sealed": MarkAnswer.of(trail.sealed),
            "issued": MarkAnswer.of(trail.issued),
        }
        return cls.model_validate(cls.fields_of(document) | words | marks)


class OutgoingListAnswer(Answer):
    """One page of a list; `next` is the cursor of the next page, None on the last."""

    items: tuple[OutgoingLine, ...]
    total: int
    next: str | None


class EditionAnswer(Answer):
    """One edition of the file; `deviations` are what the automatic format check found.

    `original_digest` is that of the uploaded bytes if they had to be written anew to be signed, else empty.
    """

    number: int
    part: str
    name: str
    size: int
    digest: str
    pages: int
    made_by: str
    made_at: datetime
    note: str
    deviations: tuple[str, ...]
    original_digest: str = ""

    @classmethod
    def of(cls, edition: Edition) -> "EditionAnswer":
        """The version as answered."""
        file, made = edition.file, edition.made
        return cls(
            number=edition.number,
            part=file.part.value,
            name=file.name,
            size=file.size,
            digest=file.digest,
            pages=file.pages,
            made_by=made.name,
            made_at=made.at,
            note=made.note,
            deviations=edition.deviations,
            original_digest=edition.original.digest if edition.original else "",
        )


class StepAnswer(Answer):
    """One line of what happened."""

    at: datetime
    person_name: str
    what: str
    note: str

    @classmethod
    def of(cls, step: Step) -> "StepAnswer":
        """The step as answered."""
        return cls.model_validate(step)
