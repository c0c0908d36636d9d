"""One answer from draft to issue, each person at their own desk: drafter, head, checker, leader, clerk."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Served

BODY = "Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh, Văn phòng báo cáo như sau.\nTrân trọng cảm ơn./."


def write(page: Page, subject: str) -> None:
    """Fill the drafting form."""
    page.get_by_label("Tên loại").select_option(label="Công văn")
    page.locator("#f-subject").fill(subject)
    page.get_by_label("Kính gửi").fill("Sở Nội vụ\nSở Tài chính")
    page.get_by_label("Nội dung").fill(BODY)
    page.get_by_label("Người ký").select_option(label="Nguyễn Văn An – Chủ tịch")
    page.get_by_label("Quyền hạn ký").select_option("TM")
    page.get_by_label("Nơi nhận").fill("Như trên\nChủ tịch, các Phó Chủ tịch UBND tỉnh")


def stands(page: Page, state: str) -> None:
    """Where the open document stands now."""
    expect(page.locator(".side-form .state").first).to_have_text(state)


def open_row(page: Page, words: str) -> None:
    """Open the row of a list that says so."""
    page.get_by_role("row", name=words).locator("[data-open]").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("script", [pytest.param(True, marks=pytest.mark.both_hosts), False])
def test_a_document_is_written_approved_signed_numbered_sealed_and_issued(office: Served, script: bool) -> None:
    subject = f"V/v góp ý dự thảo quy chế lần {1 if script else 2}"
    page = office.desk("dung", "/van-ban-di/soan", script=script)
    write(page, subject)
    page.get_by_role("button", name="Xem trước").click()
    preview = page.get_by_alt_text("Xem trước trang 1")
    expect(preview).to_be_visible()
    expect(page.get_by_label("Nội dung")).to_have_value(BODY)
    page.get_by_role("button", name="Lưu và trình").click()
    stands(page, "Chờ duyệt nội dung")

    page = office.desk("mai", "/van-ban-di/cho-duyet", script=script)
    open_row(page, subject)
    page.get_by_role("button", name="Duyệt nội dung").click()
    expect(page.get_by_role("status").first).to_be_visible()

    page = office.desk("khanh", "/van-ban-di/cho-the-thuc", script=script)
    open_row(page, subject)
    expect(page.get_by_role("heading", name="Kiểm tra thể thức tự động")).to_be_visible()
    if page.get_by_label("Lý do chấp nhận").count():
        page.get_by_label("Lý do chấp nhận").fill("Đã kiểm tra bằng mắt.")
    page.get_by_role("button", name="Duyệt thể thức, trình ký").click()

    page = appears(office, "an", "/so-ky", subject, script)
    page.get_by_role("link", name=subject).click()
    page.get_by_role("button", name="Ký", exact=True).click()
    expect(page.get_by_text("đã kiểm tra").first).to_be_visible()
    leaves_the_house(office, subject, script)


def leaves_the_house(office: Served, subject: str, script: bool) -> None:
    """The clerk gives the number, applies the seal and issues."""
    page = appears(office, "lan", "/van-ban-di/cho-cap-so", subject, script)
    open_row(page, subject)
    page.get_by_role("button", name="Cấp số").first.click()
    page.locator("#buoc-cap-so").get_by_role("button", name="Cấp số").click()
    stands(page, "Chờ đóng dấu")

    page = appears(office, "lan", "/dong-dau", subject, script)
    page.get_by_role("link", name=subject).click()
    page.get_by_role("button", name="Đóng dấu", exact=True).click()
    expect(page.locator(".strip .ok")).to_have_count(2)

    page.get_by_role("link", name="Mở văn bản để phát hành").click()
    reload_until(page, "Chờ phát hành")
    page.get_by_role("button", name="Phát hành").first.click()
    page.locator("#buoc-phat-hanh").get_by_role("button", name="Phát hành").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã phát hành")


def appears(office: Served, account: str, path: str, words: str, script: bool) -> Page:
    """A list, looked at until a fact of another desk has put something there."""
    page = office.desk(account, path, script=script)
    reload_until(page, words)
    return page


def reload_until(page: Page, words: str) -> None:
    """Look again until the page says so: facts between desks take a moment."""
    for _ in range(40):
        if page.locator("main").get_by_text(words).count():
            return
        page.wait_for_timeout(150)
        page.reload()
    raise AssertionError(f"{page.url} never says {words}")


def test_the_head_returns_with_a_reason_and_the_drafter_reads_it(office: Served) -> None:
    page = office.desk("mai", "/van-ban-di/cho-duyet")
    subject = page.locator("[data-open]").first.inner_text()
    page.locator("[data-open]").first.click()
    page.get_by_role("button", name="Trả lại").first.click()
    page.get_by_label("Hoặc ghi rõ lý do").fill("Thiếu căn cứ pháp lý.")
    page.locator("#buoc-tra-lai").get_by_role("button", name="Trả lại").click()
    expect(page.get_by_role("status").first).to_contain_text("trả lại")
    page = office.desk("dung", "/van-ban-di/bi-tra-lai")
    open_row(page, subject)
    expect(page.locator("main")).to_contain_text("Lê Thị Mai trả lại: Thiếu căn cứ pháp lý.")
    page.get_by_role("link", name="Sửa, lập bản mới").click()
    page.get_by_label("Nội dung").fill(BODY)
    page.get_by_role("button", name="Lưu và trình").click()
    stands(page, "Chờ duyệt nội dung")


def test_the_checker_sees_what_deviates_and_returns(office: Served) -> None:
    page = office.desk("khanh", "/van-ban-di/cho-the-thuc", script=False)
    page.locator("[data-open]").first.click()
    expect(page.get_by_role("heading", name="Kiểm tra thể thức tự động")).to_be_visible()
    page.get_by_role("button", name="Trả lại").first.click()
    page.locator("#buoc-tra-lai").get_by_role("radio").first.check()
    page.locator("#buoc-tra-lai").get_by_role("button", name="Trả lại").click()
    expect(page.get_by_role("status").first).to_be_visible()


def test_a_draft_half_written_is_refused_with_everything_kept(office: Served) -> None:
    page = office.desk("dung", "/van-ban-di/soan", script=False)
    page.get_by_label("Nội dung").fill(BODY)
    page.get_by_label("Nơi nhận").fill("Sở Nội vụ")
    page.get_by_role("button", name="Lưu dự thảo").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Nội dung")).to_have_value(BODY)
    expect(page.get_by_label("Nơi nhận")).to_have_value("Sở Nội vụ")
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.url.endswith(("#f-subject", "#f-signer_id"))
