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
        person, session, fresh = found
        return Signed(person, csrf=session.csrf, renewed=fresh)

    def by_token(self, token: str) -> Signed | None:
        """The person and scopes of a living key."""
        found = self.doorkeeping.token(token)
        return Signed(found[0], scopes=found[1].scopes) if found else None
