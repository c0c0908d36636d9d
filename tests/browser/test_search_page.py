"""The search page in a real browser: by keyboard, without script, on a phone."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from services.web import cookies
from services.web.app import build
from services.web.contribution import WebParts
from tests.browser.looks import barriers
from tests.unit.search_office import close, deposited, filed, search_office
from tests.unit.test_search_http import OpenDoor


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An office with thirty documents, served."""
    office = search_office(Path(tmp_path_factory.mktemp("search")))
    for at in range(30):
        kind = ("cong_van", "Công văn") if at % 2 else ("quyet_dinh", "Quyết định")
        office.register(
            f"d{at:02d}",
            "Giao Sở Tài chính bố trí kinh phí thực hiện.",
            number=at + 1,
            notation=f"{at + 1:02d}/QĐ-UBND",
            type_code=kind[0],
            type_name=kind[1],
        )
    office.tell(deposited("d29"), filed("d29", 1, "Hồ sơ chuyển đổi số"))
    app = build(WebParts([office.parts.contribution], OpenDoor(), lambda: "Văn phòng", clock=office.shared.clock))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
    close(office)


def at_desk(chromium: Browser, site: str, path: str, wide: int = 1400, script: bool = True) -> Page:
    """A page of the clerk's browser."""
    context = chromium.new_context(viewport={"width": wide, "height": 900}, java_script_enabled=script)
    context.add_cookies([{"name": cookies.SESSION, "value": "lan", "url": site}])
    page = context.new_page()
    page.goto(site + path)
    return page


def test_the_keyboard_finds_walks_and_looks_without_leaving_the_list(chromium: Browser, site: str) -> None:
    page = at_desk(chromium, site, "/tim")
    page.keyboard.press("/")
    page.keyboard.type("kinh phi")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=kinh*")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.locator(".finds-preview article").wait_for()
    first = page.locator(".finds-preview h2").inner_text()
    page.keyboard.press("j")
    page.wait_for_function("was => document.querySelector('.finds-preview h2').innerText !== was", arg=first)
    assert page.locator(".finds-preview mark").first.inner_text() == "kinh phí"
    assert "/tim?" in page.url


@pytest.mark.parametrize("wide", [1400, 390])
def test_no_barrier_is_found(chromium: Browser, site: str, wide: int) -> None:
    for path in ("/tim?q=kinh+phi&loai=cong_van", "/tim?q=khong+co+gi+ca", "/tim/xem/d29?q=kinh+phi"):
        page = at_desk(chromium, site, path, wide)
        assert barriers(page) == [], path


def test_without_script_every_step_is_a_link(chromium: Browser, site: str) -> None:
    page = at_desk(chromium, site, "/tim?q=kinh+phi", script=False)
    page.get_by_role("link", name="Công văn 15").click()
    assert page.locator(".find").count() == 15
    page.get_by_role("link", name="Bỏ lọc Loại văn bản: Công văn").click()
    page.get_by_role("link", name="Trang sau").click()
    assert page.locator(".find").count() == 10
    page.locator("a.look").first.click()
    assert page.locator("article mark").first.inner_text() == "kinh phí"
    page.locator(".crumbs a").click()
    assert page.locator(".find").count() == 10
