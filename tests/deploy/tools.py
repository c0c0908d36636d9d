"""The programs that judge; a test whose program this machine lacks is skipped with one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.fetching import Missing, fetched, go_install
from tests.servers.packages import Package, install

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
CHART = DEPLOY / "helm" / "vanthu"
COMPOSE = Package("docker-compose", "/usr/bin/docker-compose")
PROMTOOL = Package("prometheus", "/usr/bin/promtool")
NGINX = Package("nginx-light", "/usr/sbin/nginx")
_HELM = "helm.sh/helm/v3/cmd/helm@v3.22.0"


def debian(package: Package) -> str:
    """The program of a Debian package; its daemon, if it has one, is not started."""
    install((COMPOSE, PROMTOOL, NGINX))
    try:
        return str(package.path())
    except Missing as missing:
        pytest.skip(f"this machine lacks {missing}")


def helm() -> str:
    """Built once for this machine, which takes about four minutes."""
    version = _HELM.rpartition("@")[2]
    try:
        return str(fetched(f"helm-{version}", lambda folder: go_install(_HELM, folder)) / "helm")
    except Missing as missing:
        pytest.skip(f"helm: this machine lacks {missing}")


def beside_python(name: str) -> str:
    """A program that a development dependency brings."""
    return str(Path(sys.executable).parent / name)


def run(*command: str, where: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a program that knows nothing of this machine's own VANTHU settings."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("VANTHU_", "COMPOSE_"))}
    return subprocess.run(command, cwd=where, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def said(*command: str, where: Path = ROOT) -> str:
    """What a program prints, if it is content."""
    ran = run(*command, where=where)
    assert ran.returncode == 0, f"{' '.join(command)}\n{ran.stdout}{ran.stderr}"
    return ran.stdout
