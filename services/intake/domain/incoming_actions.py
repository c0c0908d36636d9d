"""Who may take which step on an arrived document, and why not (Decree 30/2020 Art. 22-24)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.intake.domain.incoming import IncomingDocument, State
from services.intake.domain.routing import Task
from services.kernel.errors import Conflict, NotAllowed, Refusal
from services.kernel.people import Person, Role


class Act(StrEnum):
    """A step somebody takes; the value is its word in addresses and in the audit."""

    PRESENT = "present"
    DIRECT = "directive"
    ACCEPT = "accept"
    GIVE_BACK = "return"
    RESOLVE = "resolution"
    VOID = "void"

    @property
    def label(self) -> str:
        """The verb on its button."""
        return _LABELS[self]


_LABELS = {
    Act.PRESENT: "Trình",
    Act.DIRECT: "Bút phê",
    Act.ACCEPT: "Nhận việc",
    Act.GIVE_BACK: "Trả lại",
    Act.RESOLVE: "Giải quyết xong",
    Act.VOID: "Hủy số",
}


@dataclass(frozen=True)
class Action:
    """A step as it is offered: allowed, or with the condition that failed and what could be done."""

    act: Act
    allowed: bool
    why: str = ""
    next: str = ""

    @property
    def label(self) -> str:
        """The verb on its button."""
        return self.act.label


def actions(document: IncomingDocument, person: Person) -> tuple[Action, ...]:
    """Every step, allowed or with the reason why not."""
    return tuple(_offered(act, _RULES[act](document, person)) for act in Act)


def permit(act: Act, document: IncomingDocument, person: Person) -> None:
    """Refuse with the failed condition unless this person may take this step now."""
    refusal = _RULES[act](document, person)
    if refusal is not None:
        raise refusal


def _offered(act: Act, refusal: Refusal | None) -> Action:
    return Action(act, True) if refusal is None else Action(act, False, refusal.detail, refusal.next)


def _present(document: IncomingDocument, person: Person) -> Refusal | None:
    return _in_state(document, State.REGISTERED, State.PRESENTED) or _role(person, Role.CLERK, "trình văn bản đến")


def _direct(document: IncomingDocument, person: Person) -> Refusal | None:
    if refusal := _in_state(document, State.REGISTERED, State.PRESENTED, State.DIRECTED, State.IN_PROGRESS):
        return refusal
    if person.has(Role.LEADER) or _leads(document, person, heads_only=True):
        return None
    return NotAllowed(
        "not-directing",
        "Chỉ lãnh đạo cơ quan, hoặc lãnh đạo đơn vị đang chủ trì, được bút phê và giao việc.",
        "Trình lãnh đạo để có ý kiến.",
    )


def _accept(document: IncomingDocument, person: Person) -> Refusal | None:
    return _in_state(document, State.DIRECTED) or _lead(document, person)


def _give_back(document: IncomingDocument, person: Person) -> Refusal | None:
    return _in_state(document, State.DIRECTED, State.IN_PROGRESS) or _lead(document, person)


def _resolve(document: IncomingDocument, person: Person) -> Refusal | None:
    return _in_state(document, State.IN_PROGRESS) or _lead(document, person)


def _void(document: IncomingDocument, person: Person) -> Refusal | None:
    if document.state is State.VOIDED:
        return Conflict("already-void", f"Số này đã hủy: {document.void_reason}.", "Không cần làm gì thêm.")
    return _role(person, Role.CLERK, "hủy số đến")


_RULES: Mapping[Act, Callable[[IncomingDocument, Person], Refusal | None]] = {
    Act.PRESENT: _present,
    Act.DIRECT: _direct,
    Act.ACCEPT: _accept,
    Act.GIVE_BACK: _give_back,
    Act.RESOLVE: _resolve,
    Act.VOID: _void,
}


def _in_state(document: IncomingDocument, *wanted: State) -> Refusal | None:
    if document.state in wanted:
        return None
    words = " hoặc ".join(f"“{state.label}”" for state in wanted)
    return Conflict(
        "wrong-state",
        f"Văn bản đang ở bước “{document.state.label}”, việc này chỉ làm ở bước {words}.",
        "Tải lại trang để xem việc tiếp theo; có thể người khác vừa xử lý.",
    )


def _role(person: Person, role: Role, action: str) -> Refusal | None:
    if person.has(role):
        return None
    return NotAllowed("role-missing", f"Chỉ {role.label} được {action}.", f"Nhờ {role.label} của cơ quan thực hiện.")


def _lead(document: IncomingDocument, person: Person) -> Refusal | None:
    if _leads(document, person):
        return None
    lead = document.routing.lead
    who = lead.name if lead else "người chủ trì"
    return NotAllowed("not-lead", f"Chỉ người chủ trì ({who}) làm được việc này.", f"Nhờ {who} thực hiện.")


def _leads(document: IncomingDocument, person: Person, *, heads_only: bool = False) -> bool:
    if heads_only and not person.has(Role.UNIT_HEAD):
        return False
    lead = document.routing.lead
    mine = lead is not None and (
        lead.person_id == person.id or (not lead.person_id and document.routing.task_of(person) is Task.LEAD)
    )
    return mine or (heads_only and document.routing.task_of(person) is Task.LEAD)
