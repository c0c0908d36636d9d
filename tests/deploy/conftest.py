"""The deployment as its programs understand it, made once for the folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI

from services.backends.settings import Settings
from services.embedded import wire
from tests.deploy.tools import CHART, COMPOSE, DEPLOY, debian, helm, said

_BY_HAND = ("--profile", "backup", "--profile", "restore")


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of secrets, as `secrets.sh` makes it."""
    home = tmp_path_factory.mktemp("deploy")
    for name in ("secrets.sh", "compose.yaml", "proxy.conf"):
        shutil.copy(DEPLOY / name, home)
    said("sh", str(home / "secrets.sh"), where=home)
    return home / "secrets"


@pytest.fixture(scope="session")
def composed(kept: Path) -> dict[str, Any]:
    """The compose file with everything filled in."""
    program = debian(COMPOSE)
    return dict(
        yaml.safe_load(said(program, "-f", str(kept.parent / "compose.yaml"), *_BY_HAND, "config", where=kept.parent))
    )


@pytest.fixture(scope="session")
def rendered() -> list[dict[str, Any]]:
    """The chart's documents as a cluster would be given them."""
    backup = "backup.enabled=true,backup.existingClaim=backups"
    printed = said(helm(), "template", "office", str(CHART), "--kube-version", "1.33.0", "--set", backup)
    return [each for each in yaml.safe_load_all(printed) if each]


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The application of all desks, over an empty office."""
    home = tmp_path_factory.mktemp("home")
    host = wire(Settings.read({"VANTHU_HOME": str(home), "VANTHU_DEMO": "1", "VANTHU_WORKERS": "1"}))
    try:
        yield host.desks()
    finally:
        host.close()
