"""The leader directs an arrived document; the issued paper is downloaded and proved, an altered one is told."""

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from services.kernel.clock import office_day
from tests.browser.looks import looked_at
from tests.browser.office import PHONE, Served


@pytest.mark.both_hosts
def test_a_directive_names_the_lead_and_the_day_and_the_lead_has_it_at_once(office: Served) -> None:
    day = office_day(datetime.now(UTC)) + timedelta(days=9)
    page = office.desk("an", "/cho-but-phe", wide=PHONE)
    row = page.locator("tr[data-row]").first
    subject = row.locator(".subject a").inner_text()
    row.locator("[data-open]").click()
    page.get_by_label("Ý kiến chỉ đạo").fill("Giao Phòng Kinh tế tổng hợp trả lời trước ngày họp.")
    _choose(page, "lead", "Phan Thanh Giang")
    page.get_by_label("Hoặc đến ngày").fill(f"{day:%d/%m/%Y}")
    page.get_by_role("button", name="Bút phê và chuyển").click()
    assert "Đã bút phê và chuyển xử lý" in page.inner_text("main")
    assert subject not in page.inner_text("main")
    lead = office.desk("giang", "/viec-cua-toi")
    work = lead.locator("tr[data-row]", has_text=subject)
    assert f"{day:%d/%m/%Y}" in work.inner_text()
    work.locator("[data-open]").click()
    assert "Giao Phòng Kinh tế tổng hợp trả lời trước ngày họp." in lead.inner_text("main")


def test_a_directive_without_a_lead_comes_back_whole_with_what_is_missing(office: Served) -> None:
    clerk = office.desk("lan", "/van-ban-den/cho-trinh", script=False)
    clerk.locator("tr[data-row] [data-open]").first.click()
    sheet = clerk.url
    _choose(clerk, "leader", "Nguyễn Văn An")
    clerk.get_by_role("button", name="Trình", exact=False).first.click()
    page = office.desk("an", wide=PHONE, script=False)
    page.goto(sheet + "/but-phe")
    page.get_by_label("Ý kiến chỉ đạo").fill("Nghiên cứu, đề xuất trong tuần.")
    page.get_by_role("button", name="Bút phê và chuyển").click()
    page.get_by_role("link", name="Chọn người chủ trì.").click()
    assert page.get_by_label("Ý kiến chỉ đạo").input_value() == "Nghiên cứu, đề xuất trong tuần."


@pytest.mark.parametrize("script", [pytest.param(True, marks=pytest.mark.both_hosts), False])
def test_the_issued_paper_taken_from_the_archive_bears_two_valid_signatures(
    office: Served, tmp_path: Path, script: bool
) -> None:
    paper = _issued(office, tmp_path, script)
    pdfsig = shutil.which("pdfsig")
    if pdfsig is None:
        pytest.skip("pdfsig is not installed")
    said = subprocess.run(
        [pdfsig, str(paper)], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}, check=False
    )
    assert said.stdout.count("Signature is Valid") == 2, said.stdout


@pytest.mark.parametrize("script", [True, False])
def test_the_check_page_tells_the_sound_paper_from_the_altered_one(
    office: Served, tmp_path: Path, script: bool
) -> None:
    paper = _issued(office, tmp_path, script)
    sound = _checked(office, paper, script)
    assert sound.locator("#ket-qua").is_visible()
    assert sound.locator("section.panel .state.ok").count() == 3
    assert "Nguyễn Văn An" in sound.inner_text("section.panel")
    altered = tmp_path / "da-sua.pdf"
    content = bytearray(paper.read_bytes())
    at = content.index(b"stream\n") + 40
    content[at] ^= 1
    altered.write_bytes(content)
    page = _checked(office, altered, script)
    assert page.locator("section.panel .state.ok").count() == 0
    assert page.locator("section.panel .state.late").first.inner_text().strip() == "Không hợp lệ"


def test_what_is_no_pdf_is_refused_in_a_sentence(office: Served, tmp_path: Path) -> None:
    letter = tmp_path / "thu.pdf"
    letter.write_text("Kính gửi", encoding="utf-8")
    page = _checked(office, letter, script=True)
    assert "PDF" in page.locator("[role=alert]").inner_text()


@pytest.mark.both_hosts
def test_the_clerk_seals_what_is_numbered_and_both_signatures_are_told(office: Served) -> None:
    page = office.desk("lan", "/dong-dau", script=False)
    page.locator("table", has_text="Tình trạng").locator("[data-open]").click()
    page.get_by_role("button", name="Đóng dấu").click()
    assert "cả hai chữ ký đã được kiểm tra" in page.inner_text("main")
    assert page.locator(".strip .ok").count() == 2
    page.goto(office.address + "/dong-dau")
    assert "Không có văn bản chờ đóng dấu" in page.inner_text("main")


def test_no_barrier_stands_at_the_seal_desk(office: Served) -> None:
    sealed = office.desk("lan", "/dong-dau").locator("a[data-open]").last.get_attribute("href")
    assert looked_at(office, "lan", ["/dong-dau", sealed or ""]) == {}


def _choose(page: Page, field: str, words: str) -> None:
    value = page.locator(f"#f-{field} option", has_text=words).first.get_attribute("value")
    page.locator(f"#f-{field}").select_option(value)


def _issued(office: Served, folder: Path, script: bool) -> Path:
    page = office.desk("son", "/tim?q=UBND-VX&chieu=outgoing", script=script)
    page.locator(".find .title").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải về").first.click()
    target = folder / "van-ban.pdf"
    download.value.save_as(target)
    return target


def _checked(office: Served, paper: Path, script: bool) -> Page:
    page = office.desk("thao", "/kiem-tra-chu-ky", script=script)
    page.get_by_label("Tệp PDF").set_input_files(paper)
    page.get_by_role("button", name="Kiểm tra").click()
    return page
