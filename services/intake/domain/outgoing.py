"""The outgoing document: what it holds, and the states it goes through (Decree 30/2020 Art. 10-19)."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from services.intake.domain.drafts import Content
from services.intake.domain.formatting import UNREAD
from services.kernel.people import OFFICE_READERS, Person, Role, person_key, unit_key
from services.kernel.values import FileRef, Part, new_id


class State(StrEnum):
    """Where an outgoing document stands; it goes back to `draft` only before it is signed."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONTENT_APPROVED = "content_approved"
    FORMAT_CHECKED = "format_checked"
    SIGNED = "signed"
    NUMBERED = "numbered"
    SEALED = "sealed"
    ISSUED = "issued"

    @property
    def label(self) -> str:
        """The state on screen."""
        return _LABELS[self]

    @property
    def rank(self) -> int:
        """0 for a draft, growing on the way to issue."""
        return list(State).index(self)


_LABELS = {
    State.DRAFT: "Dự thảo",
    State.SUBMITTED: "Chờ duyệt nội dung",
    State.CONTENT_APPROVED: "Chờ kiểm tra thể thức",
    State.FORMAT_CHECKED: "Chờ ký",
    State.SIGNED: "Chờ cấp số",
    State.NUMBERED: "Chờ đóng dấu",
    State.SEALED: "Chờ phát hành",
    State.ISSUED: "Đã phát hành",
}


@dataclass(frozen=True)
class Mark:
    """Who took a step, when (aware), and what they noted."""

    person_id: str
    name: str
    at: datetime
    note: str = ""

    @classmethod
    def of(cls, person: Person, at: datetime, note: str = "") -> "Mark":
        """The mark a person leaves."""
        return cls(person.id, person.name, at, note)


@dataclass(frozen=True)
class Trail:
    """The marks that count now, `content` and `form` being the two approvals; earlier rounds are in the audit chain."""

    content: Mark | None = None
    form: Mark | None = None
    returned: Mark | None = None
    signed: Mark | None = None
    numbered: Mark | None = None
    sealed: Mark | None = None
    issued: Mark | None = None


@dataclass(frozen=True)
class Registration:
    """The place in a register of outgoing documents; `notation` is printed whole (`15/QĐ-UBND`).

    `issuer`, `type_name` and `kept_by` are the words of that day, whatever is renamed later.
    """

    register_id: str
    register_name: str
    year: int
    number: int
    notation: str
    issued_on: date
    issuer: str
    type_name: str
    kept_by: str


_BY_EYE = "Kiểm tra tự động chưa kiểm tra được tệp này: xem bằng mắt và ghi đã kiểm tra thế nào."
_ANEW = "Tệp tải lên có lỗi cấu trúc nên không ký số được; hệ thống đã ghi lại thành tệp ký được, nội dung giữ nguyên."


@dataclass(frozen=True)
class UploadedDraft:
    """A PDF written elsewhere: `file` is what gets signed, `original` the bytes as uploaded if they could not be."""

    file: FileRef
    original: FileRef | None = None

    @property
    def sent(self) -> FileRef:
        """The bytes as uploaded."""
        return self.original or self.file


@dataclass(frozen=True)
class Edition:
    """One edition of the file: a draft, the signed or the sealed one; `number` counts from 1 within the document.

    `anchors` is JSON by `kernel.anchors` or empty; `deviations` are sentences of the automatic format check;
    `text` is the stored body text, None when the paper has none; `content` is what the draft said at the time;
    `original` are the uploaded bytes when the file had to be written anew.
    """

    number: int
    file: FileRef
    content: Content
    made: Mark
    anchors: str = ""
    text: FileRef | None = None
    deviations: tuple[str, ...] = ()
    original: FileRef | None = None

    @property
    def files(self) -> tuple[FileRef, ...]:
        """Everything stored for this edition."""
        return tuple(file for file in (self.file, self.text, self.original) if file)

    @property
    def is_unread(self) -> bool:
        """Whether the automatic check could not read the paper, so that the form is checked by eye alone."""
        return UNREAD in self.deviations

    @property
    def found_wrong(self) -> tuple[str, ...]:
        """What the automatic check found to deviate."""
        return tuple(one for one in self.deviations if one != UNREAD)

    @property
    def checked_words(self) -> str:
        """What the checker is told before approving; empty when all was read and nothing was found."""
        wrong = len(self.found_wrong)
        found = f"Kiểm tra tự động thấy {wrong} điểm chưa đúng, liệt kê bên dưới." if wrong else ""
        return " ".join(filter(None, (_BY_EYE if self.is_unread else "", found)))

    @property
    def said(self) -> str:
        """What a reader of this edition should know of its file, or empty."""
        return _ANEW if self.original else ""

    @property
    def is_draft(self) -> bool:
        """Whether nobody has signed this edition."""
        return self.file.part is Part.DRAFT


@dataclass(frozen=True)
class Drafter:
    """Who writes a document, and for which unit; `is_head` when nobody in the unit stands above them."""

    person_id: str
    name: str
    unit_id: str
    unit_name: str
    is_head: bool = False

    @classmethod
    def of(cls, person: Person) -> "Drafter":
        """The drafter a person is."""
        return cls(person.id, person.name, person.unit_id, person.unit_name, person.has(Role.UNIT_HEAD))


@dataclass(frozen=True)
class OutgoingDocument:
    """A document on its way out; `version` grows with every change, `edition` with every kept file.

    `since` is when the present state began. `request_id` names the one signature asked for, `seal_request_id` the seal.
    """

    id: str
    version: int
    state: State
    content: Content
    drafter: Drafter
    since: datetime
    edition: int = 1
    trail: Trail = field(default_factory=Trail)
    request_id: str = ""
    seal_request_id: str = ""
    registration: Registration | None = None

    @classmethod
    def begin(cls, content: Content, drafter: Person, now: datetime) -> "OutgoingDocument":
        """A new draft."""
        return cls(new_id(), 1, State.DRAFT, content, Drafter.of(drafter), now)

    @property
    def is_returned(self) -> bool:
        """Whether it is a draft again because somebody sent it back."""
        return self.state is State.DRAFT and self.trail.returned is not None

    def moved(self, state: State, at: datetime, trail: Trail) -> "OutgoingDocument":
        """The next version, in another state."""
        return replace(self, version=self.version + 1, state=state, since=at, trail=trail)

    def readers(self) -> frozenset[str]:
        """Access keys: those who had a hand in it; from the signature on, also the clerks and the leaders."""
        marks = (self.trail.content, self.trail.form)
        concerned = {self.drafter.person_id, self.content.signer_id, *(mark.person_id for mark in marks if mark)}
        own = frozenset(map(person_key, concerned)) | {unit_key(self.drafter.unit_id), f"role:{Role.AUDITOR}"}
        return own | OFFICE_READERS if self.state.rank >= State.SIGNED.rank else own

    def opens_to(self, person: Person) -> bool:
        """Whether this person may read it; a format checker may once the content is approved."""
        checking = person.has(Role.FORMAT_CHECKER) and self.state is State.CONTENT_APPROVED
        return checking or person.may_open(self.readers())
