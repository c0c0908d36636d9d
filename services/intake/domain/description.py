"""What the clerk writes down of an arrived document, checked as a whole (Decree 30/2020 App. VI Part II)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.kernel.doctypes import document_type
from services.kernel.errors import BadInput, NotAllowed
from services.kernel.notation import DocumentNumber
from services.kernel.text import fold, normalise, tone_normal
from services.kernel.values import Secrecy, Urgency

_LONGEST = {"issuer": 300, "subject": 1000, "signer": 100, "signer_position": 200, "remark": 1000}
_NAMES = {
    "issuer": "Cơ quan ban hành",
    "subject": "Trích yếu",
    "signer": "Người ký",
    "signer_position": "Chức vụ người ký",
    "remark": "Ghi chú",
}


def refuse_secret(secrecy: Secrecy) -> None:
    """Refuse what is classified, before a byte of it is stored (Law on the Protection of State Secrets 2018)."""
    if secrecy is not Secrecy.NONE:
        raise secret_refused(secrecy)


def secret_refused(secrecy: Secrecy, done: str = "") -> NotAllowed:
    """The refusal of what is classified; `done` says what became of bytes that came all the same."""
    said = f"Văn bản độ {secrecy.label} không được đưa vào hệ thống này."
    return NotAllowed(
        "secret-refused",
        f"{said} {done}".strip(),
        "Vào sổ bí mật nhà nước bằng giấy, theo Luật Bảo vệ bí mật nhà nước 2018 và Nghị định 63/2026/NĐ-CP.",
        fields={} if done else {"secrecy": "Chỉ nhận văn bản không mật."},
    )


def arrival_faults(document_date: date | None, today: date) -> dict[str, str]:
    """A document cannot be dated after the day it arrives."""
    if document_date is None or document_date <= today:
        return {}
    return {"document_date": "Ngày văn bản sau ngày hôm nay; xem lại ngày ghi trên văn bản."}


def _wrong(faults: Mapping[str, str]) -> BadInput:
    return BadInput("description-wrong", "Thông tin văn bản thiếu hoặc sai.", "Sửa các mục nêu ra.", fields=faults)


@dataclass(frozen=True, kw_only=True)
class Description:
    """The document as its paper says; texts are NFC, `notation` the whole printed number (`15/QĐ-UBND`) or empty.

    `sheets` and `copies` are counts of paper, `due` the day the sender asks for. BadInput `description-wrong` names
    every field at fault, NotAllowed `secret-refused` comes before anything else.
    """

    notation: str
    document_date: date | None
    issuer: str
    type_code: str
    subject: str
    urgency: Urgency = Urgency.NORMAL
    secrecy: Secrecy = Secrecy.NONE
    signer: str = ""
    signer_position: str = ""
    sheets: int = 0
    copies: int = 1
    due: date | None = None
    remark: str = ""

    def __post_init__(self) -> None:
        refuse_secret(self.secrecy)
        for name in ("notation", *_LONGEST):
            object.__setattr__(self, name, normalise(getattr(self, name)))
        faults = self._faults()
        if faults:
            raise _wrong(faults)

    def _faults(self) -> dict[str, str]:
        faults = {
            name: f"{_NAMES[name]} dài quá {most} ký tự."
            for name, most in _LONGEST.items()
            if len(getattr(self, name)) > most
        }
        for name in ("issuer", "subject"):
            if not getattr(self, name):
                faults[name] = f"Chưa nhập: {_NAMES[name]}."
        for check in (self._number_fault, self._type_fault, self._day_faults, self._count_faults):
            faults.update(check())
        return faults

    def _number_fault(self) -> dict[str, str]:
        if not self.notation:
            return {}
        if len(self.notation) > 100:
            return {"notation": "Số, ký hiệu dài quá 100 ký tự."}
        try:
            DocumentNumber.parse(self.notation)
        except BadInput as refused:
            return dict(refused.fields) or {"notation": refused.detail}
        return {}

    def _type_fault(self) -> dict[str, str]:
        try:
            document_type(self.type_code)
        except BadInput as refused:
            return dict(refused.fields)
        return {}

    def _day_faults(self) -> dict[str, str]:
        if self.document_date and not 1945 <= self.document_date.year <= 2200:
            return {"document_date": "Năm của ngày văn bản không hợp lý."}
        if self.due and self.document_date and self.due < self.document_date:
            return {"due": "Hạn giải quyết sớm hơn ngày văn bản."}
        return {}

    def _count_faults(self) -> dict[str, str]:
        named = (("sheets", "Số trang", self.sheets), ("copies", "Số bản", self.copies))
        return {name: f"{label} phải từ 0 đến 100.000." for name, label, count in named if not 0 <= count <= 100_000}

    def require_arrived(self, today: date) -> None:
        """Refuse a document dated after the day it arrives."""
        if faults := arrival_faults(self.document_date, today):
            raise _wrong(faults)

    @property
    def type_name(self) -> str:
        """The type's name."""
        return document_type(self.type_code).name

    @property
    def printed(self) -> str:
        """Number and notation in one form: padded, no blanks around hyphens."""
        return str(DocumentNumber.parse(self.notation)) if self.notation else ""

    @property
    def notation_key(self) -> str:
        """What makes two ways of writing a number and notation equal."""
        return fold(self.printed)

    @property
    def issuer_key(self) -> str:
        """What makes two ways of writing an issuer equal."""
        return fold(tone_normal(self.issuer))
