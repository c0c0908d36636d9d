"""The archivist of a working office: from the tree to the paper, into a case file, and found again without accents."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from services.kernel.text import fold
from tests.browser.looks import looked_at
from tests.browser.office import Served


def opened(page: Page, name: str) -> int:
    """Open a row of the tree; how many it promised to hold."""
    row = page.locator("tr[data-row]", has=page.get_by_role("link", name=name))
    promised = int(row.locator("td.number").inner_text())
    row.locator("[data-open]").click()
    return promised


@pytest.mark.parametrize("script", [pytest.param(True, marks=pytest.mark.both_hosts), False])
def test_the_tree_promises_as_many_as_it_opens(office: Served, script: bool) -> None:
    page = office.desk("son", "/kho", script=script)
    all_of_them = opened(page, "Phông Ủy ban nhân dân tỉnh Thanh Bình")
    deposits = page.locator("tr[data-row]", has_text="Tập lưu").locator("td.number").all_inner_texts()
    assert sum(map(int, deposits)) == all_of_them
    arrived = opened(page, "Tập lưu văn bản đến")
    assert page.locator("tr[data-row]").count() == arrived > 0
    page.locator("tr[data-row] [data-open]").first.click()
    assert page.locator(".viewer ol img").count() >= 1
    assert page.locator(".crumbs a").count() == 3


@pytest.mark.parametrize("script", [pytest.param(True, marks=pytest.mark.both_hosts), False])
def test_a_document_is_placed_in_a_case_file_and_leaves_the_list_of_those_in_none(office: Served, script: bool) -> None:
    page = office.desk("son", "/kho/chua-lap", script=script)
    before = page.locator("tr[data-row]").count()
    assert page.locator(".side [data-desk=chua-lap]").inner_text() == str(before)
    subject = page.locator("tr[data-row] [data-open]").first.inner_text()
    page.locator("tr[data-row] [data-open]").first.click()
    page.get_by_label("Đưa vào hồ sơ").select_option(index=1)
    page.get_by_role("button", name="Đưa vào hồ sơ").click()
    page.locator("h2:text-is('Hồ sơ') + ul a").click()
    assert subject in page.inner_text("main")
    page.goto(office.address + "/kho/chua-lap")
    assert page.locator("tr[data-row]").count() == before - 1


@pytest.mark.both_hosts
def test_words_without_accents_find_what_has_them_and_the_counts_narrow_it(office: Served) -> None:
    page = office.desk("son", "/tim")
    subject = page.locator(".find .said").first.inner_text().split(": ", 1)[1]
    words = " ".join(fold(subject).split()[:6])
    page.goto(f"{office.address}/tim?q={quote(words)}")
    assert page.locator(".find mark").count() > 0
    assert subject in page.locator(".find .said").first.inner_text()
    value = page.locator(".finds-facet a").first
    promised = value.locator(".badge").inner_text()
    value.click()
    assert page.locator(".finds-total").inner_text() == f"{promised} văn bản"
    assert page.locator(".find").count() == int(promised)


@pytest.mark.both_hosts
def test_a_preview_opens_beside_the_list_with_the_first_page(office: Served) -> None:
    page = office.desk("son", "/tim", wide=1440)
    page.locator("a.look").first.click()
    image = page.locator(".finds-preview img.first-page")
    image.wait_for()
    page.wait_for_function("image => image.complete && image.naturalWidth > 300", arg=image.element_handle())
    assert "/tim" in page.url


def test_no_barrier_stands_in_the_archivists_way(office: Served) -> None:
    page = office.desk("son", "/kho/chua-lap")
    item = page.locator("tr[data-row] [data-open]").first.get_attribute("href") or ""
    page.goto(office.address + "/kho")
    fonds = page.locator("tr[data-row] [data-open]").first.get_attribute("href") or ""
    page.goto(office.address + "/kho/danh-muc")
    case_file = page.locator("tr[data-row] a[data-open]").first.get_attribute("href") or ""
    lists = ("/kho", "/kho/chua-lap", "/kho/den-han", "/kho/danh-muc", "/kho/toan-ven", "/kho/ho-so-cua-toi")
    paths = ("/", *lists, fonds, fonds + "/mo-ta", item, case_file, "/kho/ho-so/mo", "/kho/phong-moi", "/tim?q=bao+cao")
    assert looked_at(office, "son", paths) == {}
