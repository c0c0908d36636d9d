"""What goes in and out of the API of arrived documents."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from services.intake.domain.description import Description
from services.intake.domain.incoming import IncomingDocument, State
from services.intake.domain.papers import Received
from services.intake.handlers.registration import RegisterIncoming
from services.intake.handlers.routing import Direct
from services.intake.views.incoming_lists import IncomingAsk, Tray
from services.kernel.text import normalise
from services.kernel.values import Part, Secrecy, Urgency
from services.web.bodies import Answer, Body, FileAnswer, Line, Note

Subject = Annotated[str, AfterValidator(normalise), Field(max_length=1000)]
Key = Annotated[str, Field(max_length=64)]
_ID = "0193b2c4d5e67f8091a2b3c4d5e6f708"
_WHO = "Mã định danh của người, như `id` ở /directory/people; cả đơn vị: `unit:` rồi mã định danh của đơn vị."
Handler = Annotated[Key, Field(description=_WHO)]
SENT_NAMES = {"type_code": "type", "register_id": "register", "leader": "present_to"}
"""What the fields of `IncomingBody` are called by who sends it, where the rules have another name for them."""


class IncomingBody(Body):
    """The `document` part: what the paper says, the register to enter it in; `despite` why although it has a twin."""

    register_id: Key = Field(alias="register", examples=["so-den"])
    notation: Line = Field("", examples=["45/SNV-TCCB"])
    document_date: date | None = Field(None, examples=["2026-11-20"])
    issuer: Line = Field(examples=["Sở Nội vụ"])
    type_code: Key = Field("cong_van", alias="type", examples=["cong_van"])
    subject: Subject = Field(examples=["Báo cáo kết quả cải cách hành chính"])
    urgency: Urgency = Urgency.NORMAL
    secrecy: Secrecy = Secrecy.NONE
    signer: Line = ""
    signer_position: Line = ""
    sheets: Annotated[int, Field(ge=0, le=100_000)] = 0
    copies: Annotated[int, Field(ge=0, le=100_000)] = 1
    due: date | None = None
    remark: Note = ""
    despite: Note = ""
    present_to: Key = ""

    def paper(self) -> Description:
        """The description, checked."""
        names = set(type(self).model_fields) - {"register_id", "despite", "present_to"}
        return Description(**{name: getattr(self, name) for name in names})

    def order(self, paper: Description, received: Received | None = None) -> RegisterIncoming:
        """The use case's command."""
        return RegisterIncoming(
            self.register_id, paper, received=received, despite=self.despite, leader_id=self.present_to
        )


class IncomingQuery(Body):
    """Which documents to list."""

    tray: Tray = Tray.ALL
    q: Annotated[str, Field(max_length=200)] = ""
    register_id: Key = Field("", alias="register")
    year: Annotated[int | None, Field(ge=1900, le=2200)] = None
    type_code: Key = Field("", alias="type")
    state: State | None = None
    first: date | None = None
    last: date | None = None
    size: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(pattern=r"^[0-9]{0,9}$", description="`next` của trang trước.")] = ""

    @property
    def offset(self) -> int:
        """How many rows come before the page asked for."""
        return int(self.cursor or 0)

    def ask(self, today: date) -> IncomingAsk:
        """The question to the views."""
        names = set(type(self).model_fields) - {"q", "cursor"}
        return IncomingAsk(today, words=self.q, offset=self.offset, **{name: getattr(self, name) for name in names})


class PresentBody(Body):
    """The leader it goes to."""

    leader: Key = Field(
        examples=[_ID], description="Mã định danh của lãnh đạo, như `id` ở /directory/people?role=leader."
    )


class DirectiveBody(Body):
    """A directive note: person ids, or `unit:ID` for a whole unit."""

    note: Note = Field(examples=["Giao Phòng Chuyển đổi số tham mưu trả lời."])
    lead: Handler = Field(examples=[_ID])
    coordinate: tuple[Handler, ...] = Field((), max_length=100)
    inform: tuple[Handler, ...] = Field((), max_length=100)
    due: date | None = None

    def order(self) -> Direct:
        """The use case's command."""
        return Direct(self.note, self.lead, self.coordinate, self.inform, self.due)


class ReasonBody(Body):
    """Why."""

    reason: Note = Field(examples=["Không thuộc lĩnh vực của đơn vị."])


class ResolutionBody(Body):
    """How it ended: a note, or the id of the outgoing document that answers it."""

    note: Note = ""
    answer_id: Key = ""


class AssigneeAnswer(Answer):
    """Somebody with a task."""

    task: str
    person_id: str
    unit_id: str
    name: str


class IncomingLine(Answer):
    """An arrived document in a list."""

    id: str
    version: int
    state: str
    register_id: str = Field(serialization_alias="register")
    register_name: str
    year: int
    arrival_number: int
    arrival_date: date
    notation: str
    document_date: date | None
    issuer: str
    type_code: str = Field(serialization_alias="type")
    subject: str
    urgency: Urgency
    due: date | None
    lead: str

    @staticmethod
    def facts_of(document: IncomingDocument) -> dict[str, object]:
        """The members every answer about a document has."""
        entry, paper, lead = document.entry, document.paper, document.routing.lead
        return {
            "id": document.id,
            "version": document.version,
            "state": document.state.value,
            "register_id": entry.register_id,
            "register_name": entry.register_name,
            "year": entry.year,
            "arrival_number": entry.number,
            "arrival_date": entry.arrived_on,
            "notation": paper.printed,
            "document_date": paper.document_date,
            "issuer": paper.issuer,
            "type_code": paper.type_code,
            "subject": paper.subject,
            "urgency": paper.urgency,
            "due": document.due,
            "lead": lead.name if lead else "",
        }

    @classmethod
    def of(cls, document: IncomingDocument) -> "IncomingLine":
        """The line for a document."""
        return cls.model_validate(cls.facts_of(document))


class IncomingAnswer(IncomingLine):
    """An arrived document in full; its text is never part of an answer."""

    signer: str
    signer_position: str
    sheets: int
    copies: int
    remark: str
    registered_by: str
    registered_at: datetime
    leader: str
    directive: str
    assignees: tuple[AssigneeAnswer, ...]
    resolution: str
    answer_id: str
    void_reason: str
    kept_as: str
    files: tuple[FileAnswer, ...]

    @classmethod
    def of(cls, document: IncomingDocument) -> "IncomingAnswer":
        """The answer for a document."""
        paper, routing = document.paper, document.routing
        more = {
            "signer": paper.signer,
            "signer_position": paper.signer_position,
            "sheets": paper.sheets,
            "copies": paper.copies,
            "remark": paper.remark,
            "registered_by": document.entry.by_name,
            "registered_at": document.entry.at,
            "leader": routing.leader_name,
            "directive": routing.directive,
            "assignees": [AssigneeAnswer.model_validate(one) for one in routing.assignees],
            "resolution": document.resolution,
            "answer_id": document.answer_id,
            "void_reason": document.void_reason,
            "kept_as": document.kept_as,
            "files": [FileAnswer.model_validate(file) for file in document.files if file.part is not Part.TEXT],
        }
        return cls.model_validate(cls.facts_of(document) | more)


class IncomingListAnswer(Answer):
    """One page; `next` is the cursor of the page after it, None on the last."""

    items: tuple[IncomingLine, ...]
    total: int
    next: str | None


class StepAnswer(Answer):
    """What somebody did, and when."""

    at: datetime
    person_name: str
    what: str
    note: str
