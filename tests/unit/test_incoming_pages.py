"""The desks of arrived documents in the browser, without script."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from services.intake.views.incoming_lists import Tray
from services.kernel.errors import Unavailable
from services.kernel.people import Person
from tests import hostile
from tests.unit.incoming_browser import Browser, browser
from tests.unit.incoming_office import (
    BOOK,
    CLERK,
    DRAFTER,
    HEAD,
    LEADER,
    STRANGER,
    IncomingOffice,
    another,
    office,
    pdf_bytes,
    upload,
)

__all__ = ["browser", "office"]
FORM = {
    "register": BOOK.id,
    "notation": "45/SNV-TCCB",
    "document_date": "20/11/2026",
    "issuer": "Sở Nội vụ",
    "type_code": "cong_van",
    "subject": "Báo cáo kết quả cải cách hành chính",
    "urgency": "khan",
    "secrecy": "none",
}


def test_a_clerk_uploads_registers_and_sees_the_number_with_the_next_file_open(
    browser: Browser, office: IncomingOffice
) -> None:
    office.desk.arrivals.bring(CLERK, upload("Giấy mời.pdf", pdf_bytes("next")))
    address = _bring(browser, pdf_bytes("first"))
    page = browser.get(CLERK, address)
    assert "Vào sổ và chuyển" in page
    assert "Số đến 1 (dự kiến)" in page
    following = browser.post(CLERK, address, **FORM, viec="vao-so")
    assert "vua=" in following
    assert "Số đến 1 · 22/11/2026" in browser.get(CLERK, following)
    assert "Giấy mời.pdf" in browser.get(CLERK, following)


def test_register_and_forward_puts_it_before_the_leader_who_directs_it(
    browser: Browser, office: IncomingOffice
) -> None:
    address = browser.post(CLERK, _bring(browser), **FORM, viec="chuyen", leader=LEADER.id).split("?")[0]
    office.desk.stamping.stamp_some()
    assert FORM["subject"] in browser.get(LEADER, "/cho-but-phe")
    assert "Chọn người chủ trì" in browser.get(LEADER, f"{address}/but-phe")
    form: dict[str, Any] = {"note": "Trả lời giúp tôi.", "lead": DRAFTER.id, "days": "3", "coordinate": ["unit:vp"]}
    assert browser.post(LEADER, f"{address}/but-phe", **form) == "/cho-but-phe"
    assert FORM["subject"] in browser.get(DRAFTER, "/viec-cua-toi")
    assert "hạn 25/11/2026" in browser.get(DRAFTER, address)
    browser.post(DRAFTER, f"{address}/nhan")
    browser.post(DRAFTER, f"{address}/giai-quyet", note="Đã trả lời bằng điện thoại.")
    assert "Đã giải quyết xong" in browser.get(CLERK, address)
    assert "Trả lời giúp tôi." in browser.get(CLERK, f"{address}?muc=qua-trinh")


def test_what_may_not_be_done_yet_is_listed_with_the_common_advice_said_once(
    browser: Browser, office: IncomingOffice
) -> None:
    page = browser.get(CLERK, f"/van-ban-den/{office.arrive().id}")
    assert page.count("việc này chỉ làm ở bước") > 1
    assert page.count("Tải lại trang để xem việc tiếp theo") == 1


def test_forwarding_without_a_leader_says_so_and_keeps_what_was_typed(browser: Browser) -> None:
    address = _bring(browser)
    page = browser.post(CLERK, address, 422, **FORM, viec="chuyen")
    assert "Chọn lãnh đạo để trình." in page
    assert FORM["subject"] in page
    assert FORM["subject"] in browser.get(CLERK, address), "typed text is kept on the server too"


def test_a_faulty_form_names_every_field_and_takes_no_number(browser: Browser, office: IncomingOffice) -> None:
    wrong = FORM | {"document_date": "17/4/20201", "notation": "45 SNV", "subject": "", "issuer": "<b>Sở</b>"}
    page = browser.post(CLERK, _bring(browser), 422, **wrong, viec="vao-so")
    assert "Ngày văn bản không phải một ngày có thật" in page
    assert "Chưa nhập: Trích yếu" in page
    assert "&lt;b&gt;Sở&lt;/b&gt;" in page
    assert office.views.expected_number(BOOK.id, 2026) == 1


def test_a_duplicate_is_said_with_a_link_and_may_be_registered_with_a_reason(
    browser: Browser, office: IncomingOffice
) -> None:
    first = office.arrive()
    address = _bring(browser)
    page = browser.post(CLERK, address, 409, **FORM, viec="vao-so")
    assert "Văn bản này đã vào sổ với số đến 1 ngày 22/11/2026 (Phạm Thị Lan)." in page
    assert f"/van-ban-den/{first.id}" in page
    browser.post(CLERK, address, **FORM, viec="vao-so", despite="Gửi lại bản đủ dấu")
    assert office.views.expected_number(BOOK.id, 2026) == 3


def test_a_classified_upload_is_refused_with_the_law_and_nothing_is_kept(
    browser: Browser, office: IncomingOffice
) -> None:
    files = {"file": ("mat.pdf", pdf_bytes(), "application/pdf")}
    page = browser.post(CLERK, "/van-ban-den/cho", 403, files=files, secrecy="mat")
    assert "Luật Bảo vệ bí mật nhà nước" in page
    assert not list(office.objects.digests())


def test_a_file_that_cannot_be_read_is_kept_apart_with_its_reason(
    browser: Browser, office: IncomingOffice, tmp_path: Path
) -> None:
    locked = hostile.encrypted(tmp_path / "x.pdf").read_bytes()
    page = browser.post(CLERK, "/van-ban-den/cho", 422, files={"file": ("khóa.pdf", locked)}, secrecy="none")
    assert "mật khẩu" in page
    assert "khóa.pdf" in browser.get(CLERK, "/van-ban-den/tep-loi")
    broken = office.views.quarantined()[0]
    browser.post(CLERK, f"/van-ban-den/tep-loi/{broken.id}", reason="Đã xin bản khác")
    assert office.views.quarantined_count() == 0
    assert office.objects.exists(broken.digest)


def test_discarding_needs_a_reason_and_saving_keeps_the_draft(browser: Browser, office: IncomingOffice) -> None:
    address = _bring(browser)
    browser.post(CLERK, address, **(FORM | {"subject": "Đang gõ dở"}), viec="nhap")
    assert "Đang gõ dở" in browser.get(CLERK, address)
    browser.post(CLERK, address, 422, viec="bo", reason="")
    browser.post(CLERK, address, viec="bo", reason="Gửi nhầm nơi")
    assert office.views.arrivals_count() == 0


def test_the_paper_is_shown_as_pictures_and_downloads_are_audited(browser: Browser, office: IncomingOffice) -> None:
    address = browser.post(CLERK, _bring(browser), **FORM, viec="vao-so").split("?")[0]
    document = office.views.incoming_sheet(CLERK, address.rsplit("/", 1)[-1]).document
    picture = browser.client.get(
        f"{address}/tep/{document.main.digest}/trang/1.png", headers={"Cookie": f"vanthu_session={CLERK.id}"}
    )
    browser.get(CLERK, f"{address}/tep/{document.main.digest}")
    assert picture.content.startswith(b"\x89PNG")
    assert office.audited(document.id)[-1] == "download"


def test_a_picture_fetched_by_itself_is_a_view_and_those_of_a_page_are_not(
    browser: Browser, office: IncomingOffice
) -> None:
    """Invariant 19: nothing is read without a line, by whatever address."""
    address = browser.post(CLERK, _bring(browser), **FORM, viec="vao-so").split("?")[0]
    document = office.views.incoming_sheet(CLERK, address.rsplit("/", 1)[-1]).document
    picture = f"{address}/tep/{document.main.digest}/trang/1.png"
    before = office.audited(document.id)

    def fetch(person: Person) -> None:
        answer = browser.client.get(picture, headers={"Cookie": f"vanthu_session={person.id}"})
        assert answer.status_code == 200

    fetch(LEADER)
    fetch(LEADER)
    assert office.audited(document.id) == [*before, "view"]
    browser.get(CLERK, address)
    fetch(CLERK)
    assert office.audited(document.id) == [*before, "view", "view"]


def test_a_form_that_met_a_store_that_is_away_says_when_to_come_back(
    browser: Browser, office: IncomingOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise Unavailable("store-away", "Kho lưu tệp đang không trả lời.", "Thử lại sau ít phút.")

    monkeypatch.setattr(office.objects, "put", away)
    sent = {"csrf": "s3cret", "secrecy": "none"}
    files = {"file": ("a.pdf", pdf_bytes("a"))}
    answer = browser.client.post(
        "/van-ban-den/cho", data=sent, files=files, headers={"Cookie": f"vanthu_session={CLERK.id}"}
    )
    assert answer.status_code == 503
    assert "Kho lưu tệp đang không trả lời" in answer.text
    assert int(answer.headers["Retry-After"]) > 0


def test_looks_at_and_downloads_of_waiting_uploads_are_written_down(browser: Browser, office: IncomingOffice) -> None:
    """Invariant 19: what waits to be registered is read like any other paper."""
    address = _bring(browser)
    arrival = office.views.arrivals()[0]
    headers = {"Cookie": f"vanthu_session={CLERK.id}"}
    file = f"{address}/tep/{arrival.received.main.digest}"
    for _ in range(2):
        assert browser.client.get(f"{file}/trang/1.png", headers=headers).content.startswith(b"\x89PNG")
    assert office.audited(arrival.id) == ["arrive", "view"]
    browser.get(CLERK, address)
    browser.client.get(file, headers=headers)
    assert office.audited(arrival.id) == ["arrive", "view", "view", "download"]
    browser.get(STRANGER, address, 403)
    assert len(office.audited(arrival.id)) == 4


def test_the_register_is_listed_filtered_printed_and_exported(browser: Browser, office: IncomingOffice) -> None:
    office.arrive()
    office.arrive(another(notation="7/STC-NS", issuer="Sở Tài chính", subject="Dự toán ngân sách"))
    assert "Tổng 2" in browser.get(CLERK, "/van-ban-den")
    found = browser.get(CLERK, "/van-ban-den?tim=du+toan+stc")
    assert "Dự toán ngân sách" in found
    assert "Sở Nội vụ" not in found
    headers = {"Cookie": f"vanthu_session={CLERK.id}"}
    assert browser.client.get(f"/van-ban-den/so/{BOOK.id}/2026.pdf", headers=headers).content.startswith(b"%PDF")
    sheet = load_workbook(BytesIO(browser.client.get(f"/van-ban-den/so/{BOOK.id}/2026.xlsx", headers=headers).content))
    words = [str(cell.value) for row in sheet.active.iter_rows() for cell in row]
    assert "Số đến" in words
    assert any("Dự toán ngân sách" in word for word in words)
    assert office.audited(BOOK.id) == ["print", "print"]


def test_counts_of_desks_equal_the_lists_they_open(browser: Browser, office: IncomingOffice) -> None:
    office.directed()
    office.arrive(another(notation="8/STC"))
    for person, tray, address in (
        (CLERK, Tray.TO_PRESENT, "/van-ban-den/cho-trinh"),
        (DRAFTER, Tray.MINE, "/viec-cua-toi"),
        (STRANGER, Tray.MINE, "/viec-cua-toi"),
    ):
        count = office.views.incoming_count(person, tray, office.clock.today())
        assert ("Không có văn bản nào" in browser.get(person, address)) is (count == 0), address


def test_others_see_neither_document_nor_picture_nor_queue(browser: Browser, office: IncomingOffice) -> None:
    document = office.directed()
    for address in ("", "/but-phe", f"/tep/{document.main.digest}", f"/tep/{document.main.digest}/trang/1.png"):
        browser.get(STRANGER, f"/van-ban-den/{document.id}{address}", 404)
    browser.get(STRANGER, "/van-ban-den/cho", 403)
    browser.get(HEAD, f"/van-ban-den/{document.id}")


def test_registers_are_opened_checked_and_closed_at_their_shelf(browser: Browser, office: IncomingOffice) -> None:
    office.arrive()
    browser.post(CLERK, "/so", name="Sổ giấy mời", direction="incoming")
    assert "Đã có sổ" in browser.post(CLERK, "/so", 409, name="Sổ giấy mời", direction="incoming")
    page = browser.get(CLERK, "/so")
    assert "Sổ giấy mời" in page
    assert "Đủ số, không khuyết" in page
    browser.post(CLERK, f"/so/{BOOK.id}/khoa")
    assert office.views.register(BOOK.id).closed_on == office.clock.today()


def test_types_of_both_regimes_are_told_apart_where_a_register_is_opened(browser: Browser) -> None:
    page = browser.get(CLERK, "/so")
    assert page.count("> Nghị quyết</label>") == page.count("> Nghị quyết (Đảng)</label>") == 1


def test_a_register_by_terms_is_opened_and_goes_on_to_the_next_term_at_the_shelf(
    browser: Browser, office: IncomingOffice
) -> None:
    browser.post(CLERK, "/so", name="Sổ nhiệm kỳ", direction="incoming", term="12/10/2025")
    register = next(one for one in office.views.registers() if one.name == "Sổ nhiệm kỳ")
    address = f"/so/{register.id}/nhiem-ky"
    assert "nhiệm kỳ từ 12/10/2025" in browser.get(CLERK, "/so")
    assert "phải bắt đầu sau năm 2025" in browser.post(CLERK, address, 422, first_day="01/12/2025")
    number = {"register": register.id, "present_to": LEADER.id}
    browser.send(CLERK, **number)
    office.clock.moment = datetime(2026, 11, 23, 2, tzinfo=UTC)
    browser.send(CLERK, notation="46/SNV-TCCB", content=pdf_bytes("46"), **number)
    back = browser.post(CLERK, address, 422, first_day="23/11/2026")
    assert "phải bắt đầu sau ngày 23/11/2026" in back, "numbers given would lie in the new term"
    assert 'href="#f-first_day"' in back
    assert back.count('id="f-first_day"') == 1
    assert (
        "phải bắt đầu sau ngày 23/11/2026"
        in browser.api(CLERK, "POST", f"/registers/{register.id}/terms", 422, json={"first_day": "2026-11-20"})[
            "fields"
        ]["first_day"]
    )
    browser.post(CLERK, address, first_day="15/10/2030")
    assert "nhiệm kỳ từ 15/10/2030" in browser.get(CLERK, "/so")


def _bring(browser: Browser, content: bytes | None = None, person: Person = CLERK) -> str:
    files = {"file": ("Công văn 45.pdf", pdf_bytes() if content is None else content, "application/pdf")}
    return browser.post(person, "/van-ban-den/cho", files=files, secrecy="none")
