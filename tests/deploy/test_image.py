"""The image: small rights, whole contents, and a health check that tells the truth."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry

from services.backends.beacon import Beacon
from tests.deploy.tools import DEPLOY, ROOT, beside_python, said

WRITTEN = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
ORDERS = re.sub(r"\\\n", " ", WRITTEN).splitlines()


def orders(word: str) -> list[str]:
    return [line.removeprefix(word).strip() for line in ORDERS if line.startswith(f"{word} ")]


def test_the_linter_of_dockerfiles_is_content() -> None:
    said(beside_python("hadolint"), "--failure-threshold", "style", str(DEPLOY / "Dockerfile"))


def test_it_runs_as_a_numbered_account_without_rights_and_every_process_is_a_word_of_vanthu() -> None:
    user, group = orders("USER")[-1].split(":")

    assert user.isdecimal()
    assert group.isdecimal()
    assert "0" not in (user, group)
    assert orders("ENTRYPOINT") == ['["vanthu"]']


def test_what_it_is_made_from_is_pinned() -> None:
    assert all(re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+( AS build)?", each) for each in orders("FROM"))
    installs = re.findall(r"pip install [^&]*", "\n".join(orders("RUN")))
    assert all("--require-hashes" in each or "--no-deps" in each for each in installs)


def test_only_what_it_is_made_of_can_get_into_it() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = {name for each in orders("COPY") if not each.startswith("--from") for name in each.split()[:-1]}

    assert lines[1] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == copied


def test_what_is_installed_is_whole(tmp_path: Path) -> None:
    listed = said("git", "ls-files", "-co", "--exclude-standard", "services", "pyproject.toml", "README.md").split("\n")
    files = [name for name in listed if name and (ROOT / name).exists()]
    for name in files:
        (tmp_path / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / "source" / name)
    said(
        *(sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "-q", "--no-deps"),
        *("--no-build-isolation", "-w", str(tmp_path), str(tmp_path / "source")),
    )

    (wheel,) = tmp_path.glob("*.whl")
    assert {name for name in files if name.startswith("services/")} <= set(zipfile.ZipFile(wheel).namelist())


def test_the_health_check_tells_a_living_process_from_one_that_is_gone() -> None:
    (order,) = (line for line in ORDERS if line.startswith("HEALTHCHECK"))
    _, program, asked = json.loads(order.partition("CMD")[2])
    beacon = Beacon(("127.0.0.1", 0), {}, CollectorRegistry())
    beacon.start()

    def is_well(**settings: str) -> bool:
        ran = subprocess.run([sys.executable, program, asked], env={**os.environ, **settings}, capture_output=True)
        return ran.returncode == 0

    port = str(beacon.port)
    assert is_well(VANTHU_PORT=port)
    assert is_well(VANTHU_PULSE_PORT=port, VANTHU_PORT="1")
    beacon.stop()
    assert not is_well(VANTHU_PORT=port)


def test_the_programs_that_back_postgresql_up_are_those_of_the_server_in_compose(composed: dict[str, Any]) -> None:
    (client,) = set(re.findall(r"postgresql-client-(\d+)", WRITTEN))
    server = composed["services"]["postgres"]["image"]

    assert re.match(rf"postgres:{client}\.", server), "an older pg_dump refuses a newer server"
