"""The clerk's queue when things go wrong: twins that wait, stale tabs, fake files, pictures, classified papers."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from services.kernel.text import normalise
from tests.unit.incoming_browser import Browser, browser
from tests.unit.incoming_office import BOOK, CLERK, STRANGER, IncomingOffice, office, pdf_bytes, upload
from tests.unit.test_incoming_pages import FORM

__all__ = ["browser", "office"]
QUEUE = "/van-ban-den/cho"


def _bring(browser: Browser, content: bytes, name: str = "a.pdf") -> str:
    return browser.post(CLERK, QUEUE, files={"file": (name, content, "application/pdf")}, secrecy="none")


def test_a_file_that_waits_twice_says_so_on_both_and_no_longer_when_one_is_gone(browser: Browser) -> None:
    first, second = _bring(browser, pdf_bytes(), "sáng.pdf"), _bring(browser, pdf_bytes(), "chiều.pdf")
    _bring(browser, pdf_bytes("other"), "khác.pdf")
    assert browser.get(CLERK, QUEUE).count("cũng đang chờ") == 2
    here, there = browser.get(CLERK, first), browser.get(CLERK, second)
    assert "chờ vào sổ nhiều lần" in here
    assert f'href="{second}">chiều.pdf' in here
    assert f'href="{first}">sáng.pdf' in there
    browser.post(CLERK, second, viec="bo", reason="Tải lên hai lần")
    assert "cũng đang chờ" not in browser.get(CLERK, QUEUE)
    assert "nhiều lần" not in browser.get(CLERK, first)


def test_registering_from_a_stale_tab_leads_to_the_document_and_says_one_thing(
    browser: Browser, office: IncomingOffice
) -> None:
    address = _bring(browser, pdf_bytes())
    document = browser.post(CLERK, address, **FORM, viec="vao-so").split("?")[0]
    browser.client.cookies.set("vanthu_session", CLERK.id)
    again = browser.client.post(address, data={"csrf": "s3cret", **FORM, "viec": "vao-so"})
    assert again.url.path == document
    page = again.text
    assert page.count('role="status"') + page.count('role="alert"') == 1
    assert "đã được vào sổ trước đó" in page
    assert office.views.expected_number(BOOK.id, 2026) == 2


def test_a_twin_already_registered_is_told_in_one_notice(browser: Browser) -> None:
    browser.post(CLERK, _bring(browser, pdf_bytes()), **FORM, viec="vao-so")
    page = browser.post(CLERK, _bring(browser, pdf_bytes()), 409, **FORM, viec="vao-so")
    assert page.count("Tệp này đã vào sổ với số đến 1") == 1


@pytest.mark.parametrize("content", [b"MZ" * 900, b""])
def test_a_fake_file_is_refused_without_saying_a_sentence_twice(browser: Browser, content: bytes) -> None:
    page = browser.post(CLERK, QUEUE, 422, files={"file": ("giả.pdf", content, "application/pdf")}, secrecy="none")
    said = "Loại tệp này không nhận được." if content else "Tệp rỗng, không có nội dung."
    assert page.count(said) == 1
    assert page.count("giả.pdf") == 1
    assert 'href="#f-file"' in page


def test_a_picture_is_registered_as_pdf_and_kept_by_its_name_as_received(
    browser: Browser, office: IncomingOffice
) -> None:
    image = BytesIO()
    Image.new("RGB", (300, 400), "white").save(image, "PNG")
    address = _bring(browser, image.getvalue(), "quét.png")
    assert "nhận là ảnh" in browser.get(CLERK, QUEUE)
    assert "phụ lục</" not in browser.get(CLERK, QUEUE)
    assert "Ảnh gốc nhận được" in browser.get(CLERK, address)
    document = browser.post(CLERK, address, **FORM, viec="vao-so").split("?")[0]
    page = browser.get(CLERK, document)
    assert page.count("Ảnh gốc nhận được") == 2, "at its tab and in the list of files"
    assert "Phụ lục" not in page


def test_what_turns_out_classified_at_the_form_is_off_the_machine_with_everything_read_of_it(
    browser: Browser, office: IncomingOffice
) -> None:
    """Invariant 14."""
    _bring(browser, pdf_bytes(), "bản một.pdf")
    address = _bring(browser, pdf_bytes(), "bản hai.pdf")
    typed = FORM | {"secrecy": "tuyet_mat", "subject": "Điều không được ghi lại"}
    page = normalise(browser.post(CLERK, address, 403, **typed, viec="vao-so"))
    assert "Văn bản độ Tuyệt mật không được đưa vào hệ thống này." in page
    assert "vừa được xóa khỏi máy chủ" in page
    assert "Luật Bảo vệ bí mật nhà nước 2018" in page
    assert "Điều không được ghi lại" not in page
    assert office.views.arrivals_count() == 0, "the other copy waits no longer either"
    assert not list(office.objects.digests())
    assert not list(office.views.digests())
    assert office.audited(address.rsplit("/", 1)[1]) == ["arrive", "discard"]
    with office.database.read() as connection:
        kept = "".join(map(str, connection.exec_driver_sql("select * from arrivals").all()))
    assert "Điều không được" not in kept
    assert "bản hai" not in kept
    assert "đã được bỏ khỏi hàng chờ" in browser.get(CLERK, address, 409)
    assert office.views.expected_number(BOOK.id, 2026) == 1


def test_saving_a_classified_draft_removes_it_too(browser: Browser, office: IncomingOffice) -> None:
    browser.post(CLERK, _bring(browser, pdf_bytes()), 403, **(FORM | {"secrecy": "mat"}), viec="nhap")
    assert not list(office.objects.digests())


def test_bytes_another_record_speaks_of_are_left_and_the_clerk_is_told(
    browser: Browser, office: IncomingOffice
) -> None:
    browser.post(CLERK, _bring(browser, pdf_bytes()), **FORM, viec="vao-so")
    secret: dict[str, Any] = FORM | {"secrecy": "mat"}
    page = browser.post(CLERK, _bring(browser, pdf_bytes()), 403, **secret, viec="vao-so")
    assert "báo quản trị" in page
    assert set(office.views.digests()) <= set(office.objects.digests())


def test_only_a_clerk_takes_a_file_off_the_machine(browser: Browser, office: IncomingOffice) -> None:
    arrival = office.desk.arrivals.bring(CLERK, upload())
    browser.post(STRANGER, f"{QUEUE}/{arrival.id}", 403, **(FORM | {"secrecy": "mat"}), viec="vao-so")
    assert office.objects.exists(arrival.received.main.digest)
