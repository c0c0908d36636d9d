"""The form of a draft: what it offers, what it sends, and how it is filled again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.intake.domain.drafts import BODY_LIMIT, Capacity, Content, lines_of, paragraphs_of
from services.intake.handlers.draft_papers import DraftOrder
from services.kernel.doctypes import document_types
from services.kernel.people import Role
from services.kernel.ports import Directory
from services.kernel.values import Urgency
from services.web.sent import SentForm

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Choices:
    """The selectors of the form, as value and words."""

    types: Options
    signers: Options
    capacities: Options
    urgencies: Options

    @classmethod
    def of(cls, directory: Directory, today: date) -> "Choices":
        """What this office may issue today, and who signs."""
        regime = directory.organisation().regime
        return cls(
            types=[(one.code, one.name) for one in document_types(today, regime, "administrative")],
            signers=[(one.id, f"{one.name} – {one.position}") for one in directory.people(Role.LEADER)],
            capacities=[(one.value, one.label) for one in Capacity],
            urgencies=[(one.value, one.label) for one in Urgency],
        )


def read_order(sent: SentForm, choices: Choices, *, uploaded: bool) -> DraftOrder:
    """The order a form makes, still without its upload; BadInput names every field at fault."""
    whole = {
        "type_code": sent.choice("type_code", "tên loại văn bản", dict(choices.types)),
        "subject": sent.text("subject", "Trích yếu", required=True, most=1000),
        "signer_id": sent.choice("signer_id", "người ký", dict(choices.signers)),
        "on_behalf": sent.text("on_behalf", "Ký thay, thừa lệnh ai"),
        "answers_id": sent.text("answers_id", "Văn bản được trả lời", most=32),
        "mark": sent.text("mark", "Ký hiệu người soạn", most=60),
    }
    lists = {
        "addressees": lines_of(sent.lines("addressees", "Kính gửi", most=20_000)),
        "recipients": lines_of(sent.lines("recipients", "Nơi nhận", most=20_000)),
        "body": paragraphs_of(sent.lines("body", "Nội dung", most=BODY_LIMIT)),
    }
    capacity = sent.one_of("capacity", "quyền hạn ký", Capacity, Capacity.NONE)
    urgency = sent.one_of("urgency", "độ khẩn", Urgency, Urgency.NORMAL)
    copies = sent.whole("copies", "Số bản", most=9999) or 0
    note = sent.lines("note", "Ghi chú")
    content = Content(**whole, **lists, capacity=capacity, urgency=urgency, copies=copies)  # type: ignore[arg-type]  # fields of Content
    sent.judged(lambda: content.checked(uploaded=uploaded))
    return DraftOrder(content, note=note)


def filled(content: Content) -> Mapping[str, str]:
    """The form as it stands for a draft."""
    return {
        "type_code": content.type_code,
        "subject": content.subject,
        "signer_id": content.signer_id,
        "addressees": "\n".join(content.addressees),
        "recipients": "\n".join(content.recipients),
        "body": "\n".join(content.body),
        "capacity": content.capacity.value,
        "on_behalf": content.on_behalf,
        "urgency": content.urgency.value,
        "answers_id": content.answers_id,
        "mark": content.mark,
        "copies": str(content.copies or ""),
        "note": "",
    }


EMPTY = filled(Content(type_code="cong_van", subject="", signer_id=""))
"""The form of a draft not yet begun."""
