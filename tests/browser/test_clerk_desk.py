"""The clerk's desk in a real browser."""

from tests.browser.office import Served


def test_the_clerk_comes_in_and_sees_what_waits(office: Served) -> None:
    page = office.desk("lan")
    assert page.locator("h1").inner_text() == "Chào Trần Thị Lan"
    assert page.locator(".tile", has_text="Chờ vào sổ").locator("strong").inner_text() == "3"
