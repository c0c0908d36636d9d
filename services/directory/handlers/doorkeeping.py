"""Knowing who asks: by the cookie of a session or the key of a program; signs of life are written down sparingly."""

from typing import Protocol

from services.directory.domain.sessions import Session
from services.directory.domain.tokens import Token
from services.directory.ports import DirectoryStores, Secrets
from services.kernel.clock import Clock
from services.kernel.people import Person


class KnownKeys(Protocol):
    """Reads of sessions and keys with their active person."""

    def session(self, digest: str) -> tuple[Session, Person] | None:
        """By the hash of a cookie."""
        ...

    def token(self, digest: str) -> tuple[Token, Person] | None:
        """By the hash of a key."""
        ...


class Doorkeeping:
    """Who holds a cookie or a key, now."""

    def __init__(self, stores: DirectoryStores, known: KnownKeys, secrets: Secrets, clock: Clock) -> None:
        self.stores = stores
        self.known = known
        self.secrets = secrets
        self.clock = clock

    def session(self, cookie: str) -> tuple[Person, Session, str | None] | None:
        """Person, session and perhaps a new cookie to hand out; None when the session ended or never was."""
        digest, now = self.secrets.digest(cookie), self.clock.now()
        found = self.known.session(digest)
        if found is None or not found[0].alive(now, digest):
            return None
        session, person = found
        fresh = self._turned(session) if session.turns(now, digest) else None
        if fresh is None and session.unnoticed(now):
            with self.stores() as store:
                store.see_session(session.digest, now)
        return person, session, fresh

    def _turned(self, session: Session) -> str | None:
        fresh = self.secrets.fresh()
        with self.stores() as store:
            return fresh if store.turn_session(session, self.secrets.digest(fresh)) else None

    def token(self, secret: str) -> tuple[Person, Token] | None:
        """Person and key; None when it is not alive."""
        found = self.known.token(self.secrets.digest(secret))
        now = self.clock.now()
        if found is None or not found[0].alive(now):
            return None
        token, person = found
        if token.unnoticed(now):
            with self.stores() as store:
                store.see_token(token.id, now)
        return person, token
