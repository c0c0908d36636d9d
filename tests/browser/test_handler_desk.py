"""The handler accepts, returns or resolves what a leader gave; every page of these desks is open to everybody."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import looked_at
from tests.browser.office import PHONE, Served

MINE = "/viec-cua-toi"


def rows(page: Page) -> dict[str, str]:
    """The opening links of the list on the page, by the words of their rows."""
    return {
        row.inner_text(): row.locator("[data-open]").get_attribute("href") or ""
        for row in page.locator("[data-row]").all()
    }


def test_no_page_of_these_desks_has_a_barrier(office: Served) -> None:
    lists = {
        "lan": (
            "/", "/van-ban-den/cho", "/van-ban-den/cho-trinh", "/van-ban-den", "/van-ban-den/qua-han", "/so",
            "/van-ban-den/tep-loi", "/van-ban-di/cho-cap-so", "/dong-dau", "/van-ban-di/cho-phat-hanh", "/van-ban-di",
        ),
        "dung": ("/", MINE, f"{MINE}/phoi-hop", "/van-ban-di/du-thao", "/van-ban-di/soan", "/van-ban-di/dang-trinh"),
        "mai": ("/van-ban-di/cho-duyet",),
        "khanh": ("/van-ban-di/cho-the-thuc",),
    }  # fmt: skip
    found: dict[str, list[str]] = {}
    for account, paths in lists.items():
        found |= looked_at(office, account, (*paths, *opened(office, account, paths)))
    assert not found


def opened(office: Served, account: str, paths: tuple[str, ...]) -> list[str]:
    """The first row of each list."""
    page, hrefs = office.desk(account), []
    for path in paths:
        page.goto(office.address + path)
        first = page.locator("[data-open]")
        if first.count():
            hrefs.append(first.first.get_attribute("href") or "")
    page.context.close()
    return [*hrefs, *(f"{hrefs[0]}?muc={tab}" for tab in ("qua-trinh", "ai-xem") if account == "dung")]


def test_a_popup_is_open_to_everybody_too(office: Served) -> None:
    page = office.desk("mai", "/van-ban-di/cho-duyet")
    page.locator("[data-open]").first.click()
    page.get_by_role("button", name="Trả lại").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Hoặc ghi rõ lý do").focus()
    assert page.evaluate("document.activeElement.closest('[popover]').id") == "buoc-tra-lai"
    ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.both_hosts
def test_late_work_is_said_in_words_and_stands_first(office: Served) -> None:
    page = office.desk("dung", MINE)
    assert page.locator("[data-row]").count() == 2
    expect(page.locator("[data-row]").first).to_contain_text("Quá hạn")
    page.goto(office.address + f"{MINE}/qua-han")
    assert page.locator("[data-row]").count() == 1
    page.locator("[data-open]").click()
    expect(page.locator("main")).to_contain_text("quá hạn")
    issuer = page.locator(".side-form > p.small").first.inner_text().split(",")[0]
    page.get_by_role("link", name="Soạn văn bản trả lời").click()
    expect(page.get_by_label("Kính gửi")).to_have_value(issuer)
    expect(page.locator("#f-subject")).to_have_value(re.compile("^trả lời văn bản số "))


@pytest.mark.both_hosts
def test_work_is_accepted_and_resolved_with_a_note(office: Served) -> None:
    page = office.desk("dung", MINE)
    page.locator("[data-row]", has_text="Chờ nhận việc").locator("[data-open]").click()
    page.get_by_role("button", name="Nhận việc").click()
    expect(page.locator(".side-form .state").first).to_have_text("Đang xử lý")
    page.get_by_role("button", name="Giải quyết xong").first.click()
    popup = page.locator("#buoc-giai-quyet")
    popup.get_by_label("Kết quả giải quyết").fill("Đã trao đổi, lưu hồ sơ.")
    popup.get_by_role("button", name="Giải quyết xong").click()
    expect(page.locator(".side-form .state").first).to_have_text("Đã giải quyết xong")
    page.get_by_role("link", name="Quá trình").click()
    expect(page.locator(".timeline")).to_contain_text("Đã trao đổi, lưu hồ sơ.")


def test_work_is_returned_with_a_reason_and_without_script(office: Served) -> None:
    page = office.desk("dung", f"{MINE}/qua-han", script=False)
    page.locator("[data-open]").first.click()
    page.get_by_role("button", name="Trả lại").first.click()
    popup = page.locator("#buoc-tra-lai")
    popup.get_by_label("Hoặc ghi rõ lý do").fill("Không thuộc chức năng của Phòng.")
    popup.get_by_role("button", name="Trả lại").click()
    expect(page.get_by_role("status").first).to_be_visible()
    page = office.desk("lan", "/van-ban-den?trang-thai=presented")
    page.locator("[data-open]").last.click()
    page.get_by_role("link", name="Quá trình").click()
    expect(page.locator(".timeline")).to_contain_text("Không thuộc chức năng của Phòng.")


def test_a_phone_shows_the_same_work_in_cards(office: Served) -> None:
    page = office.desk("dung", "/van-ban-di/dang-trinh", wide=PHONE)
    first = page.locator("[data-row]").first
    box = first.bounding_box()
    assert box is not None
    assert box["width"] > 350
    page.get_by_role("button", name="Tất cả").tap()
    expect(page.locator("#all-desks")).to_be_visible()
    page.locator("#all-desks").get_by_role("link", name="Dự thảo của tôi").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dự thảo của tôi")
