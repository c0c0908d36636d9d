"""A small office made once, copied for each test: the demo's people, keys and registers, and a key for each person."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from services.backends.settings import Settings
from services.directory.domain.tokens import TokenOrder
from services.embedded import opened
from services.kernel.clock import SystemClock
from tests.offices import set_up

_SCOPES = frozenset({"*:read", "*:write"})


@dataclass(frozen=True)
class SmallOffice:
    """Where the office lives, what each account's programs show at the door, and who each account is."""

    home: Path
    tokens: Mapping[str, str]
    ids: Mapping[str, str]

    @property
    def settings(self) -> Settings:
        """What a host of this office is wired with."""
        return Settings.read(self.environment())

    def environment(self, port: int = 8080) -> dict[str, str]:
        """The same as a process reads it."""
        return {"VANTHU_HOME": str(self.home), "VANTHU_DEMO": "1", "VANTHU_PORT": str(port), "VANTHU_WORKERS": "2"}


def small_office(folder: Path) -> SmallOffice:
    """A fresh copy of the office in an empty folder."""
    made = _made()
    home = folder / "home"
    shutil.copytree(made.home, home)
    return replace(made, home=home)


@cache
def _made() -> SmallOffice:
    empty = SmallOffice(Path(mkdtemp(prefix="vanthu-office-")) / "home", {}, {})
    return peopled(empty)


def peopled(empty: SmallOffice) -> SmallOffice:
    """The office with its people, registers and keys, set up where nothing is yet."""
    with opened(empty.settings) as host:
        people = set_up(host, SystemClock().today()).people
        order = TokenOrder("thử", _SCOPES)
        tokens = {name: host.directory.tokens.give("thử", person, order)[1] for name, person in people.items()}
    return replace(empty, tokens=tokens, ids={name: person.id for name, person in people.items()})
