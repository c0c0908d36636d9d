"""Makes the pictures of the README anew from a served demo: `python scripts/pictures.py http://127.0.0.1:8080`."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parents[1] / "docs" / "images"
PASSWORD = "Thanh.Binh.99"  # noqa: S105 - the demo's, printed at every start
DESK, PHONE = (1280, 800), (390, 844)


def main(address: str) -> None:
    """Take the three pictures."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = _desk(browser, address, "lan", DESK)
        _first(page, address, "/van-ban-den/cho")
        _shoot(page, "register")
        page = _desk(browser, address, "son", DESK)
        page.goto(f"{address}/tim?q=chuyen+doi+so")
        _shoot(page, "search")
        page = _desk(browser, address, "an", PHONE)
        _first(page, address, "/so-ky")
        _shoot(page, "signature-book")
        browser.close()


def _desk(browser: Browser, address: str, account: str, size: tuple[int, int]) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(f"{address}/dang-nhap")
    page.fill("[name=account]", account)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    return page


def _first(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    page.locator("[data-open]").first.click()


def _shoot(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
