"""What the shell needs from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from services.kernel.deadletter import DeadLetter
from services.kernel.people import Person
from services.kernel.trail import ChainState, TrailAsk, TrailPage


@dataclass(frozen=True)
class Signed:
    """Somebody known to be asking.

    `csrf` is the secret every form of a browser session repeats. `scopes` limits a token (`intake:read`, `*:write`);
    a session has none and may do all its person may. `renewed` is a fresh cookie value to hand out, if any.
    `must_change`: the password was given by somebody else, and nothing may be done before it is changed.
    """

    person: Person
    csrf: str = ""
    scopes: frozenset[str] = frozenset()
    renewed: str | None = None
    must_change: bool = False


class SignIn(Protocol):
    """Who holds a session cookie or a bearer token."""

    def by_session(self, cookie: str) -> Signed | None:
        """The person of a living session; None when it ended or never was."""
        ...

    def by_token(self, token: str) -> Signed | None:
        """The person and scopes of a living API token."""
        ...


class WaitingLetters(Protocol):
    """Deliveries that people have to look at."""

    def count(self) -> int:
        """How many wait for somebody."""
        ...

    def list(self, most: int = 200) -> Sequence[DeadLetter]:
        """The oldest of them first."""
        ...

    def show(self, letter_id: str) -> DeadLetter:
        """One of them; NotFound when it is gone."""
        ...


class DeadLetters(WaitingLetters, Protocol):
    """What people do with them; `person` may be the name of a tool, for the command line."""

    def retry(self, letter_id: str, person: Person | str) -> None:
        """Deliver it again, from the first attempt."""
        ...

    def retry_many(self, letter_ids: Sequence[str], person: Person | str) -> int:
        """Deliver these again; how many there still were."""
        ...

    def edit(self, letter_id: str, place: str, value: str, person: Person | str) -> None:
        """Write another value into one place of the fact; the old one and the new one go into the audit."""
        ...

    def discard(self, letter_id: str, person: Person | str, why: str) -> None:
        """Put it away for good; the reason goes into the audit."""
        ...


class Trail(Protocol):
    """The audit of all services, to be read and proved."""

    def page(self, asked: TrailAsk) -> TrailPage:
        """The newest lines that fit."""
        ...

    def actions(self) -> Sequence[str]:
        """Every action that was ever noted."""
        ...

    def states(self) -> Sequence[ChainState]:
        """Whether each chain holds, from its first link to its last."""
        ...
