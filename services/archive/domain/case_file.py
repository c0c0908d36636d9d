"""Case files: opened for a matter, filled with documents without copying them, closed with their figures."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from services.archive.domain.access import AccessLevel, case_file_unknown
from services.archive.domain.fonds import year_span
from services.archive.domain.retention import Retention
from services.kernel.errors import BadInput, Conflict, NotAllowed
from services.kernel.people import Person, Role

TRANSFER_YEARS = 1
"""Years after the year the work ended within which a file goes to the archive (Decree 30/2020 Art. 30, Law 33/2024)."""

WARNING = timedelta(days=30)
"""How long before the transfer is due the office is warned (Decree 30/2020 App. VI)."""

_SEES_ALL = (Role.ARCHIVIST, Role.CLERK, Role.LEADER, Role.AUDITOR)


class CaseFileState(StrEnum):
    """Open files take documents; closed ones keep their figures."""

    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The state on screen."""
        return {"open": "Đang lập", "closed": "Đã kết thúc"}[self.value]


@dataclass(frozen=True)
class Content:
    """What closing needs to know of one item: its day and its pages."""

    day: date
    pages: int


@dataclass(frozen=True)
class CaseFile:
    """A case file (hồ sơ); the totals are 0 and `ended_on` None until it is closed.

    `date_start` and `date_end` are those of the documents in it, `started_on` and `ended_on` those of the work.
    """

    id: str
    fonds_id: str
    series_id: str
    year: int
    notation: str
    reference_code: str
    title: str
    retention: Retention
    owner_id: str
    owner_name: str
    unit_id: str
    unit_name: str
    started_on: date
    plan_line_id: str | None = None
    state: CaseFileState = CaseFileState.OPEN
    access_level: AccessLevel = AccessLevel.CONDITIONAL
    language: str = "Tiếng Việt"
    keywords: str = ""
    notes: str = ""
    ended_on: date | None = None
    doc_total: int = 0
    page_total: int = 0
    date_start: date | None = None
    date_end: date | None = None

    def opens_to(self, person: Person) -> bool:
        """Whether the person may see that the file is there: its owner, the unit's head, and the office's readers."""
        heads = person.has(Role.UNIT_HEAD) and person.unit_id == self.unit_id
        return person.id == self.owner_id or heads or person.has(*_SEES_ALL)

    def check_opens_to(self, person: Person) -> None:
        """Refuse `case-file-unknown` unless `opens_to`: that it is there is not hinted at."""
        if not self.opens_to(person):
            raise case_file_unknown()

    def is_kept_by(self, person: Person) -> bool:
        """Whether the person may change what lies in it: its owner or an archivist."""
        return person.id == self.owner_id or person.has(Role.ARCHIVIST)

    def check_kept_by(self, person: Person) -> None:
        """Refuse `case-file-not-yours` unless the person owns the file or is an archivist."""
        if not self.is_kept_by(person):
            raise NotAllowed(
                "case-file-not-yours",
                f"Chỉ người lập hồ sơ ({self.owner_name}) hoặc lưu trữ được thay đổi hồ sơ {self.notation}.",
                f"Nhờ {self.owner_name} hoặc lưu trữ thực hiện.",
            )

    def check_open(self) -> None:
        """Refuse `case-file-closed` when nothing may go in or out any more."""
        if self.state is CaseFileState.CLOSED:
            raise Conflict(
                "case-file-closed",
                f"Hồ sơ {self.notation} đã kết thúc, không thêm hay bớt tài liệu được nữa.",
                "Mở hồ sơ mới, hoặc nhờ lưu trữ xem lại.",
            )

    def close(self, ended_on: date, contents: list[Content]) -> "CaseFile":
        """The file with its figures computed; an empty file, or an end before the start, is refused."""
        self.check_open()
        if not contents:
            raise Conflict(
                "case-file-empty", "Hồ sơ chưa có tài liệu nào nên chưa kết thúc được.", "Đưa tài liệu vào hồ sơ trước."
            )
        if ended_on < self.started_on:
            raise BadInput(
                "case-file-ends-early",
                "Ngày kết thúc trước ngày mở hồ sơ.",
                "Sửa ngày kết thúc.",
                fields={"ended_on": "Ngày kết thúc phải từ ngày mở hồ sơ trở đi."},
            )
        first, last = year_span([each.day for each in contents])
        return replace(
            self,
            state=CaseFileState.CLOSED,
            ended_on=ended_on,
            doc_total=len(contents),
            page_total=sum(each.pages for each in contents),
            date_start=first,
            date_end=last,
        )

    def transfer_due(self, years: int = TRANSFER_YEARS) -> date | None:
        """The last day to hand the file over; None while it is open or when such files are not transferred."""
        if self.ended_on is None or not self.retention.is_transferred:
            return None
        return date(self.ended_on.year + years, 12, 31)

    def is_transfer_near(self, today: date, years: int = TRANSFER_YEARS) -> bool:
        """Whether the transfer is due within 30 days or already overdue."""
        due = self.transfer_due(years)
        return due is not None and today >= due - WARNING
