"""A draft without letters: the machine says it could not look, and the checker says how they did."""

import json
from io import BytesIO

import pytest

from services.intake.domain.formatting import UNREAD
from services.intake.handlers.slips import Slip
from services.kernel.errors import BadInput
from tests.unit.incoming_office import pdf_bytes
from tests.unit.outgoing_office import CHECKER, DRAFTER, HEAD, Office, office
from tests.unit.test_outgoing_desk import Browser, browser

__all__ = ["browser", "office"]


def test_what_could_not_be_read_is_not_counted_as_wrong_and_is_confirmed_by_hand(
    browser: Browser, office: Office
) -> None:
    document = {"type_code": "quyet_dinh", "subject": "Về việc giao vốn", "signer_id": "an"}
    made = browser.api(
        DRAFTER, "POST", "/outgoing/upload", 201,
        files={"file": ("quét.pdf", BytesIO(pdf_bytes("scan")))}, data={"document": json.dumps(document)},
    )  # fmt: skip
    office.approving.submit(DRAFTER, Slip(made["id"]))
    office.approving.approve_content(HEAD, Slip(made["id"]))
    page = browser.get(CHECKER, f"/van-ban-di/{made['id']}")
    assert UNREAD in page
    assert "Kiểm tra tự động chưa kiểm tra được tệp này" in page
    assert "điểm chưa đúng" not in page
    with pytest.raises(BadInput, match="kiểm tra bằng mắt"):
        office.approving.approve_format(CHECKER, Slip(made["id"]))
    office.approving.approve_format(CHECKER, Slip(made["id"], "Đã xem từng trang, đúng mẫu"))
