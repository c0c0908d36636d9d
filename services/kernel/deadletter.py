"""Deliveries that failed for the last time and wait for people."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class DeadLetter:
    """Which fact failed for which desk, and why, in words.

    `id` is `publisher:number`; `body` is the fact as JSON text.
    """

    id: str
    fact: str
    desk: str
    reason: str
    attempts: int
    first_at: datetime
    last_at: datetime
    body: str = "{}"
