"""Processes known by id and time of start: an id given to somebody else meanwhile is never mistaken for ours."""

import contextlib
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Kept so that a child that ends is reaped while we live; process 1 of a container may reap nobody.
_CHILDREN: list["subprocess.Popen[bytes]"] = []


@dataclass(frozen=True, slots=True)
class Process:
    """One process of this machine; `started` counts clock ticks since the machine did."""

    pid: int
    started: int


@dataclass(frozen=True, slots=True)
class Orders:
    """How to run a daemon: under which account (ignored unless root gives them), where, and with which variables."""

    account: str
    folder: Path
    environment: dict[str, str]


def launch(command: list[str], orders: Orders, log: Path) -> Process:
    """Start a daemon in a session of its own; it reads nothing and writes to `log` only."""
    with log.open("ab") as written:
        child = subprocess.Popen(
            command,
            cwd=orders.folder,
            env=_environment(orders),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,
            **_identity(orders.account),
        )
    _CHILDREN.append(child)
    return Process(child.pid, launch_time(child.pid))


def run(command: list[str], orders: Orders, log: Path, given: str = "") -> None:
    """Run a tool to its end with `given` as its input; `CalledProcessError` if it fails."""
    with log.open("ab") as written:
        subprocess.run(
            command,
            cwd=orders.folder,
            env=_environment(orders),
            input=given.encode(),
            stdout=written,
            stderr=written,
            check=True,
            **_identity(orders.account),
        )


def give(path: Path, account: str) -> None:
    """Make the account the owner of a file or folder."""
    if os.geteuid() == 0:
        entry = pwd.getpwnam(account)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def launch_time(pid: int) -> int:
    """When the living process with this id was started; 0 if there is none."""
    process = _living(pid)
    return process.started if process else 0


def is_alive(process: Process) -> bool:
    """Whether it still runs; a zombie does not."""
    return _living(process.pid) == process


def tree(roots: Iterable[Process]) -> set[Process]:
    """The living among these processes and all that descend from them."""
    children: dict[int, list[int]] = {}
    for pid, fields in _everybody():
        children.setdefault(int(fields[1]), []).append(pid)
    found: set[Process] = set()
    waiting = [root for root in roots if is_alive(root)]
    while waiting:
        found.add(each := waiting.pop())
        waiting += [child for pid in children.get(each.pid, []) if (child := _living(pid)) and child not in found]
    return found


def working_in(folder: Path) -> set[Process]:
    """The living whose current folder this is."""
    found = set()
    for pid, _ in _everybody():
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/cwd").readlink() == folder and (process := _living(pid)):
                found.add(process)
    return found


def children(pid: int) -> set[int]:
    """The ids of the living whose parent this is."""
    return {each for each, fields in _everybody() if fields[1] == str(pid) and _living(each)}


def parent(pid: int) -> int:
    """The id of whoever started a process, or looks after it since; 0 if there is none."""
    fields = _fields(pid)
    return int(fields[1]) if fields else 0


def words(pid: int) -> list[str]:
    """The command of a process; empty if there is none."""
    return _kept(pid, "cmdline").decode(errors="replace").split("\0")


def told(variable: bytes) -> set[Process]:
    """The living that were started with this `NAME=value` in their environment."""
    found = {pid for pid, _ in _everybody() if variable in _kept(pid, "environ").split(b"\0")}
    return {process for pid in found if (process := _living(pid))}


def end(roots: Iterable[Process], polite: signal.Signals, patience: float = 30.0) -> None:
    """Ask the roots to end, then kill what is left of them and of their descendants."""
    roots = list(roots)
    doomed = tree(roots)
    for root in roots:
        _send(root, polite)
    if not _gone(doomed, patience):
        kill(doomed)


def kill(roots: Iterable[Process]) -> None:
    """SIGKILL for these and all that descend from them; returns when they are gone."""
    roots = list(roots)
    doomed = tree(roots)
    for process in [*roots, *doomed]:
        _send(process, signal.SIGKILL)
    if not _gone(doomed, 10.0):
        raise TimeoutError(f"survived SIGKILL: {sorted(each.pid for each in doomed if is_alive(each))}")


def _gone(processes: set[Process], patience: float) -> bool:
    deadline = time.monotonic() + patience
    while any(is_alive(each) for each in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
        for child in _CHILDREN:
            child.poll()
    return True


def _send(process: Process, number: signal.Signals) -> None:
    # The handle is taken before the look: between look and signal the id cannot pass to somebody else.
    with contextlib.suppress(ProcessLookupError):
        handle = os.pidfd_open(process.pid)
        try:
            if is_alive(process):
                signal.pidfd_send_signal(handle, number)
        finally:
            os.close(handle)


def _living(pid: int) -> Process | None:
    fields = _fields(pid)
    return Process(pid, int(fields[19])) if fields and (fields[0] not in "ZX" or _has_threads(pid)) else None


def _has_threads(pid: int) -> bool:
    """Whether threads outlive the first one: only with the last of them a killed server lets go of its ports."""
    try:
        return len(os.listdir(f"/proc/{pid}/task")) > 1
    except OSError:
        return False


def _everybody() -> list[tuple[int, list[str]]]:
    pids = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]
    return [(pid, fields) for pid in pids if (fields := _fields(pid))]


def _fields(pid: int) -> list[str]:
    """Of /proc/PID/stat, from the state on: what stands before may hold spaces and brackets."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _kept(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def _environment(orders: Orders) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **orders.environment}


def _identity(account: str) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(account)
    groups = os.getgrouplist(account, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": groups}
