"""One Chromium and one made office a run; every module that asks for `office` gets a fresh copy of it, served."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.office import Served, copy, make, serving

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


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
def made_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a small office, to be copied and never served itself."""
    home = tmp_path_factory.mktemp("made") / "home"
    make(home)
    return home


@pytest.fixture(scope="module")
def office(made_office: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The office served for one module."""
    home = copy(made_office, tmp_path_factory.mktemp("served") / "home")
    with serving(home) as address:
        yield Served(address, home, chromium)


@pytest.fixture(autouse=True)
def _windows_closed(chromium: Browser) -> Iterator[None]:
    """No test leaves its windows open: they would slow down all that follow."""
    yield
    for context in chromium.contexts:
        context.close()
