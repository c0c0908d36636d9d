"""A demo that was interrupted on servers says how to come to a whole one; other people's data are left to them."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.backends.settings import Settings
from services.cli.demo.office import TOOL
from services.cli.demo.people import OFFICE
from services.kernel.people import Organisation
from tests.backups import say, within


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A demo whose databases lie apart from its home, as those of a server do."""
    (tmp_path / "server").mkdir()
    told = {"VANTHU_HOME": str(tmp_path / "home"), "VANTHU_DEMO": "1", "VANTHU_WORKERS": "1"}
    return Settings.read({**told, "VANTHU_DATABASE": f"sqlite:///{tmp_path}/server/{{service}}.db"})


def killed_while_making(settings: Settings, office: Organisation) -> None:
    """What is there of an office whose making ended after its first rows."""
    beside = settings.at(settings.home.with_name("home.making"))
    within(beside, lambda host: host.directory.offices.describe(TOOL, office))


def test_every_further_run_names_the_cure_of_an_interrupted_one(settings: Settings) -> None:
    killed_while_making(settings, OFFICE)

    for said in (say(settings, "demo"), say(settings, "demo")):
        assert said.refused == "demo-unfinished"
        assert said.refusal is not None
        assert "docker compose -f deploy/compose.yaml down --volumes" in said.refusal.next
    assert not settings.home.exists()


def test_nobody_is_told_to_empty_the_servers_of_another_office(settings: Settings) -> None:
    killed_while_making(settings, replace(OFFICE, name="Sở Tư pháp"))

    assert say(settings, "demo").refused == "home-in-use"


def test_an_office_that_was_not_being_made_here_is_not_taken_for_an_interrupted_demo(settings: Settings) -> None:
    within(
        settings.at(settings.home.with_name("other")),
        lambda host: host.directory.offices.describe(TOOL, OFFICE),
    )

    assert [say(settings, "demo").refused for _ in range(2)] == ["home-in-use"] * 2
