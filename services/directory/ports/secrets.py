"""Passwords and random secrets."""

from collections.abc import Callable
from typing import Protocol

from services.kernel.people import Person


class Passwords(Protocol):
    """Hashes passwords slowly, so that a stolen table is of little use."""

    def digest(self, password: str) -> str:
        """The hash to keep."""
        ...

    def fits(self, digest: str | None, password: str) -> bool:
        """Whether the password belongs to the hash; takes as long when there is none."""
        ...


class Secrets(Protocol):
    """Random secrets and what is kept of them."""

    def fresh(self) -> str:
        """A new secret nobody can guess, safe in cookies and headers."""
        ...

    def digest(self, secret: str) -> str:
        """What is kept of a secret: SHA-256 in lower-case hex."""
        ...

    def password(self) -> str:
        """A first password that can be read out and typed."""
        ...


class KnownCredential(Protocol):
    """What a sign-in is checked against."""

    @property
    def person(self) -> Person:
        """Whose it is."""
        ...

    @property
    def password(self) -> str:
        """The hash of the password."""
        ...

    @property
    def must_change(self) -> bool:
        """Whether the password was given by somebody else."""
        ...


FindCredential = Callable[[str], KnownCredential | None]
