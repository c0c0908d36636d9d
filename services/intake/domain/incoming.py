"""The arrived document: where it is entered, what it says, who handles it (Decree 30/2020 Art. 20-24)."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from services.intake.domain.description import Description
from services.intake.domain.routing import Routing
from services.kernel.errors import Stale
from services.kernel.people import OFFICE_READERS, Person, person_key
from services.kernel.values import FileRef, Part


class State(StrEnum):
    """Where handling stands; overdue is no state, it is computed."""

    REGISTERED = "registered"
    PRESENTED = "presented"
    DIRECTED = "directed"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    VOIDED = "voided"

    @property
    def label(self) -> str:
        """The state on screen."""
        return _LABELS[self]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self not in (State.RESOLVED, State.VOIDED)


_LABELS = {
    State.REGISTERED: "Đã vào sổ, chưa trình",
    State.PRESENTED: "Chờ bút phê",
    State.DIRECTED: "Chờ nhận việc",
    State.IN_PROGRESS: "Đang xử lý",
    State.RESOLVED: "Đã giải quyết xong",
    State.VOIDED: "Đã hủy số",
}


@dataclass(frozen=True)
class Entry:
    """The place in a register: arrival number and day, and who entered it when (aware)."""

    register_id: str
    register_name: str
    year: int
    number: int
    arrived_on: date
    by_id: str
    by_name: str
    at: datetime


@dataclass(frozen=True)
class IncomingDocument:
    """A registered arrival; `version` grows with every change. `files` are the received bytes, main first.

    `resolution` says how it ended, `answer_id` is the outgoing document that answers it; `kept_as` the archive's code.
    """

    id: str
    version: int
    state: State
    entry: Entry
    paper: Description
    files: tuple[FileRef, ...]
    routing: Routing = field(default_factory=Routing)
    resolution: str = ""
    answer_id: str = ""
    twin_reason: str = ""
    void_reason: str = ""
    kept_as: str = ""

    def changed(self, **what: object) -> "IncomingDocument":
        """The next version."""
        return replace(self, version=self.version + 1, **what)  # type: ignore[arg-type]  # fields of this class

    def require_version(self, read: int | None) -> None:
        """Refuse a change by somebody who has read another version; None: they did not say."""
        if read is not None and read != self.version:
            raise Stale(
                "document-stale",
                "Văn bản này vừa được người khác xử lý sau khi anh/chị mở.",
                "Tải lại trang để xem nội dung mới rồi làm tiếp.",
            )

    def readers(self) -> frozenset[str]:
        """Access keys: the office's reading roles, the leader it went to, everybody it was assigned to."""
        keys = set(OFFICE_READERS)
        if self.routing.leader_id:
            keys.add(person_key(self.routing.leader_id))
        return frozenset(keys.union(*(one.keys for one in self.routing.assignees)))

    def opens_to(self, person: Person) -> bool:
        """Whether a person may read it."""
        return person.may_open(self.readers())

    @property
    def main(self) -> FileRef:
        """The received main file."""
        return next(file for file in self.files if file.part is Part.MAIN)

    @property
    def is_stamped(self) -> bool:
        """Whether the rendition with the arrival stamp has been made."""
        return any(file.part is Part.STAMPED for file in self.files)

    @property
    def told_version(self) -> int:
        """The version other desks hear: grows with every step and once more with the stamp, which is no step."""
        return 2 * self.version + self.is_stamped

    @property
    def due(self) -> date | None:
        """The day handling ends: the leader's, else the one the sender asked for."""
        return self.routing.due or self.paper.due

    def is_overdue(self, today: date) -> bool:
        """Whether the due day has passed with the work undone."""
        return self.state.is_open and self.due is not None and self.due < today

    def file(self, digest: str) -> FileRef | None:
        """The file with these bytes, or None."""
        return next((file for file in self.files if file.digest == digest), None)
