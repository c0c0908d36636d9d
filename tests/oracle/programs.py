"""Java programs that judge our files, fetched once for all checkouts of this machine by Maven."""

import hashlib
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.servers import packages
from tests.servers.fetching import Missing, cache, fetched, tool
from tests.servers.packages import Package

_HERE = Path(__file__).parent
_DSS = "dss-6.4"
_VERAPDF = "1.28.2"
_JDK = Package("openjdk-17-jdk-headless", "/usr/lib/jvm/java-17-openjdk-*/bin/javac")
_MAVEN = Package("maven", "/usr/share/maven/bin/mvn")
_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1"


def java() -> str:
    """The Java that everything here runs on; `Missing` if it is not installed."""
    return str(_JDK.path().with_name("java"))


def judge_classes() -> str:
    """The class path of the judge of signatures, compiled anew when its source changes."""
    libraries = fetched(_DSS, _fetch_dss)
    source = _HERE / "Judge.java"
    mark = hashlib.sha256(source.read_bytes() + _DSS.encode()).hexdigest()[:12]

    def compile_judge(folder: Path) -> None:
        tool([str(_JDK.path()), "-d", ".", "-cp", f"{libraries}/*", str(source)], folder / "javac.log")

    return f"{fetched(f'judge-{mark}', compile_judge)}:{libraries}/*"


def verapdf() -> str:
    """The class path of the judge of PDF/A."""
    return f"{fetched(f'verapdf-{_VERAPDF}', _fetch_verapdf)}/*"


def fetch_all() -> None:
    """Bring everything, so that no test waits for it."""
    java()
    judge_classes()
    verapdf()


def install() -> None:
    """The Debian packages that fetching and judging take, where root may install them."""
    packages.install((_JDK,) if shutil.which("mvn") else (_JDK, _MAVEN))


def skip_without(missing: Missing) -> None:
    """Skip the test in one line; CI does not allow that."""
    pytest.skip(f"judge: this machine lacks {missing}")


def main() -> int:
    """Fetch the judges; in CI one that is missing is a failure."""
    install()
    try:
        fetch_all()
    except Missing as missing:
        print(f"judges                not fetched: this machine lacks {missing}", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    print("judges                EU DSS, veraPDF")
    return 0


def _fetch_dss(folder: Path) -> None:
    shutil.copy(_HERE / "pom.xml", folder)
    _maven(folder, f"{_PLUGIN}:copy-dependencies", f"-DoutputDirectory={folder}")


def _fetch_verapdf(folder: Path) -> None:
    artefact = f"org.verapdf.apps:greenfield-apps:{_VERAPDF}"
    _maven(folder, f"{_PLUGIN}:copy", f"-Dartifact={artefact}", f"-DoutputDirectory={folder}")


def _maven(folder: Path, *words: str) -> None:
    if not (maven := shutil.which("mvn")):
        raise Missing("Maven, or root to install it")
    # Beside the folder, not in it: what Maven needs for itself is ten times what is wanted of it.
    repository = cache() / f"maven-{folder.name}"
    tool([maven, "-q", "-B", f"-Dmaven.repo.local={repository}", *words], folder / "maven.log")
    shutil.rmtree(repository)
