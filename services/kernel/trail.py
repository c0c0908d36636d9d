"""The audit as people read it: lines over all services, newest first, and whether the chains hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class TrailLine:
    """Who did what to which thing; `seq` is the link's place in the chain of `service`, `details` small JSON values."""

    service: str
    seq: int
    at: datetime
    who: str
    action: str
    subject: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class TrailAsk:
    """Which lines: of one service, one action, one thing, a person whose name contains `who`; empty asks for all.

    `before` is the cursor an earlier page gave: for each service the link before which to go on.
    """

    service: str = ""
    action: str = ""
    subject: str = ""
    who: str = ""
    before: Mapping[str, int] = field(default_factory=dict)
    size: int = 50


@dataclass(frozen=True)
class TrailPage:
    """Lines, newest first; `before` goes on behind the last, None at the end."""

    lines: tuple[TrailLine, ...]
    before: Mapping[str, int] | None


@dataclass(frozen=True)
class ChainState:
    """What walking a service's chain found: its links and the first broken one (0: none) with the reason."""

    service: str
    links: int
    broken: int
    reason: str
