"""The clerk receives: uploads, registers by keyboard, is warned of twins, prints the register."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.office import Served, papers

QUEUE = "/van-ban-den/cho"


@pytest.fixture(scope="module")
def arriving(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Files on the clerk's disk."""
    return [path for path, _ in papers(tmp_path_factory.mktemp("papers"), 5)]


def upload(page: Page, path: Path) -> None:
    """Put a file in the queue and open it."""
    page.goto(page.url.split("/van-ban")[0] + QUEUE)
    page.get_by_label("Văn bản chính").set_input_files(path)
    page.get_by_role("button", name="Tải lên và đọc").click()
    expect(page.get_by_role("heading", name="Vào sổ văn bản đến")).to_be_visible()


@pytest.mark.both_hosts
def test_the_counts_of_the_column_are_those_of_the_lists(office: Served) -> None:
    page = office.desk("lan")
    entries = page.locator("nav.side a:has(.badge)").all()
    counts = {entry.get_attribute("href") or "": entry.locator(".badge").inner_text() for entry in entries}
    assert counts[QUEUE] == "3"
    for href, count in counts.items():
        page.goto(office.address + href)
        table = page.locator("table.list").first
        assert table.locator("tbody tr").count() == int(count), href


@pytest.mark.both_hosts
def test_an_upload_is_read_and_registered_without_a_mouse(office: Served, arriving: list[Path]) -> None:
    page = office.desk("lan", QUEUE)
    keys = Keyboard(page)
    keys.tab_to("file")
    keys.choose_file(arriving[0])
    keys.tab_to("Tải lên và đọc")
    keys.press("Enter")
    expect(page.locator("#f-subject")).not_to_be_empty()
    assert page.locator(".viewer ol img").first.evaluate("image => image.decode().then(() => image.naturalWidth)") > 900
    keys.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("Đã vào sổ: số đến 5")


@pytest.mark.both_hosts
def test_the_next_of_a_senders_pile_takes_few_keys(office: Served) -> None:
    page = office.desk("lan", QUEUE)
    keys = Keyboard(page)
    keys.press("j", "Enter")
    expect(page.get_by_role("heading", name="Vào sổ văn bản đến")).to_be_visible()
    keys.press("Alt+3")
    keys.type("Ng")
    keys.press("Tab")
    keys.type("31/12")
    keys.press("Control+Shift+S")
    expect(page.get_by_text("Vừa vào sổ")).to_be_visible()
    assert keys.count <= 25, f"{keys.count} keys"
    page.get_by_role("link", name="Mở văn bản").click()
    expect(page.locator("main")).to_contain_text("Chờ bút phê")
    expect(page.locator("main")).to_contain_text("31/12/")


@pytest.mark.parametrize("script", [True, False])
def test_a_twin_is_named_and_registered_again_only_with_a_reason(
    office: Served, arriving: list[Path], script: bool
) -> None:
    page, path = office.desk("lan", QUEUE, script=script), arriving[1 if script else 2]
    upload(page, path)
    page.get_by_role("button", name="Vào sổ", exact=True).click()
    upload(page, path)
    expect(page.locator(".note.warn")).to_contain_text("đã vào sổ với số đến")
    page.locator("#f-subject").fill("Trích yếu sửa tay")
    page.get_by_role("button", name="Vào sổ", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("vào sổ lần nữa và ghi lý do")
    expect(page.locator("#f-subject")).to_have_value("Trích yếu sửa tay")
    expect(page.get_by_role("link", name="Mở văn bản đã vào sổ trước")).to_be_visible()
    page.get_by_label("Lý do vẫn vào sổ").fill("Bản thay thế gửi kèm công văn khác")
    page.get_by_role("button", name="Vào sổ", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Đã vào sổ")


def test_a_refusal_gives_back_the_whole_form(office: Served, arriving: list[Path]) -> None:
    page = office.desk("lan", QUEUE, script=False)
    upload(page, arriving[3])
    typed = {"notation": "12/QĐ-UBND", "document_date": "17/4/20201", "subject": "Về <b>thử</b>", "remark": "x"}
    page.get_by_text("Người ký, số trang, ghi chú").click()
    for name, words in typed.items():
        page.locator(f"#f-{name}").fill(words)
    page.get_by_role("button", name="Vào sổ", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    for name, words in typed.items():
        expect(page.locator(f"#f-{name}")).to_have_value(words)
    page.goto(office.address + QUEUE)
    expect(page.get_by_role("row", name=arriving[3].name)).to_contain_text("Có bản nháp")


def test_what_was_typed_and_not_sent_comes_back(office: Served, arriving: list[Path]) -> None:
    page = office.desk("lan", QUEUE)
    upload(page, arriving[4])
    page.locator("#f-subject").fill("Đang gõ dở")
    page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('vanthu:draft'))")
    page.reload()
    expect(page.locator("#f-subject")).to_have_value("Đang gõ dở")
    expect(page.get_by_text("Đã khôi phục nội dung đang nhập dở")).to_be_visible()


def test_a_registered_document_is_presented_to_a_leader(office: Served) -> None:
    page = office.desk("lan", "/van-ban-den/cho-trinh", script=False)
    page.locator("[data-open]").first.click()
    page.get_by_label("Trình lãnh đạo").select_option(label="Trần Đức Bình, Phó Chủ tịch")
    page.get_by_role("button", name="Trình", exact=True).click()
    expect(page.get_by_text("Chờ bút phê").first).to_be_visible()


def test_a_secret_paper_is_refused_before_it_is_kept(office: Served, arriving: list[Path]) -> None:
    page = office.desk("lan", QUEUE, script=False)
    page.get_by_label("Văn bản chính").set_input_files(arriving[0])
    page.get_by_label("Tối mật").check()
    page.get_by_role("button", name="Tải lên và đọc").click()
    expect(page.get_by_role("alert")).to_contain_text("Luật Bảo vệ bí mật nhà nước")


@pytest.mark.both_hosts
def test_the_register_is_filtered_printed_and_exported(office: Served) -> None:
    page = office.desk("lan", "/van-ban-den")
    page.get_by_label("Số đến, ký hiệu").fill("khong co gi nhu the")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator(".empty")).to_be_visible()
    page.get_by_role("link", name="Bỏ lọc").click()
    printed = page.request.get(office.address + (page.get_by_role("link", name="In sổ").get_attribute("href") or ""))
    assert printed.body().startswith(b"%PDF"), printed.status
    with page.expect_download() as sheet:
        page.get_by_role("link", name="Xuất Excel").click()
    assert sheet.value.suggested_filename.endswith(".xlsx")
    assert Path(sheet.value.path()).read_bytes().startswith(b"PK")
