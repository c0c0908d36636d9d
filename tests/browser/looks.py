"""What every page of every desk is held to: no barrier for those who use it otherwise, no sideways scrolling."""

from collections.abc import Iterable

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.office import DESKTOP, PHONE, Served

# All else that is found out, page by page, is much and nobody reads it.
_RUN = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


def barriers(page: Page) -> list[str]:
    """What axe objects to on the open page, and whether it is wider than the window."""
    page.evaluate(AXE_SCRIPT)
    return _barriers(page)


def _barriers(page: Page) -> list[str]:
    found = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in page.evaluate(_RUN)]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, *([f"{wide} px too wide"] if wide > 0 else [])]


def looked_at(office: Served, account: str, paths: Iterable[str]) -> dict[str, list[str]]:
    """The barriers by path, of one person's pages, as wide as a desk's window and as a phone; each must answer well."""
    context = office.context(account)
    page, found = context.new_page(), {}
    for path in paths:
        answer = page.goto(office.address + path)
        assert answer is not None, path
        assert answer.status < 400, f"{path}: {answer.status}"
        page.evaluate(AXE_SCRIPT)
        for wide, high in ((PHONE, 844), (DESKTOP, 800)):
            page.set_viewport_size({"width": wide, "height": high})
            if wrong := _barriers(page):
                found[f"{path} {wide} px"] = wrong
    context.close()
    return found
