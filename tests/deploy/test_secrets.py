"""Secrets are made at random, once, and are nowhere in clear text."""

import re
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.backends.settings import shown
from tests.deploy.tools import CHART, DEPLOY, helm, run, said

PASSWORD_IN_ADDRESS = re.compile(r"://[^/@\s\"']*:[^/@\s\"']+@")
TELLING = re.compile(r"PASS|SECRET|TOKEN|CREDENTIAL", re.IGNORECASE)


def made_in(home: Path) -> dict[str, str]:
    shutil.copy(DEPLOY / "secrets.sh", home)
    said("sh", str(home / "secrets.sh"), where=home)
    return {each.name: each.read_text() for each in (home / "secrets").iterdir()}


def variables(document: Any) -> dict[str, Any]:
    """Every name with a plain value below it, however deep: of settings, of environments, of anything."""
    found: dict[str, Any] = {}
    if isinstance(document, dict):
        if set(document) == {"name", "value"}:
            found[document["name"]] = document["value"]
        for name, value in document.items():
            found |= variables(value) if isinstance(value, dict | list) else {name: value}
    elif isinstance(document, list):
        for each in document:
            found |= variables(each)
    return found


def test_a_second_run_changes_nothing_and_another_office_gets_other_secrets(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    first = made_in(tmp_path / "one")

    assert made_in(tmp_path / "one") == first
    other = made_in(tmp_path / "other")
    assert set(other) == set(first)
    assert not [name for name in first if first[name] == other[name]]


def test_passwords_are_long_each_its_own_and_the_folder_is_closed(kept: Path) -> None:
    text = "\n".join(each.read_text() for each in kept.glob("[!t]*"))
    passwords = set(re.findall(r"\b[0-9a-f]{20,}\b", text))

    assert len(passwords) == 4 + 1 + 1 + 2 * 5  # of four servers, the keys, the reader, and two of each service
    assert min(map(len, passwords)) >= 48
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in kept.iterdir()} == {0o444}


def test_every_secret_of_the_compose_file_is_made(composed: dict[str, Any], kept: Path) -> None:
    files = {Path(each["file"]).name for each in composed["secrets"].values()}

    assert files <= {each.name for each in kept.iterdir()}


@pytest.mark.parametrize("host", ["compose", "chart"])
def test_no_secret_stands_in_what_is_handed_to_a_host(host: str, request: pytest.FixtureRequest) -> None:
    documents = request.getfixturevalue("composed" if host == "compose" else "rendered")

    assert not PASSWORD_IN_ADDRESS.search(yaml.safe_dump(documents))
    loud = {name: value for name, value in variables(documents).items() if TELLING.search(name)}
    told = {name: value for name, value in loud.items() if isinstance(value, str)}
    assert [name for name, value in told.items() if not value.startswith("/run/secrets/")] == []


def test_the_chart_makes_no_secret_and_has_no_place_for_one(rendered: list[dict[str, Any]]) -> None:
    assert not [each for each in rendered if each["kind"] == "Secret"]
    for attempt in (
        "databasePassword=x",
        "settings.bus=amqp://vanthu:password@rabbitmq/vanthu",
        "settings.more.VANTHU_DATABASE_INTAKE=postgresql://u:p@h/d",
        "settings.more.VANTHU_KEY_PASSPHRASE=x",
    ):
        refused = run(helm(), "template", "office", str(CHART), "--kube-version", "1.33.0", "--set", attempt)
        assert refused.returncode != 0, attempt
        assert "schema" in refused.stderr


def test_an_address_that_is_shown_to_people_has_no_password_left(kept: Path) -> None:
    addresses = [text for each in kept.iterdir() if "://" in (text := each.read_text())]

    assert len(addresses) == 2 + 1 + 2 * 5 + 2
    for address in [*addresses, "postgresql://role:with@and/and:inside@host/vanthu"]:
        assert re.fullmatch(r"[\w+]+://[\w-]+@[\w:]+/\w+", shown(address))
