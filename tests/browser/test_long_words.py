"""One long word typed somewhere leaves every page as wide as the window."""

from dataclasses import replace

import pytest

from services.backends.demo.texts import INCOMING, Plan, dispatches
from services.backends.settings import Settings
from services.cli.demo.office import found
from services.cli.demo.people import OFFICE
from services.cli.demo.work import Work, printed
from services.kernel.clock import office_day
from services.kernel.people import Role
from tests.browser.hosts import Prepare
from tests.browser.office import DESKTOP, PHONE, Served
from tests.hosts import at_work

LONG = "Ư" * 300


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    """A document whose sender and subject are one long word each."""
    return _register_long


def _register_long(settings: Settings) -> None:
    with at_work(settings) as (host, wait):
        people = found(host)
        leaders = [(person.name, person.position) for person in people.having(Role.LEADER)]
        units = tuple(unit.abbreviation for unit in host.shared.directory.units())
        plan = Plan(OFFICE, leaders, units, office_day(host.shared.clock.now()), 60, seed=19)
        arriving = next(one for one in dispatches(plan) if one.direction == INCOMING)
        long = replace(arriving, letter=replace(arriving.letter, issuer=LONG, subject=LONG))
        document = Work(host, people, wait).register(long, printed(arriving))
        wait(lambda: host.archive.views.items.of_document(people["son"], document.id))


@pytest.mark.parametrize("wide", [DESKTOP, PHONE])
def test_a_word_of_three_hundred_letters_does_not_widen_a_page(office: Served, wide: int) -> None:
    page = office.desk("lan", "/van-ban-den", wide=wide)
    shown = page.locator("tr", has_text=LONG).locator("[data-open]").first.get_attribute("href")
    widths = {}
    for path in ("/van-ban-den", "/van-ban-den/cho-trinh", str(shown), f"{shown}?muc=ho-so", "/tim?q=Ư", "/kho"):
        page.goto(office.address + path)
        widths[path] = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert {path: over for path, over in widths.items() if over > 0} == {}
