"""Debian packages, installed where root may do it; their daemons are not started, for tests start their own."""

import glob
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.fetching import Missing, cache, locked

_POLICY = Path("/usr/sbin/policy-rc.d")


@dataclass(frozen=True, slots=True)
class Package:
    """A package and a file (or pattern) that is there when it is installed."""

    name: str
    proof: str

    def found(self) -> Path | None:
        """The file, if the package is installed."""
        return next((Path(each) for each in sorted(glob.glob(self.proof))), None)

    def path(self) -> Path:
        """The file; `Missing` with the package's name if it is not installed."""
        if not (found := self.found()):
            raise Missing(f"the Debian package {self.name}")
        return found


def install(packages: Iterable[Package]) -> None:
    """Install those not yet there, all in one go; does nothing where that is not possible."""
    wanted = list(packages)
    if all(each.found() for each in wanted) or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    with locked(cache() / "packages.lock"):
        names = sorted({each.name for each in wanted if not each.found()})
        if names:
            print(f"Installing {' '.join(names)} …", flush=True)
            with _no_daemons():
                _apt("update", "-q")
                _apt("install", "-y", "-q", "--no-install-recommends", *names)


def _apt(*words: str) -> None:
    with (cache() / "packages.log").open("ab") as log:
        command = ["apt-get", "-o", "DPkg::Lock::Timeout=300", *words]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=quiet, check=False)


@contextmanager
def _no_daemons() -> Iterator[None]:
    if _POLICY.exists():
        yield
        return
    _POLICY.write_text("#!/bin/sh\nexit 101\n")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink()
