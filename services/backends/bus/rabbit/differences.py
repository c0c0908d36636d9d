"""What the broker says when something stands there with other arguments, read and put into words."""

import re
from dataclasses import dataclass, replace

from services.backends.bus.rabbit.plan import Exchange, Queue

_SAID = re.compile(r"inequivalent arg '(?P<name>[^']*)' for .*?: received (?P<ours>.+?) but current is (?P<theirs>.+)")
_QUOTED = re.compile(r"'([^']*)'")


@dataclass(frozen=True)
class Difference:
    """One argument: what is asked for and what stands there; None where there is nothing."""

    name: str
    ours: str | None
    theirs: str | None

    @classmethod
    def read(cls, said: str) -> "Difference | None":
        """The broker names a value as `none`, `'20'` or `the value '20' of type 'signedint'`."""
        found = _SAID.search(said)
        return cls(found["name"], _value(found["ours"]), _value(found["theirs"])) if found else None

    def words(self) -> str:
        """For whoever must mend it."""
        return f"{self.name} đang là {_shown(self.theirs)}, cần {_shown(self.ours)}"

    def granted(self, asked: Exchange | Queue) -> Exchange | Queue | None:
        """The same thing asked for as it stands in this one argument; None for what every plan has alike."""
        if isinstance(asked, Exchange) and self.name == "type":
            return replace(asked, kind=self.theirs or "")
        if self.name not in asked.arguments and not self.name.startswith("x-"):
            return None
        arguments = {name: value for name, value in asked.arguments.items() if name != self.name}
        if self.theirs is not None:
            arguments[self.name] = int(self.theirs) if self.theirs.isdecimal() else self.theirs
        return replace(asked, arguments=arguments)


def _value(said: str) -> str | None:
    quoted = _QUOTED.search(said)
    return quoted[1] if quoted else None


def _shown(value: str | None) -> str:
    return "không có" if value is None else value
