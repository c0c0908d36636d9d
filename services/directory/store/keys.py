"""Writes about sessions, tokens and counted tries."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.backends.ledger import LedgerStore
from services.directory.domain.sessions import WHOLE, Session
from services.directory.domain.tokens import Token
from services.directory.domain.tries import Tries
from services.directory.tables import SESSIONS, TOKENS, TRIES
from services.kernel.errors import NotFound

_LONG_AGO = datetime.fromtimestamp(0, UTC)


class KeyRows(LedgerStore):
    """Sessions, tokens and tries, inside the open transaction."""

    def add_session(self, session: Session) -> None:
        """Open a session; sessions and tries too old to matter are swept out on the way."""
        too_old = (session.opened_at - WHOLE).timestamp()
        self.connection.execute(delete(SESSIONS).where(SESSIONS.c.opened_at < too_old))
        self.connection.execute(delete(TRIES).where(TRIES.c.last_at < too_old))
        self.connection.execute(insert(SESSIONS).values(**_stamped(vars(session))))

    def turn_session(self, session: Session, digest: str) -> bool:
        """Replace its cookie, if nobody has done so since the session was read; whether it was replaced."""
        now = self.clock.now().timestamp()
        new = {"digest": digest, "earlier": session.digest, "turned_at": now, "seen_at": now}
        changed = self.connection.execute(update(SESSIONS).where(SESSIONS.c.digest == session.digest).values(**new))
        return changed.rowcount == 1

    def see_session(self, digest: str, at: datetime) -> None:
        """Note a sign of life."""
        mine = update(SESSIONS).where(SESSIONS.c.digest == digest)
        self.connection.execute(mine.values(seen_at=at.timestamp()))

    def end_session(self, digest: str) -> None:
        """Close the session with this cookie."""
        mine = or_(SESSIONS.c.digest == digest, SESSIONS.c.earlier == digest)
        self.connection.execute(delete(SESSIONS).where(mine))

    def end_sessions(self, person_id: str, but: str = "") -> None:
        """Close every session of a person, but the one with this cookie hash."""
        theirs = (SESSIONS.c.person_id == person_id, SESSIONS.c.digest != but)
        self.connection.execute(delete(SESSIONS).where(*theirs))

    def add_token(self, token: Token, digest: str) -> None:
        """Keep a new key by the hash of its secret."""
        columns = _stamped(vars(token)) | {"scopes": " ".join(sorted(token.scopes)), "digest": digest}
        self.connection.execute(insert(TOKENS).values(**columns))

    def revoke_token(self, person_id: str, token_id: str, at: datetime) -> None:
        """Take a person's key back; NotFound `token-unknown`."""
        mine = (TOKENS.c.id == token_id, TOKENS.c.person_id == person_id, TOKENS.c.revoked_at.is_(None))
        changed = self.connection.execute(update(TOKENS).where(*mine).values(revoked_at=at.timestamp()))
        if changed.rowcount != 1:
            raise NotFound("token-unknown", "Không có khóa này, hoặc đã thu hồi.", "Tải lại danh sách khóa.")

    def see_token(self, token_id: str, at: datetime) -> None:
        """Note a use."""
        self.connection.execute(update(TOKENS).where(TOKENS.c.id == token_id).values(used_at=at.timestamp()))

    def tries(self, keys: Sequence[str]) -> list[Tries]:
        """What is counted under these keys; a key without tries counts 0 now."""
        rows = self.connection.execute(select(TRIES).where(TRIES.c.key.in_(keys))).all()
        found = {
            row.key: Tries(row.key, int(row._mapping["count"]), datetime.fromtimestamp(row.last_at, UTC))
            for row in rows
        }
        return [found.get(key) or Tries(key, 0, _LONG_AGO) for key in keys]

    def keep_tries(self, tries: Tries) -> None:
        """Keep a count."""
        values = {"count": tries.count, "last_at": tries.last_at.timestamp()}
        statement = upsert(TRIES).values(key=tries.key, **values)
        self.connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))

    def forget_tries(self, key: str) -> None:
        """Begin again at nought."""
        self.connection.execute(delete(TRIES).where(TRIES.c.key == key))


def _stamped(values: dict[str, object]) -> dict[str, object]:
    return {name: value.timestamp() if isinstance(value, datetime) else value for name, value in values.items()}
