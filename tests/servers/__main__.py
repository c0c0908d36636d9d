"""`python -m tests.servers start [NAME…] | stop [NAME…] | kill NAME… | status | settings OFFICE`."""

import os
import shlex
import sys
from pathlib import Path

from tests.servers.fetching import Missing
from tests.servers.fleet import SERVERS, USUAL, Fleet
from tests.servers.processes import is_alive
from tests.servers.server import NotReady
from tests.servers.settings import settings_of

_WORDS = {"start", "stop", "kill", "status"}


def main(arguments: list[str]) -> int:
    """The exit code: 1 when a server does not start or, in CI, cannot; 2 for a wrong word."""
    word, names = (arguments or [""])[0], arguments[1:]
    if word == "settings" and len(names) == 1:
        return _settings(names[0])
    if word not in _WORDS or not set(names) <= set(SERVERS) or (word == "kill" and not names):
        print(f"{__doc__} NAME is one of {', '.join(SERVERS)}", file=sys.stderr)
        return 2
    fleet = Fleet()
    match word:
        case "start":
            return _start(fleet, names or USUAL)
        case "stop":
            fleet.stop(names or list(SERVERS))
        case "kill":
            for name in names:
                fleet.kill(name)
    _status(fleet)
    return 0


def _start(fleet: Fleet, names: list[str]) -> int:
    code = 0
    for name, outcome in fleet.start(names).items():
        match outcome:
            case Missing():
                print(f"{name:21} not started: this machine lacks {outcome}")
                code = code or (1 if os.environ.get("CI") else 0)
            case NotReady():
                print(f"{name:21} {outcome}", file=sys.stderr)
                code = 1
            case _:
                print(f"{name:21} {outcome.url}")
    return code


def _settings(office: str) -> int:
    home = Path("build", "offices", office).absolute()
    for name, value in settings_of(office, home).items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def _status(fleet: Fleet) -> None:
    for name, entry in fleet.state.entries().items():
        pids = [process.pid for process in entry.processes if is_alive(process)]
        print(f"{name:21} {entry.url} {'process ' + ' '.join(map(str, pids)) if pids else 'not running'}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
