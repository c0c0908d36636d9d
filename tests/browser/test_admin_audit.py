"""The auditor reads everything and changes nothing; the audit tells who did what, and where it was tampered with."""

import re

import pytest
from playwright.sync_api import Page
from sqlalchemy import text

from tests.browser.looks import looked_at
from tests.browser.office import Served

_ONE_OWN = re.compile(r"/(dang-xuat|toi/|kiem-tra-chu-ky)")


def _forms_that_change(page: Page) -> list[str]:
    actions = page.eval_on_selector_all("form[method=post]", "forms => forms.map(form => form.getAttribute('action'))")
    return [action for action in actions if not _ONE_OWN.match(action)]


def test_the_auditor_opens_every_desk_of_theirs_and_finds_nothing_to_change(office: Served) -> None:
    page = office.desk("thao")
    desks = page.eval_on_selector_all(".side a", "links => links.map(link => link.getAttribute('href'))")
    assert {"/nhat-ky", "/nhan-su", "/co-quan", "/van-ban-den", "/van-ban-di", "/kho", "/kho/toan-ven"} <= set(desks)
    for path in desks:
        answer = page.goto(office.address + path)
        assert answer is not None
        assert answer.status == 200, path
        if path != "/kho/toan-ven":  # reading every file again changes none of them
            assert _forms_that_change(page) == [], path


@pytest.mark.parametrize("path", ["/van-ban-den", "/van-ban-di", "/nhan-su"])
def test_the_auditor_opens_a_record_and_finds_nothing_to_change(office: Served, path: str) -> None:
    page = office.desk("thao", path)
    page.goto(office.address + (page.locator("tr [data-open]").first.get_attribute("href") or ""))
    assert page.locator("h1").count() == 1
    assert _forms_that_change(page) == []


def test_a_post_of_the_auditors_is_refused_and_says_who_could(office: Served) -> None:
    page = office.desk("thao", "/nhan-su")
    person = page.locator("tr [data-open]").first.get_attribute("href")
    token = page.locator("[name=csrf]").first.get_attribute("value") or ""
    answer = page.request.post(
        f"{office.address}{person}/mat-khau", form={"csrf": token}, headers={"origin": office.address}
    )
    assert answer.status == 403
    assert "quản trị" in answer.text()


@pytest.mark.parametrize("script", [True, False])
def test_the_audit_names_who_opened_what_and_is_read_page_by_page(office: Served, script: bool) -> None:
    office.desk("son", "/kho/chua-lap").locator("tr [data-open]").first.click()
    page = office.desk("thao", "/nhat-ky", script=script)
    assert page.locator("tr[data-row]").count() == 50
    page.get_by_label("Việc", exact=True).select_option(label="Xem")
    page.get_by_label("Người làm").fill("Bùi Quang Sơn")
    page.get_by_role("button", name="Lọc").click()
    assert "Xem" in page.locator("tr[data-row]").first.inner_text()
    page.locator("tr[data-row] [data-open]").first.click()
    assert "Nộp lưu" in page.inner_text("main")
    page.get_by_role("link", name="Bỏ lọc").click()
    seen = set(page.locator("tr[data-row]").all_inner_texts())
    page.get_by_role("link", name="Cũ hơn").click()
    older = page.locator("tr[data-row]").all_inner_texts()
    assert older
    assert not seen & set(older)


@pytest.mark.both_hosts
def test_a_line_changed_behind_our_back_breaks_the_chain_in_plain_sight(office: Served) -> None:
    page = office.desk("thao", "/nhat-ky/kiem-tra")
    assert "Mọi chuỗi nhật ký còn nguyên vẹn" in page.inner_text("main")
    with office.behind("intake") as database:
        was = database.execute(text("select who_name from audit where seq = 3")).scalar_one()
        database.execute(text("update audit set who_name = 'Người khác' where seq = 3"))
    page.get_by_role("link", name="Kiểm tra lại").click()
    assert "Đứt ở dòng 3: nội dung đã bị sửa" in page.inner_text("main")
    with office.behind("intake") as database:
        database.execute(text("update audit set who_name = :was where seq = 3"), {"was": was})


def test_no_barrier_stands_in_the_auditors_way(office: Served) -> None:
    page = office.desk("thao", "/van-ban-di")
    document = page.locator("tr [data-open]").first.get_attribute("href") or ""
    page.goto(office.address + "/nhan-su")
    person = page.locator("tr [data-open]").first.get_attribute("href") or ""
    paths = ("/", "/nhat-ky", "/nhat-ky/kiem-tra", "/nhat-ky?ai=khong-ai", "/nhan-su", person, "/co-quan", document)
    assert looked_at(office, "thao", (*paths, "/kho/toan-ven", "/van-ban-den", "/so")) == {}
