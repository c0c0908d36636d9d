"""What a draft says: its type, its words, to whom it goes and who signs it (Decree 30/2020 Art. 8, App. I)."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

from services.kernel.errors import BadInput
from services.kernel.text import normalise
from services.kernel.values import Urgency

SUBJECT_LIMIT = 1000
LINE_LIMIT = 300
LINES_LIMIT = 200
BODY_LIMIT = 100_000


class Capacity(StrEnum):
    """In whose place the signer signs (Decree 30/2020 Art. 13, App. I §II.7)."""

    NONE = "NONE"
    TM = "TM"
    KT = "KT"
    TL = "TL"
    TUQ = "TUQ"
    Q = "Q"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return _CAPACITIES[self]

    @property
    def needs_whom(self) -> bool:
        """Whether the paper must say in whose place."""
        return self in (Capacity.KT, Capacity.TL, Capacity.TUQ)


_CAPACITIES = {
    Capacity.NONE: "Người đứng đầu ký",
    Capacity.TM: "TM. – thay mặt tập thể",
    Capacity.KT: "KT. – ký thay người đứng đầu",
    Capacity.TL: "TL. – ký thừa lệnh",
    Capacity.TUQ: "TUQ. – ký thừa ủy quyền",
    Capacity.Q: "Q. – quyền người đứng đầu",
}


@dataclass(frozen=True, kw_only=True)
class Content:
    """The fields of a draft; texts are clean. `addressees` is "Kính gửi", `recipients` "Nơi nhận", one line each.

    `on_behalf` is in whose place the signer signs (`CHỦ TỊCH`), empty for the usual one; `answers_id` an incoming
    document; `copies` how many are made, 0 for as many as there are recipients (Art. 17).
    """

    type_code: str
    subject: str
    signer_id: str
    addressees: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    capacity: Capacity = Capacity.NONE
    on_behalf: str = ""
    urgency: Urgency = Urgency.NORMAL
    answers_id: str = ""
    mark: str = ""
    copies: int = 0

    @property
    def copy_count(self) -> int:
        """How many copies the register notes."""
        return self.copies or len(self.recipients) or 1

    def checked(self, *, uploaded: bool) -> "Content":
        """Itself; BadInput `draft-incomplete` names every field to mend. An uploaded file needs no body text."""
        faults = _faults(self, uploaded)
        if faults:
            raise BadInput(
                "draft-incomplete", " ".join(faults.values()), "Điền các mục được nêu rồi lưu lại.", fields=faults
            )
        return self


def _faults(content: Content, uploaded: bool) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not content.subject:
        faults["subject"] = "Chưa nhập trích yếu."
    elif len(content.subject) > SUBJECT_LIMIT:
        faults["subject"] = f"Trích yếu dài quá {SUBJECT_LIMIT} ký tự."
    if not content.body and not uploaded:
        faults["body"] = "Chưa nhập nội dung; hoặc tải lên tệp PDF đã soạn."
    elif sum(map(len, content.body)) > BODY_LIMIT:
        faults["body"] = "Nội dung quá dài; hãy soạn bằng trình soạn thảo rồi tải lên tệp PDF."
    if not content.signer_id:
        faults["signer_id"] = "Chưa chọn người ký."
    if content.capacity.needs_whom and not content.on_behalf:
        faults["on_behalf"] = "Ghi rõ ký thay hoặc thừa lệnh ai, ví dụ CHỦ TỊCH."
    return faults | _long_lists(content)


def _long_lists(content: Content) -> dict[str, str]:
    lists = {"addressees": content.addressees, "recipients": content.recipients}
    return {
        name: f"Không quá {LINES_LIMIT} dòng, mỗi dòng không quá {LINE_LIMIT} ký tự."
        for name, lines in lists.items()
        if len(lines) > LINES_LIMIT or any(len(line) > LINE_LIMIT for line in lines)
    }


def lines_of(text: str | Iterable[str]) -> tuple[str, ...]:
    """The lines of a list typed one to a line: clean, without dash, semicolon or full stop, empty ones dropped."""
    typed = text.splitlines() if isinstance(text, str) else text
    cleaned = (normalise(line).lstrip("-–•+ ").rstrip(";. ") for line in typed)
    return tuple(line for line in cleaned if line)


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a body typed one to a line, clean, empty ones dropped."""
    return tuple(line for line in map(normalise, text.splitlines()) if line)


def differences(older: Content, newer: Content) -> tuple[str, ...]:
    """The Vietnamese names of the fields that differ between two versions."""
    return tuple(_FIELDS[one.name] for one in fields(Content) if getattr(older, one.name) != getattr(newer, one.name))


_FIELDS = {
    "type_code": "tên loại",
    "subject": "trích yếu",
    "signer_id": "người ký",
    "addressees": "kính gửi",
    "body": "nội dung",
    "recipients": "nơi nhận",
    "capacity": "quyền hạn ký",
    "on_behalf": "ký thay, thừa lệnh ai",
    "urgency": "độ khẩn",
    "answers_id": "văn bản được trả lời",
    "mark": "ký hiệu người soạn",
    "copies": "số lượng bản",
}
