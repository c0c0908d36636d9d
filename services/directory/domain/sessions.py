"""How long a browser stays signed in, and when its cookie turns over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

IDLE = timedelta(hours=2)
WHOLE = timedelta(hours=12)
TURN = timedelta(minutes=30)
GRACE = timedelta(minutes=1)
NOTICE = timedelta(minutes=1)


@dataclass(frozen=True)
class Session:
    """One browser of one person; `digest` and `earlier` are hashes of its present and previous cookie."""

    digest: str
    earlier: str
    person_id: str
    csrf: str
    opened_at: datetime
    turned_at: datetime
    seen_at: datetime
    address: str
    agent: str

    def alive(self, now: datetime, digest: str) -> bool:
        """Whether a cookie with this hash still opens the desks: not idle too long, not too old, not long replaced."""
        if digest != self.digest and now - self.turned_at > GRACE:
            return False
        return now - self.seen_at <= IDLE and now - self.opened_at <= WHOLE

    def turns(self, now: datetime, digest: str) -> bool:
        """Whether the cookie is due to be replaced; only its present one can be."""
        return digest == self.digest and now - self.turned_at > TURN

    def unnoticed(self, now: datetime) -> bool:
        """Whether the last sign of life is old enough to be worth writing down."""
        return now - self.seen_at > NOTICE
