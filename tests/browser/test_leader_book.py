"""The leader at the signature book, on a phone first: signs, returns with a reason, puts off; script on and off."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hosts import Prepare
from tests.browser.looks import looked_at
from tests.browser.office import PHONE, Served
from tests.browser.stock import put_in_book

BOOK = "/so-ky"


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    """Six letters wait for the chairman."""
    return lambda settings: put_in_book(settings, "an", 6)


def waiting(page: Page) -> int:
    """How many cards lie in the pile; the count on the tab must say the same."""
    cards = page.locator(".cards .card").count()
    assert int(page.locator(".tabs .badge").first.inner_text() or 0) == cards
    return cards


@pytest.mark.parametrize("script", [pytest.param(True, marks=pytest.mark.both_hosts), False])
def test_one_signs_on_a_phone_and_the_next_paper_lies_open(office: Served, script: bool) -> None:
    page = office.desk("an", BOOK, wide=PHONE, script=script)
    before = waiting(page)
    subject = page.locator(".card .title").first.inner_text()
    page.locator(".card .title").first.click()
    assert page.locator("h1").inner_text() == subject
    page.get_by_role("button", name="Ký", exact=True).click()
    expect(page.locator(".note[role=status]")).to_have_text(f"Đã ký, đã kiểm tra chữ ký: {subject}")
    assert page.locator("h1").inner_text() != subject
    page.goto(office.address + BOOK)
    assert waiting(page) == before - 1
    page.get_by_role("link", name="Đã ký, đã trả lại").click()
    page.get_by_role("link", name=subject).click()
    assert "Chữ ký số hợp lệ: Nguyễn Văn An" in page.locator(".strip").inner_text()


@pytest.mark.parametrize("script", [pytest.param(True, marks=pytest.mark.both_hosts), False])
def test_a_paper_goes_back_with_the_reason_and_its_drafter_reads_it(office: Served, script: bool) -> None:
    page = office.desk("an", BOOK, wide=PHONE, script=script)
    subject = page.locator(".card .title").last.inner_text()
    page.locator(".card .title").last.click()
    page.get_by_role("button", name="Trả lại").click()
    page.get_by_label("Thiếu phụ lục kèm theo.").check()
    page.get_by_label("Lý do", exact=True).fill(f"Bổ sung biểu số liệu {'một' if script else 'hai'}.")
    page.locator("#tra-lai").get_by_role("button", name="Trả lại").click()
    assert "Đã trả lại đơn vị soạn thảo kèm lý do." in page.inner_text("main")
    drafter = office.desk("dung", "/van-ban-di/bi-tra-lai")
    drafter.get_by_role("link", name=subject).click()
    assert f"Bổ sung biểu số liệu {'một' if script else 'hai'}." in drafter.inner_text("main")


def test_a_return_without_any_reason_is_asked_for_one(office: Served) -> None:
    page = office.desk("an", BOOK, wide=PHONE)
    page.locator(".card .title").first.click()
    page.get_by_role("button", name="Trả lại").click()
    page.locator("#tra-lai").get_by_role("button", name="Trả lại").click()
    assert "lý do" in page.locator("[role=alert]").first.inner_text().lower()
    page.goto(office.address + BOOK)
    assert waiting(page) > 0


def test_a_paper_put_off_waits_behind_the_others(office: Served) -> None:
    page = office.desk("an", BOOK, wide=PHONE)
    before = waiting(page)
    subject = page.locator(".card .title").first.inner_text()
    page.locator(".card .title").first.click()
    page.get_by_role("button", name="Để sau").click()
    page.goto(office.address + BOOK)
    assert page.locator(".card .title").last.inner_text() == subject
    assert "Để sau" in page.locator(".card").last.inner_text()
    assert waiting(page) == before


def test_the_keyboard_walks_the_pile_and_signs(office: Served) -> None:
    page = office.desk("an", BOOK)
    before = waiting(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ký", exact=False).first.wait_for()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".note[role=status]")).to_contain_text("Đã ký, đã kiểm tra chữ ký")
    page.goto(office.address + BOOK)
    assert waiting(page) == before - 1


def test_who_has_no_key_is_told_whom_to_ask_and_the_paper_stays(office: Served) -> None:
    for key in (office.home / "keys").glob("person-*.p12"):
        key.rename(key.with_suffix(".away"))
    page = office.desk("an", BOOK, wide=PHONE)
    before = waiting(page)
    page.locator(".card .title").first.click()
    said = page.inner_text("main")
    assert "chưa có khóa ký số" in said
    assert "Nhờ quản trị cấp khóa" in said
    assert page.get_by_role("button", name="Ký", exact=True).count() == 0
    assert page.get_by_role("button", name="Trả lại").first.is_visible()
    page.goto(office.address + BOOK)
    assert waiting(page) == before
    for key in (office.home / "keys").glob("person-*.away"):
        key.rename(key.with_suffix(".p12"))


def test_no_barrier_stands_in_the_leaders_way(office: Served) -> None:
    page = office.desk("an", BOOK)
    card = page.locator(".card .title").first.get_attribute("href")
    page.goto(office.address + BOOK + "/da-ky")
    signed = page.locator("tr [data-open]").first.get_attribute("href")
    page.goto(office.address + "/cho-but-phe")
    to_direct = page.locator("tr [data-open]").first.get_attribute("href")
    own = ["/", BOOK, BOOK + "/da-ky", "/cho-but-phe", "/kiem-tra-chu-ky", "/toi", "/phim-tat"]
    paths = [*own, *filter(None, (card, signed, to_direct))]
    assert looked_at(office, "an", paths) == {}
