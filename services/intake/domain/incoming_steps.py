"""The next state of an arrived document after each step; who may take it is `incoming_actions`' business."""

from dataclasses import dataclass, replace
from datetime import date

from services.intake.domain.incoming import IncomingDocument, State
from services.intake.domain.routing import Assignee, Routing, require_one_lead
from services.kernel.errors import BadInput, NotAllowed
from services.kernel.people import Person, Role
from services.kernel.text import normalise_lines


@dataclass(frozen=True)
class Directive:
    """What a leader writes on a document: the note, who handles it, by when."""

    note: str
    assignees: tuple[Assignee, ...]
    due: date | None


def presented(document: IncomingDocument, leader: Person, today: date) -> IncomingDocument:
    """The document before a leader."""
    require_leader(leader)
    routing = replace(document.routing, leader_id=leader.id, leader_name=leader.name, presented_on=today)
    return document.changed(state=State.PRESENTED, routing=routing)


def require_leader(person: Person) -> None:
    """Refuse to present a document to anybody else; BadInput `not-leader`."""
    if not person.has(Role.LEADER):
        raise BadInput(
            "not-leader",
            f"{person.name} không phải lãnh đạo cơ quan.",
            "Chọn một lãnh đạo trong danh sách.",
            fields={"leader": "Chọn một lãnh đạo cơ quan."},
        )


def directed(document: IncomingDocument, by: Person, directive: Directive, today: date) -> IncomingDocument:
    """The document with its directive note; a unit head passes it on only within the unit and its due day."""
    require_one_lead(directive.assignees)
    due = directive.due or document.due
    if directive.due and directive.due < today:
        raise BadInput(
            "due-past", "Hạn giải quyết đã qua.", "Chọn ngày từ hôm nay trở đi.", fields={"due": "Hạn đã qua."}
        )
    if not by.has(Role.LEADER):
        _require_own_unit(by, directive.assignees)
        due = min(due, document.due) if due and document.due else due
    before = document.routing
    routing = replace(
        before,
        leader_id=before.leader_id or by.id,
        leader_name=before.leader_name or by.name,
        directive=normalise_lines(directive.note),
        assignees=directive.assignees,
        due=due,
        routed_on=today,
    )
    return document.changed(state=State.DIRECTED, routing=routing)


def accepted(document: IncomingDocument) -> IncomingDocument:
    """The document in the hands of its lead."""
    return document.changed(state=State.IN_PROGRESS)


def returned(document: IncomingDocument, reason: str) -> IncomingDocument:
    """The document before the leader again, without handlers; the reason is required."""
    require_words(reason, "reason", "lý do trả lại")
    routing = Routing(
        leader_id=document.routing.leader_id,
        leader_name=document.routing.leader_name,
        presented_on=document.routing.presented_on,
        directive=document.routing.directive,
        due=document.routing.due,
    )
    return document.changed(state=State.PRESENTED, routing=routing)


def resolved(document: IncomingDocument, note: str, answer_id: str) -> IncomingDocument:
    """The document with its end: an answering outgoing document, or a note that says how it ended."""
    if not answer_id:
        require_words(note, "note", "kết quả giải quyết, hoặc chọn văn bản trả lời")
    return document.changed(state=State.RESOLVED, resolution=normalise_lines(note), answer_id=answer_id)


def voided(document: IncomingDocument, reason: str) -> IncomingDocument:
    """The document whose number no longer counts; the reason is required, the number stays taken."""
    require_words(reason, "reason", "lý do hủy số")
    return document.changed(state=State.VOIDED, void_reason=normalise_lines(reason))


def require_words(text: str, field: str, what: str) -> None:
    """Refuse an empty or very long text; `what` is what the field asks for."""
    clean = normalise_lines(text)
    if not clean or len(clean) > 1000:
        fault = f"Ghi {what}." if not clean else f"Phần {what} dài quá 1.000 ký tự."
        raise BadInput("words-needed", fault, "Điền vào ô được nêu rồi làm lại.", fields={field: fault})


def _require_own_unit(by: Person, assignees: tuple[Assignee, ...]) -> None:
    foreign = next((one for one in assignees if one.unit_id != by.unit_id), None)
    if foreign is not None:
        raise NotAllowed(
            "other-unit",
            f"{foreign.name} không thuộc {by.unit_name}.",
            "Chỉ giao việc trong đơn vị mình; việc của đơn vị khác do lãnh đạo cơ quan giao.",
        )
