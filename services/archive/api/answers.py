"""What the archive answers to programs."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from services.archive.domain.case_file import CaseFile
from services.archive.domain.file_plan import PlanLine
from services.archive.domain.integrity import FixityReport
from services.archive.views.lines import Children, ItemLine, ItemView
from services.web.bodies import Answer, FileAnswer

_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class PlacedAnswer(Answer):
    """How many documents were new to the file."""

    placed: int


class NodeAnswer(Answer):
    """A node of the tree; `level` is fonds, series, case_file or item."""

    level: str = Field(examples=["series"])
    id: str
    code: str = Field(examples=["2026.DEN"])
    title: str
    children: int
    detail: str


class ChildrenAnswer(Answer):
    """One level of the tree; give `next` as `after` for the rest."""

    path: list[NodeAnswer]
    nodes: list[NodeAnswer]
    total: int
    next: str | None

    @classmethod
    def of(cls, children: Children) -> "ChildrenAnswer":
        """The answer for a level."""
        return cls.model_validate(children)


class FondsAnswer(Answer):
    """A fonds by the elements of ISAD(G)."""

    id: str
    code: str = Field(examples=["H99.01"])
    title: str
    status: str
    creator: str
    creator_history: str
    start_year: int | None
    end_year: int | None
    language: str
    classification_plan: str
    access_level: str
    notes: str
    is_default: bool


class LineAnswer(Answer):
    """An item in a list."""

    id: str
    reference_code: str = Field(examples=["H99.01.2026.000123"])
    direction: str
    number: int
    notation: str
    subject: str
    type_name: str
    issuer: str
    day: date
    pages: int
    is_void: bool


class ItemFileAnswer(FileAnswer):
    """A file of an item; `role` is document, working or older; `fault` in words when the last check found one."""

    role: str
    version: int
    verified_at: datetime | None
    fault: str


class SignatureAnswer(Answer):
    """A digital signature: whose, on which file."""

    label: str
    by: str
    at: datetime
    digest: str


class EventAnswer(Answer):
    """Something that happened, from the audit chain."""

    at: datetime
    who: str
    action: str
    what: str
    said: str


class CaseFileAnswer(Answer):
    """A case file; totals and dates of documents are computed when it is closed; `items_total` open to who asks."""

    id: str
    fonds_id: str
    year: int
    notation: str
    reference_code: str
    title: str
    retention: str
    owner_id: str
    owner_name: str
    unit_name: str
    state: str
    access_level: str
    language: str
    keywords: str
    started_on: date
    ended_on: date | None
    doc_total: int
    page_total: int
    date_start: date | None
    date_end: date | None
    transfer_due: date | None
    items: list[LineAnswer] = Field([])
    items_total: int = 0

    @classmethod
    def of(cls, case_file: CaseFile, items: Sequence[ItemLine] = (), total: int = 0) -> "CaseFileAnswer":
        """The answer for a case file, with a part of its documents if given."""
        about = {**vars(case_file), "retention": case_file.retention.code, "transfer_due": case_file.transfer_due()}
        lines = [LineAnswer.model_validate(each) for each in items]
        return cls.model_validate(about | {"items": lines, "items_total": total})


class ItemAnswer(LineAnswer):
    """The whole description of an item."""

    document_id: str
    fonds_id: str
    fonds_title: str
    series_title: str
    register_name: str
    registered_on: date
    document_date: date | None
    signer: str
    urgency: str
    state: str
    recipients: list[str]
    void_reason: str
    retention: str
    access_level: str
    language: str
    version: int
    deposited_at: datetime
    files: list[ItemFileAnswer]
    signatures: list[SignatureAnswer]
    events: list[EventAnswer]
    case_files: list[CaseFileAnswer]

    @classmethod
    def of(cls, view: ItemView) -> "ItemAnswer":
        """The answer for an item's page."""
        files = [vars(each) | vars(each.file) for each in view.files]
        about = vars(view) | {
            "fonds_id": view.fonds.id,
            "fonds_title": view.fonds.title,
            "retention": view.retention.code,
            "access_level": view.access_label,
            "files": files,
            "signatures": [SignatureAnswer.model_validate(each) for each in view.signatures],
            "events": [EventAnswer.model_validate(each) for each in view.events],
            "case_files": [CaseFileAnswer.of(each) for each in view.case_files],
        }
        return cls.model_validate(vars(view.line) | about)


class PlanLineAnswer(Answer):
    """A line of the file plan; `case_file_id` once a file was opened from it."""

    id: str
    year: int
    heading: str
    notation: str = Field(examples=["01.TCCB"])
    title: str
    retention: str
    owner_id: str
    owner_name: str
    unit_name: str
    case_file_id: str | None

    @classmethod
    def of(cls, line: PlanLine, case_file: CaseFile | None) -> "PlanLineAnswer":
        """The answer for a line."""
        about = {**vars(line), "retention": line.retention.code, "case_file_id": case_file.id if case_file else None}
        return cls.model_validate(about)


class FindingAnswer(Answer):
    """A kept file that differs: `fault` is missing, altered or size."""

    item_id: str
    reference_code: str
    name: str
    digest: str
    fault: str


class FixityAnswer(Answer):
    """What a check read, and everything that differs."""

    files: int
    objects: int
    bytes: int
    findings: list[FindingAnswer]

    @classmethod
    def of(cls, report: FixityReport) -> "FixityAnswer":
        """The answer for a report."""
        findings = [vars(each.file) | {"fault": each.fault.value} for each in report.findings]
        return cls.model_validate(vars(report) | {"findings": findings})
