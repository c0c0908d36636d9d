"""What every page of every desk is held to: no barrier for those who use it otherwise, no sideways scrolling."""

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.office import Served


def barriers(page: Page) -> list[str]:
    """What axe objects to on the open page, and whether it is wider than the window."""
    found = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, *([f"{wide} px too wide"] if wide > 0 else [])]


def looked_at(office: Served, account: str, paths: Iterable[str], wide: int) -> dict[str, list[str]]:
    """The barriers by path, of one person's pages; every page must answer well."""
    context = office.context(account, wide=wide)
    page, found = context.new_page(), {}
    for path in paths:
        answer = page.goto(office.address + path)
        assert answer is not None, path
        assert answer.status < 400, f"{path}: {answer.status}"
        if wrong := barriers(page):
            found[path] = wrong
    context.close()
    return found
