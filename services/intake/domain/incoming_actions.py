"""Who may take which step on an arrived document, and why not (Decree 30/2020 Art. 22-24)."""

from collections.abc import Mapping

from services.intake.domain.incoming import IncomingDocument, State
from services.intake.domain.routing import Task
from services.kernel.errors import Conflict, NotAllowed, Refusal
from services.kernel.people import Person, Role
from services.kernel.steps import Action, Rule, Step, check, lacks, not_in, offers


class Act(Step):
    """A step somebody takes; the value is its word in addresses and in the audit."""

    PRESENT = "present", "Trình"
    DIRECT = "directive", "Bút phê"
    ACCEPT = "accept", "Nhận việc"
    RETURN = "return", "Trả lại"
    RESOLVE = "resolution", "Giải quyết xong"
    VOID = "void", "Hủy số"


def actions(document: IncomingDocument, person: Person) -> tuple[Action, ...]:
    """Every step, allowed or with the reason why not."""
    return offers(_RULES, document, person)


def permit(act: Act, document: IncomingDocument, person: Person) -> None:
    """Refuse with the failed condition unless this person may take this step now."""
    check(_RULES[act](document, person))


def _present(document: IncomingDocument, person: Person) -> Refusal | None:
    return _in_state(document, State.REGISTERED, State.PRESENTED) or lacks(person, Role.CLERK, "trình văn bản đến")


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


def _send_back(document: IncomingDocument, person: Person) -> Refusal | None:
    return _in_state(document, State.DIRECTED, State.IN_PROGRESS) or _lead(document, person)


def _resolve(document: IncomingDocument, person: Person) -> Refusal | None:
    return _in_state(document, State.IN_PROGRESS) or _lead(document, person)


def _void(document: IncomingDocument, person: Person) -> Refusal | None:
    if document.state is State.VOIDED:
        return Conflict("already-void", f"Số này đã hủy: {document.void_reason}.", "Không cần làm gì thêm.")
    return lacks(person, Role.CLERK, "hủy số đến")


_RULES: Mapping[Act, Rule[IncomingDocument]] = {
    Act.PRESENT: _present,
    Act.DIRECT: _direct,
    Act.ACCEPT: _accept,
    Act.RETURN: _send_back,
    Act.RESOLVE: _resolve,
    Act.VOID: _void,
}


def _in_state(document: IncomingDocument, *wanted: State) -> Refusal | None:
    return not_in(document.state, wanted)


def _lead(document: IncomingDocument, person: Person) -> Refusal | None:
    if not person.takes_work:
        return NotAllowed(
            "only-looks",
            f"Người chỉ có vai trò {Role.AUDITOR.label} xem được mọi việc nhưng không xử lý việc nào.",
            "Nhờ lãnh đạo giao cho người khác.",
        )
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
