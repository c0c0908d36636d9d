"""How the shell learns who asks."""

from services.directory.handlers.doorkeeping import Doorkeeping
from services.web.ports import Signed


class Door:
    """The shell's `SignIn`, answered by the directory."""

    def __init__(self, doorkeeping: Doorkeeping) -> None:
        self.doorkeeping = doorkeeping

    def by_session(self, cookie: str) -> Signed | None:
        """The person of a living session, with its form secret and perhaps a fresh cookie."""
        found = self.doorkeeping.session(cookie)
        if found is None:
            return None
        account, session, fresh = found
        return Signed(account.person, csrf=session.csrf, renewed=fresh, must_change=account.must_change)

    def by_token(self, token: str) -> Signed | None:
        """The person and scopes of a living key."""
        found = self.doorkeeping.token(token)
        if found is None:
            return None
        account, key = found
        return Signed(account.person, scopes=key.scopes, must_change=account.must_change)
