"""Who may open an outgoing document, and through what, in words."""

from services.intake.domain.outgoing import OutgoingDocument, State
from services.kernel.people import Role
from services.kernel.ports import Directory


def reader_words(document: OutgoingDocument, directory: Directory) -> list[tuple[str, str]]:
    """Pairs of who and through what, people first."""
    found = [_words(key, document, directory) for key in sorted(document.readers())]
    if document.state is State.CONTENT_APPROVED:
        found.append((_cap(Role.FORMAT_CHECKER.label), "đang chờ kiểm tra thể thức"))
    return found


def _words(key: str, document: OutgoingDocument, directory: Directory) -> tuple[str, str]:
    kind, _, value = key.partition(":")
    if kind == "person":
        person = directory.person(value)
        return (person.name if person else "Người đã rời cơ quan", _part_of(value, document))
    if kind == "unit":
        unit = directory.unit(value)
        return (f"Lãnh đạo {unit.name if unit else 'đơn vị'}", "đơn vị soạn thảo")
    return (_cap(Role(value).label), "vai trò trong cơ quan")


def _part_of(person_id: str, document: OutgoingDocument) -> str:
    trail = document.trail
    parts = {
        "người soạn": document.drafter.person_id,
        "người ký": document.content.signer_id,
        "duyệt nội dung": trail.content.person_id if trail.content else "",
        "duyệt thể thức": trail.form.person_id if trail.form else "",
    }
    return ", ".join(words for words, who in parts.items() if who == person_id)


def _cap(words: str) -> str:
    return words[:1].upper() + words[1:]
