"""The fields of the registering form: read from what was typed, filled from what was read off the page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.intake.domain.arrivals import Arrival
from services.intake.domain.description import Description, arrival_faults
from services.kernel.clock import OFFICE_ZONE
from services.kernel.signatures import CheckedSignature, Outcome
from services.kernel.values import Secrecy, Urgency
from services.web.sent import SentForm

_KINDS = {Outcome.VALID: "ok", Outcome.INVALID: "late", Outcome.INDETERMINATE: "warn"}
_FIELDS = (
    "register",
    "notation",
    "document_date",
    "issuer",
    "type_code",
    "subject",
    "urgency",
    "secrecy",
    "signer",
    "signer_position",
    "sheets",
    "copies",
    "due",
    "remark",
    "leader",
    "despite",
    "reason",
)


def described(sent: SentForm, today: date) -> Description:
    """The description as typed; BadInput names every field that cannot be read or that the rules refuse."""
    fields: dict[str, Any] = {
        "notation": sent.text("notation", "Số, ký hiệu", most=100),
        "document_date": sent.day("document_date", "Ngày văn bản"),
        "issuer": sent.text("issuer", "Cơ quan ban hành", required=True, most=300),
        "type_code": sent.text("type_code", "Loại văn bản", required=True, most=40),
        "subject": sent.lines("subject", "Trích yếu", required=True, most=1000),
        "urgency": sent.one_of("urgency", "độ khẩn", Urgency, Urgency.NORMAL),
        "secrecy": sent.one_of("secrecy", "độ mật", Secrecy, Secrecy.NONE),
        "signer": sent.text("signer", "Người ký", most=100),
        "signer_position": sent.text("signer_position", "Chức vụ", most=200),
        "sheets": sent.whole("sheets", "Số trang", most=100_000) or 0,
        "copies": sent.whole("copies", "Số bản", most=100_000) or 1,
        "due": sent.day("due", "Hạn"),
        "remark": sent.lines("remark", "Ghi chú", most=1000),
    }
    for name, sentence in arrival_faults(fields["document_date"], today).items():
        sent.fault(name, sentence)
    return sent.judged(lambda: Description(**fields))


def first_values(arrival: Arrival) -> dict[str, str]:
    """What stands in the form at first: nothing, then what was read off the page, then what was typed before."""
    empty = dict.fromkeys(_FIELDS, "")
    counted = {"type_code": "cong_van", "sheets": str(arrival.received.main.pages), "copies": "1"}
    read = {guess.field: guess.value for guess in arrival.received.guesses}
    if read.get("document_date"):
        read["document_date"] = f"{date.fromisoformat(read['document_date']):%d/%m/%Y}"
    return {**empty, **counted, **read, **arrival.draft}


def strip_lines(signatures: Sequence[CheckedSignature]) -> list[tuple[str, str]]:
    """The lines about signatures over the paper."""
    if not signatures:
        return [("none", "Không có chữ ký số")]
    return [(_KINDS[one.outcome], _signature(one)) for one in signatures]


def _signature(one: CheckedSignature) -> str:
    when = f"{one.signed_at.astimezone(OFFICE_ZONE):%H:%M %d/%m/%Y}" if one.signed_at else ""
    who = ", ".join(filter(None, (one.signer, one.organisation, when)))
    said = "Chữ ký số hợp lệ" if one.outcome is Outcome.VALID else one.cause.rstrip(".")
    return f"{said}: {who}" if who else said
