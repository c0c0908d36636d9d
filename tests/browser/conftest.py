"""One Chromium and one made office a run; every module that asks for `office` gets a fresh copy of it, served.

Embedded all tests run; deployed those marked `both_hosts`, or with VANTHU_TEST_HOSTS=both all of them.
"""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.hosts import BrowserHost, Deployed, Embedded, Prepare, deployed
from tests.browser.office import Served
from tests.hosts import DEPLOYED, EMBEDDED, HOSTS

_TOLD = os.environ.get("VANTHU_TEST_HOSTS", "")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line("markers", "both_hosts: what it shows depends on the host, so it always runs in both")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not to run in its host."""
    left_out = [item for item in items if not _wanted(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _wanted(item: pytest.Item) -> bool:
    host = item.callspec.params.get("host") if isinstance(item, pytest.Function) and hasattr(item, "callspec") else None
    if host == EMBEDDED:
        return _TOLD != DEPLOYED
    if host == DEPLOYED and not _TOLD:
        return item.get_closest_marker("both_hosts") is not None
    return host is None or _TOLD in ("both", DEPLOYED)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no chromium on this machine")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=path, args=list(_QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _embedded(tmp_path_factory: pytest.TempPathFactory) -> Embedded:
    return Embedded(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="session")
def _deployed() -> Iterator[Deployed]:
    with deployed() as host:
        yield host


@pytest.fixture(scope="module", params=HOSTS)
def host(request: pytest.FixtureRequest) -> BrowserHost:
    """One host after the other."""
    found: BrowserHost = request.getfixturevalue(f"_{request.param}")
    return found


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    """What a module wants done in its office before anybody comes in: nothing, unless it says otherwise."""
    return lambda settings: None


@pytest.fixture(scope="module")
def office(
    host: BrowserHost, prepare: Prepare, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The office as it was made, served for one module."""
    with host.fresh(tmp_path_factory.mktemp("served"), prepare) as (address, settings):
        yield Served(address, settings, chromium)


@pytest.fixture(autouse=True)
def _windows_closed(chromium: Browser) -> Iterator[None]:
    """No test leaves its windows open: they would slow down all that follow."""
    yield
    for context in chromium.contexts:
        context.close()
