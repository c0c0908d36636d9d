"""Who may take which step on an outgoing document, and why not (Decree 30/2020 Art. 12, 13, 32)."""

from collections.abc import Mapping

from services.intake.domain.outgoing import Mark, OutgoingDocument, State
from services.kernel.errors import Conflict, NotAllowed, Refusal
from services.kernel.people import Person, Role, require
from services.kernel.steps import Action, Rule, Step, check, lacks, not_in, offers

DRAFTERS = (Role.DRAFTER, Role.UNIT_HEAD)


class Act(Step):
    """A step somebody takes on an outgoing document; the value is its word in addresses and in the audit."""

    REVISE = "versions", "Sửa, lập bản mới"
    SUBMIT = "submit", "Trình duyệt"
    APPROVE_CONTENT = "approve-content", "Duyệt nội dung"
    APPROVE_FORMAT = "approve-format", "Duyệt thể thức, trình ký"
    RETURN = "return", "Trả lại"
    NUMBER = "number", "Cấp số"
    ISSUE = "issue", "Phát hành"


def actions(document: OutgoingDocument, person: Person) -> tuple[Action, ...]:
    """Every step, allowed or with the reason why not."""
    return offers(_RULES, document, person)


def permit(act: Act, document: OutgoingDocument, person: Person) -> None:
    """Refuse with the failed condition unless this person may take this step now."""
    check(_RULES[act](document, person))


def require_drafter(person: Person) -> None:
    """Refuse who may not begin a document, before anything is written or uploaded."""
    require(person, *DRAFTERS, action="soạn thảo văn bản đi")


def _revise(document: OutgoingDocument, person: Person) -> Refusal | None:
    return _in_state(document, State.DRAFT, State.SIGNED) or _drafter(document, person)


def _submit(document: OutgoingDocument, person: Person) -> Refusal | None:
    return _in_state(document, State.DRAFT) or _drafter(document, person)


def _approve_content(document: OutgoingDocument, person: Person) -> Refusal | None:
    return _in_state(document, State.SUBMITTED) or _not_drafter(document, person) or _heads(document, person)


def _approve_format(document: OutgoingDocument, person: Person) -> Refusal | None:
    return (
        _in_state(document, State.CONTENT_APPROVED)
        or _not_drafter(document, person)
        or lacks(person, Role.FORMAT_CHECKER, "duyệt thể thức")
    )


def _send_back(document: OutgoingDocument, person: Person) -> Refusal | None:
    if document.state.rank >= State.SIGNED.rank:
        return Conflict(
            "already-signed",
            "Văn bản đã có chữ ký, không trả lại được nữa.",
            "Nếu nội dung sai và chưa cấp số, người soạn lập bản mới; đã phát hành thì đính chính hoặc thay thế.",
        )
    if refusal := _in_state(document, State.SUBMITTED, State.CONTENT_APPROVED, State.FORMAT_CHECKED):
        return refusal
    checks = person.has(Role.FORMAT_CHECKER) and document.state is not State.SUBMITTED
    if person.id == document.drafter.person_id or checks:
        return None
    return _heads(document, person)


def _number(document: OutgoingDocument, person: Person) -> Refusal | None:
    return (
        _in_state(document, State.SIGNED)
        or lacks(person, Role.CLERK, "cấp số văn bản đi")
        or _not_signer(document.trail.signed, person)
    )


def _issue(document: OutgoingDocument, person: Person) -> Refusal | None:
    return _in_state(document, State.SEALED) or lacks(person, Role.CLERK, "phát hành văn bản")


_RULES: Mapping[Act, Rule[OutgoingDocument]] = {
    Act.REVISE: _revise,
    Act.SUBMIT: _submit,
    Act.APPROVE_CONTENT: _approve_content,
    Act.APPROVE_FORMAT: _approve_format,
    Act.RETURN: _send_back,
    Act.NUMBER: _number,
    Act.ISSUE: _issue,
}


def _in_state(document: OutgoingDocument, *wanted: State) -> Refusal | None:
    return not_in(document.state, wanted)


def _drafter(document: OutgoingDocument, person: Person) -> Refusal | None:
    if person.id == document.drafter.person_id:
        return None
    return NotAllowed("not-drafter", f"Chỉ người soạn ({document.drafter.name}) được sửa và trình.", "Nhờ người soạn.")


def _not_drafter(document: OutgoingDocument, person: Person) -> Refusal | None:
    if person.id != document.drafter.person_id:
        return None
    return NotAllowed("own-draft", "Người soạn không tự duyệt văn bản của mình.", "Chờ người có trách nhiệm duyệt.")


def _heads(document: OutgoingDocument, person: Person) -> Refusal | None:
    drafter = document.drafter
    if person.has(Role.UNIT_HEAD) and person.unit_id == drafter.unit_id:
        return None
    # A head's own draft would wait for ever in a unit with one head: the level above answers for it.
    if drafter.is_head and person.has(Role.LEADER):
        return None
    who = "lãnh đạo cơ quan" if drafter.is_head else f"lãnh đạo {drafter.unit_name}"
    return NotAllowed("not-unit-head", f"Nội dung do {who} chịu trách nhiệm.", f"Nhờ {who} thực hiện.")


def _not_signer(signed: Mark | None, person: Person) -> Refusal | None:
    if signed is None or signed.person_id != person.id:
        return None
    return NotAllowed("signer-numbers", "Người ký không tự cấp số và đóng dấu.", "Nhờ văn thư khác thực hiện.")
