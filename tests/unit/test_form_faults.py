"""Everything wrong with a form is told at once, whether it cannot be read or the rules refuse it."""

from datetime import date

import pytest
from starlette.datastructures import FormData

from services.intake.pages.paper_form import described
from services.kernel.errors import BadInput, NotAllowed
from services.web.sent import SentForm

TODAY = date(2026, 11, 25)
WHOLE = {"issuer": "Sở Nội vụ", "type_code": "cong_van", "subject": "Về việc tuyển dụng", "document_date": "20/11/2026"}


def faults(**typed: str) -> set[str]:
    """The fields named when a paper is described so."""
    with pytest.raises(BadInput) as refused:
        described(SentForm(FormData({**WHOLE, **typed}), TODAY), TODAY)
    return set(refused.value.fields)


def test_a_due_day_before_the_document_is_told_together_with_what_is_missing() -> None:
    assert faults(due="19/11/2026", subject="", sheets="ba") == {"due", "subject", "sheets"}


def test_a_day_to_come_is_told_together_with_a_number_that_cannot_be_read() -> None:
    assert faults(document_date="30/11/2026", notation="số mười lăm", copies="-1") == {
        "document_date",
        "notation",
        "copies",
    }


def test_a_choice_that_is_not_on_offer_is_named_and_breaks_nothing() -> None:
    assert faults(urgency="rất khẩn", secrecy="vừa vừa", issuer="") == {"urgency", "secrecy", "issuer"}


def test_faults_come_in_the_order_of_the_form() -> None:
    sent = SentForm(FormData({"name": "", "day": "x", "leader": ""}), TODAY)
    sent.fault("leader", "Chọn lãnh đạo.")
    sent.day("day", "Ngày")
    sent.text("name", "Tên", required=True)
    with pytest.raises(BadInput) as refused:
        sent.check()
    assert list(refused.value.fields) == ["name", "day", "leader"]


def test_a_secret_document_is_refused_before_anything_else() -> None:
    with pytest.raises(NotAllowed):
        described(SentForm(FormData({**WHOLE, "subject": "", "secrecy": "mat"}), TODAY), TODAY)
