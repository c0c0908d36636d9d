"""What is fetched or built once for all checkouts of this machine."""

import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_GO = (1, 25)


class Missing(Exception):
    """What this machine lacks, named in a few words."""


def cache() -> Path:
    """The folder of fetched things: other accounts may enter it, and no third may have made it."""
    usual = Path("/var/tmp/vanthu-servers") if os.geteuid() == 0 else Path.home() / ".cache/vanthu-servers"
    folder = Path(os.environ.get("VANTHU_SERVER_CACHE") or usual).absolute()
    if not folder.exists():
        enterable(folder)
    if folder.lstat().st_uid not in {0, os.geteuid()}:
        raise Missing(f"a cache of its own: {folder} belongs to somebody else (VANTHU_SERVER_CACHE names another)")
    return folder


def enterable(folder: Path) -> None:
    """Make the folder, open to the servers' accounts whatever our mask is."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(folder.stat().st_mode | 0o755)  # one that is open to more, as /tmp is, stays so


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process or thread at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def fetched(name: str, fill: Callable[[Path], None]) -> Path:
    """The folder of that name in the cache; its stamp is written last, so that a broken fetch is begun anew."""
    folder = cache() / name
    stamp = folder / ".complete"
    if not stamp.exists():
        with locked(cache() / f"{name}.lock"):
            if not stamp.exists():
                shutil.rmtree(folder, ignore_errors=True)
                enterable(folder)
                fill(folder)
                stamp.touch()
    return folder


def tool(command: list[str], log: Path, **variables: str) -> None:
    """Run a fetching tool; `Missing` with its last line if it fails."""
    print(f"Fetching {log.parent.name} (once for this machine, some minutes) …", flush=True)
    with log.open("wb") as written:
        environment = {**os.environ, **variables}
        ended = subprocess.run(
            command, cwd=log.parent, stdin=subprocess.DEVNULL, stdout=written, stderr=written, env=environment
        )
    if ended.returncode:
        last = log.read_text(errors="replace").strip().splitlines()[-1:]
        raise Missing(f"what `{' '.join(command[:2])}` brings ({log}: {''.join(last)[:300]})")


def go_install(module: str, folder: Path) -> None:
    """Build a program from its pinned Go module into the folder."""
    if not (go := shutil.which("go")) or _go_version(go) < _GO:
        raise Missing(f"Go {'.'.join(map(str, _GO))} or newer")
    command = [go, "install", "-trimpath", "-ldflags", "-s -w", module]
    tool(command, folder / "build.log", GOBIN=str(folder), CGO_ENABLED="0", GOTOOLCHAIN="local")


def _go_version(go: str) -> tuple[int, ...]:
    said = subprocess.run([go, "version"], capture_output=True, text=True, env={**os.environ, "GOTOOLCHAIN": "local"})
    found = re.search(r"go(\d+)\.(\d+)", said.stdout)
    return (int(found[1]), int(found[2])) if found else (0,)
