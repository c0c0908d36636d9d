"""The European reference validator, asked by tests: one warm process for all the questions of a session."""

import json
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from tests.oracle.programs import install, java, judge_classes, skip_without
from tests.servers.fetching import Missing

_SMALL = ("-Xms32m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_PATIENCE = 120.0


@dataclass(frozen=True)
class Said:
    """What the judge says of one file: `clean` is what may be relied on, an indication alone is not."""

    clean: bool
    error: str
    signatures: tuple[dict[str, Any], ...]
    timestamps: tuple[dict[str, Any], ...]

    @property
    def levels(self) -> list[str]:
        """The baseline level of each signature."""
        return [one["level"] for one in self.signatures]

    @property
    def words(self) -> str:
        """One line for a table."""
        if self.error:
            return "error"
        words = [" ".join(filter(None, (one["indication"], one["subindication"]))) for one in self.signatures]
        return "; ".join(dict.fromkeys(words)) or "no signature"


class Judge:
    """The running validator."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def judge(self, path: Path) -> Said:
        """Its verdict on a PDF; a judge that says nothing for two minutes is ended."""
        assert self._process.stdin
        assert self._process.stdout
        watch = Timer(_PATIENCE, self._process.kill)
        watch.start()
        try:
            self._process.stdin.write(f"{path}\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        finally:
            watch.cancel()
        if not line:
            raise AssertionError(f"the judge ended over {path}")
        said = json.loads(line)
        return Said(said["clean"], said.get("error", ""), tuple(said["signatures"]), tuple(said["timestamps"]))


@contextmanager
def judging(roots: Iterable[Path], others: Iterable[Path] = (), lists: Iterable[Path] = ()) -> Iterator[Judge]:
    """A judge who trusts these roots, knows these certificates and revocation lists, and fetches nothing.

    The test is skipped where the machine lacks Java or Maven.
    """
    install()
    try:
        command = [java(), *_SMALL, "-cp", judge_classes(), "Judge"]
    except Missing as missing:
        skip_without(missing)
    for kind, files in (("root", roots), ("other", others), ("list", lists)):
        command += [f"{kind}={file}" for file in files]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Judge(process)
    finally:
        process.kill()
        process.wait()
