"""Reads about what signs people in."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, or_, select

from services.backends.database import Database
from services.directory.domain.accounts import Account
from services.directory.domain.sessions import Session
from services.directory.domain.tokens import Token
from services.directory.tables import PEOPLE, SESSIONS, TOKENS
from services.directory.tables.rows import account_of, accounts_query, session_of, token_of
from services.kernel.people import Person

# Asked with every request, hence built once.
_GIVEN: BindParameter[str] = bindparam("hash")
_SESSION = select(SESSIONS).where(or_(SESSIONS.c.digest == _GIVEN, SESSIONS.c.earlier == _GIVEN))
_TOKEN = select(TOKENS).where(TOKENS.c.digest == _GIVEN)
_HOLDER = accounts_query().where(PEOPLE.c.id == bindparam("holder"), PEOPLE.c.active)


@dataclass(frozen=True)
class Credential:
    """What a sign-in is checked against."""

    person: Person
    password: str
    must_change: bool


class KeyViews:
    """Sessions, tokens and credentials of active people."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def credential(self, account: str) -> Credential | None:
        """What belongs to a sign-in name; None for nobody, or somebody who left."""
        query = accounts_query().add_columns(PEOPLE.c.password).where(PEOPLE.c.account == account, PEOPLE.c.active)
        with self.database.read() as connection:
            row = connection.execute(query).first()
        return Credential(account_of(row).person, row.password, row.must_change) if row else None

    def session(self, digest: str) -> tuple[Session, Account] | None:
        """The session with this present or previous cookie hash, and the account of its active person; alive or not."""
        return self._with_person(_SESSION, digest, session_of)

    def token(self, digest: str) -> tuple[Token, Account] | None:
        """The key with this hash and the account of its active person; alive or not."""
        return self._with_person(_TOKEN, digest, token_of)

    def tokens_of(self, person_id: str) -> list[Token]:
        """A person's keys, the newest first, those taken back too."""
        query = select(TOKENS).where(TOKENS.c.person_id == person_id).order_by(TOKENS.c.id.desc())
        with self.database.read() as connection:
            return [token_of(row) for row in connection.execute(query)]

    def sessions_of(self, person_id: str) -> list[Session]:
        """A person's sessions, the one seen last first."""
        query = select(SESSIONS).where(SESSIONS.c.person_id == person_id).order_by(SESSIONS.c.seen_at.desc())
        with self.database.read() as connection:
            return [session_of(row) for row in connection.execute(query)]

    def _with_person(self, query: Any, digest: str, read: Any) -> tuple[Any, Account] | None:
        with self.database.read() as connection:
            row: Row[Any] | None = connection.execute(query, {"hash": digest}).first()
            if row is None:
                return None
            holder = connection.execute(_HOLDER, {"holder": row.person_id}).first()
        return (read(row), account_of(holder)) if holder else None
