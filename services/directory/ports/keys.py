"""Sessions, tokens and counted tries: what is written inside the open transaction, and what the door reads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from services.directory.domain.accounts import Account
from services.directory.domain.sessions import Session
from services.directory.domain.tokens import Token
from services.directory.domain.tries import Tries


class SessionBook(Protocol):
    """Browsers that are signed in."""

    def add_session(self, session: Session) -> None:
        """Open a session."""
        ...

    def turn_session(self, session: Session, digest: str) -> bool:
        """Replace its cookie, if nobody has done so since the session was read; whether it was replaced."""
        ...

    def see_session(self, digest: str, at: datetime) -> None:
        """Note a sign of life."""
        ...

    def end_session(self, digest: str) -> None:
        """Close the session with this cookie."""
        ...

    def end_sessions(self, person_id: str, but: str = "") -> None:
        """Close every session of a person, but the one with this cookie hash."""
        ...


class TokenBook(Protocol):
    """Keys of programs."""

    def add_token(self, token: Token, digest: str) -> None:
        """Keep a new key by the hash of its secret."""
        ...

    def revoke_token(self, person_id: str, token_id: str, at: datetime) -> None:
        """Take a person's key back; NotFound `token-unknown`."""
        ...

    def see_token(self, token_id: str, at: datetime) -> None:
        """Note a use."""
        ...


class TryBook(Protocol):
    """Counted tries to sign in."""

    def tries(self, keys: Sequence[str]) -> list[Tries]:
        """What is counted under these keys; a key without tries counts 0 long ago."""
        ...

    def keep_tries(self, tries: Tries) -> None:
        """Keep a count."""
        ...

    def forget_tries(self, key: str) -> None:
        """Begin again at nought."""
        ...


class KnownKeys(Protocol):
    """Reads of sessions and keys with the account of their active person."""

    def session(self, digest: str) -> tuple[Session, Account] | None:
        """By the hash of a cookie."""
        ...

    def token(self, digest: str) -> tuple[Token, Account] | None:
        """By the hash of a key."""
        ...
