"""The archivist's desk in a real browser: with and without script, on a phone, for everybody."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from services.archive.handlers.planning import AddPlanLine
from services.web import cookies
from services.web.app import build
from services.web.contribution import WebParts
from tests.unit.archive_office import HANH, ArchiveOffice, archive_office
from tests.unit.signing_office import decision_pdf
from tests.unit.test_archive_http import OpenDoor


@dataclass
class Site:
    """A served archive with twelve documents, one of them a real paper."""

    address: str
    office: ArchiveOffice
    paper: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    office = archive_office(tmp_path_factory.mktemp("archive"))
    paper = office.store_file(decision_pdf(), pages=1)
    items = office.deposit(office.incoming(1, files=(paper,)), *(office.incoming(n) for n in range(2, 13)))
    for title in ("Hồ sơ số hóa tài liệu", "Hồ sơ quản lý kho", "Hồ sơ khai thác"):
        office.parts.handlers.plan.add(HANH, AddPlanLine(2026, "", title, "20", "hanh"))
    parts = WebParts([office.parts.contribution], OpenDoor(), lambda: "Văn phòng", clock=office.clock)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(build(parts), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Site(f"http://127.0.0.1:{port}", office, items[0])
    server.should_exit = True
    thread.join()


def at_desk(chromium: Browser, site: Site, path: str, wide: int = 1280, script: bool = True) -> Page:
    """A page of the archivist's browser."""
    context = chromium.new_context(viewport={"width": wide, "height": 844}, java_script_enabled=script)
    context.add_cookies([{"name": cookies.SESSION, "value": "hanh", "url": site.address}])
    page = context.new_page()
    page.goto(site.address + path)
    return page


@pytest.mark.parametrize(("title", "script"), [("Hồ sơ số hóa tài liệu", True), ("Hồ sơ quản lý kho", False)])
def test_a_case_file_is_opened_from_the_plan_filled_and_ended(
    chromium: Browser, site: Site, title: str, script: bool
) -> None:
    page = at_desk(chromium, site, "/kho/danh-muc/2026", script=script)
    page.get_by_role("row", name=title).get_by_role("link", name="Mở hồ sơ").click()
    page.get_by_role("button", name="Mở hồ sơ").click()
    kept, stray = ("5/UBND-VX", "6/UBND-VX") if script else ("7/UBND-VX", "8/UBND-VX")
    page.get_by_label(f"Đến · {kept}").check()
    page.get_by_label(f"Đến · {stray}").check()
    page.get_by_role("button", name="Đưa vào hồ sơ").click()
    assert "Đã đưa 2 tài liệu vào hồ sơ." in page.inner_text("main")
    page.get_by_role("row", name=stray).get_by_role("button", name="Lấy ra").click()
    page.get_by_text("Kết thúc hồ sơ").first.click()
    page.get_by_role("button", name="Kết thúc hồ sơ").click()
    assert "Đã kết thúc hồ sơ: 1 tài liệu, 3 trang." in page.inner_text("main")
    page.get_by_role("row", name=kept).get_by_role("link").click()
    assert title in page.inner_text("main")


def test_the_tree_is_walked_by_keyboard_down_to_the_paper(chromium: Browser, site: Site) -> None:
    page = at_desk(chromium, site, "/kho")
    for _ in range(3):
        before = page.url
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, was=before: url != was)
    assert page.url.endswith(site.paper)
    image = page.locator(".viewer .sheets ol img").first
    page.wait_for_function("image => image.complete && image.naturalWidth > 500", arg=image.element_handle())
    assert "H99.01.2026.000001" in page.inner_text("main")
