"""A claim keeps one piece of work to one worker for a while; it lapses by itself when the worker dies."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.kernel.values import new_id

LEASE = timedelta(minutes=2)
"""Longer than any one signing takes, short enough to wait for."""


@dataclass(frozen=True)
class Claim:
    """Who holds the work until when; `token` tells this claim from a later one of the same person."""

    token: str
    by: str
    at: datetime

    @classmethod
    def by_person(cls, person_id: str, now: datetime) -> "Claim":
        """A fresh claim from now on."""
        return cls(new_id(), person_id, now)

    @property
    def until(self) -> datetime:
        """When it lapses."""
        return self.at + LEASE
