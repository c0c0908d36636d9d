"""Keys people give to programs."""

from collections.abc import Collection
from datetime import timedelta

from services.directory.domain.tokens import Token, TokenOrder, check_within
from services.directory.handlers.asking import Asker
from services.directory.ports import DirectoryStores, Secrets
from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.people import Person
from services.kernel.values import new_id

_PREFIX = "vt_"


class TokenDesk:
    """Giving keys and taking them back."""

    def __init__(self, stores: DirectoryStores, secrets: Secrets, clock: Clock) -> None:
        self.stores = stores
        self.secrets = secrets
        self.clock = clock

    def give(
        self, asker: Asker, person: Person, order: TokenOrder, within: Collection[str] | None = None
    ) -> tuple[Token, str]:
        """A new key of this person and its secret, which is shown this once.

        `within` are the scopes of the key that asks, which the new one may not exceed.
        """
        if within is not None:
            check_within(order.scopes, within)
        secret, now = _PREFIX + self.secrets.fresh(), self.clock.now()
        expires = now + timedelta(days=order.days)
        token = Token(new_id(), person.id, order.name, order.scopes, secret[:8], now, expires)
        with self.stores() as store:
            store.add_token(token, self.secrets.digest(secret))
            scopes = sorted(order.scopes)
            store.audit(asker, Deed.GIVE_TOKEN, token.id, person=person.id, scopes=scopes, expires=expires.isoformat())
        return token, secret

    def revoke(self, person: Person, token_id: str) -> None:
        """Take one of one's own keys back, at once."""
        with self.stores() as store:
            store.revoke_token(person.id, token_id, self.clock.now())
            store.audit(person, Deed.REVOKE_TOKEN, token_id)
