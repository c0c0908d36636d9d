"""Knowing who asks: by the cookie of a session or the key of a program; signs of life are written down sparingly."""

from services.directory.domain.accounts import Account
from services.directory.domain.sessions import Session
from services.directory.domain.tokens import Token
from services.directory.ports import DirectoryStores, KnownKeys, Secrets
from services.kernel.clock import Clock


class Doorkeeping:
    """Who holds a cookie or a key, now."""

    def __init__(self, stores: DirectoryStores, known: KnownKeys, secrets: Secrets, clock: Clock) -> None:
        self.stores = stores
        self.known = known
        self.secrets = secrets
        self.clock = clock

    def session(self, cookie: str) -> tuple[Account, Session, str | None] | None:
        """Account, session and perhaps a new cookie to hand out; None when the session ended or never was."""
        digest, now = self.secrets.digest(cookie), self.clock.now()
        found = self.known.session(digest)
        if found is None or not found[0].alive(now, digest):
            return None
        session, account = found
        fresh = self._turned(session) if session.turns(now, digest) else None
        if fresh is None and session.unnoticed(now):
            with self.stores() as store:
                store.see_session(session.digest, now)
        return account, session, fresh

    def _turned(self, session: Session) -> str | None:
        fresh = self.secrets.fresh()
        with self.stores() as store:
            return fresh if store.turn_session(session, self.secrets.digest(fresh)) else None

    def token(self, secret: str) -> tuple[Account, Token] | None:
        """Account and key; None when it is not alive."""
        found = self.known.token(self.secrets.digest(secret))
        now = self.clock.now()
        if found is None or not found[0].alive(now):
            return None
        token, account = found
        if token.unnoticed(now):
            with self.stores() as store:
                store.see_token(token.id, now)
        return account, token
