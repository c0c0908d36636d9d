"""What a service brings to the shell, and the parts the shell is built from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from fastapi import APIRouter
from prometheus_client import CollectorRegistry
from starlette.middleware import Middleware

from services.kernel.clock import Clock, SystemClock
from services.kernel.people import Person, Role
from services.kernel.readiness import Ready
from services.web.ports import DeadLetters, SignIn, Trail

MB = 1024 * 1024


class DeskGroup(StrEnum):
    """The headings of the left column, in their order."""

    LEADER = "Bàn lãnh đạo"
    CLERICAL = "Bàn văn thư"
    MINE = "Việc của tôi"
    ARCHIVE = "Lưu trữ"
    ADMIN = "Quản trị"


_OWN_WORK = {
    Role.LEADER: DeskGroup.LEADER,
    Role.CLERK: DeskGroup.CLERICAL,
    Role.ARCHIVIST: DeskGroup.ARCHIVE,
    Role.ADMIN: DeskGroup.ADMIN,
    Role.AUDITOR: DeskGroup.ADMIN,
}


@dataclass(frozen=True)
class Desk:
    """One entry of the left column; `count` answers how many things wait there for a person (0 shows nothing).

    `roles` empty means everybody. `urgent` desks count into the bell. `icon` is one of `web.icons`. Under one heading
    desks stand by `place`, then as the services were named.
    """

    key: str
    label: str
    href: str
    group: DeskGroup
    roles: frozenset[Role] | set[Role] = frozenset()
    count: Callable[[Person], int] | None = None
    icon: str = "list"
    urgent: bool = True
    place: int = 0

    def open_to(self, person: Person) -> bool:
        """Whether this desk belongs to one of the person's roles."""
        return not self.roles or person.has(*self.roles)


@dataclass(frozen=True)
class Contribution:
    """One service's share of the application.

    `uploads` maps a regular expression over whole paths to the most bytes a body may have there, `open_uploads` too:
    there a large one may come from anybody.
    `styles` and `scripts` are appended to the one sheet and the one script.
    """

    name: str
    api: APIRouter | None = None
    pages: APIRouter | None = None
    templates: Path | None = None
    desks: Sequence[Desk] = ()
    uploads: Mapping[str, int] = field(default_factory=dict)
    open_uploads: Mapping[str, int] = field(default_factory=dict)
    styles: Sequence[Path] = ()
    scripts: Sequence[Path] = ()
    ready: Mapping[str, Ready] = field(default_factory=dict)


@dataclass(frozen=True)
class WebParts:
    """All the application is made of; `office` answers the organisation's name for the header.

    `secure_cookies` marks cookies Secure even when the proxy in front speaks plain HTTP to us. `layers` are laid inside
    the one that gives each request its id.
    """

    contributions: Sequence[Contribution]
    sign_in: SignIn
    office: Callable[[], str]
    dead_letters: DeadLetters | None = None
    trail: Trail | None = None
    ready: Mapping[str, Ready] = field(default_factory=dict)
    clock: Clock = field(default_factory=SystemClock)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    secure_cookies: bool = False
    layers: Sequence[Middleware] = ()

    def desks_of(self, person: Person) -> list[Desk]:
        """The desks open to a person, grouped in the order of the left column: the heading of their own work first."""
        own = next((group for role, group in _OWN_WORK.items() if person.has(role)), DeskGroup.MINE)
        order = sorted(DeskGroup, key=lambda group: group is not own)
        every = [desk for contribution in self.contributions for desk in contribution.desks if desk.open_to(person)]
        return sorted(every, key=lambda desk: (order.index(desk.group), desk.place))
