"""The house stands as it was drawn: rooms, contracts, sizes, words."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = ("directory", "intake", "signing", "archive", "search")
ROOMS = ("domain", "ports", "handlers", "tables", "store", "views", "api", "pages", "wiring", "service")


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_same_rooms(service: str) -> None:
    home = ROOT / "services" / service

    found = {room for room in ROOMS if (home / f"{room}.py").exists() or (home / room / "__init__.py").exists()}

    assert found == set(ROOMS)
    assert list((home / "migrations" / "versions").glob("0001_*.py"))


def test_import_contracts_hold_without_exceptions() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

    ran = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)

    assert ran.returncode == 0, ran.stdout
    assert not [each["name"] for each in contracts if each.get("ignore_imports")]


def test_files_and_functions_stay_small() -> None:
    ran = subprocess.run([sys.executable, "scripts/sizes.py"], cwd=ROOT, capture_output=True, text=True)

    assert ran.returncode == 0, ran.stdout


def test_no_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}

    assert not [path for path in (ROOT / "services").rglob("*.py") if path.stem in drawers]


def test_only_loops_of_hosts_catch_everything() -> None:
    hosts = {"services/backends/bus/hearing.py", "services/backends/loop.py"}
    hosts |= {f"services/backends/bus/rabbit/{each}.py" for each in ("hosting", "reader", "relay")}

    catching = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "services").rglob("*.py")
        if "except Exception" in path.read_text(encoding="utf-8")
    }

    assert catching <= hosts | {"services/backends/worker.py", "services/web/problems.py", "services/web/guard.py"}


def test_the_readme_can_be_read_in_one_sitting() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150
