"""Writes about seal requests and signatures made."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update

from services.backends.ledger import LedgerStore
from services.signing.domain.claims import Claim
from services.signing.domain.marks import Kind, SignatureMark
from services.signing.domain.seals import SealRequest, SealState
from services.signing.tables import marks, seals
from services.signing.tables.marks import MARKS
from services.signing.tables.seals import SEALS

_S = SEALS.c


class SealRows(LedgerStore):
    """The seal desk's half of the store."""

    def seal_request(self, request_id: str) -> SealRequest | None:
        """The seal request, or None."""
        row = self.connection.execute(select(SEALS).where(_S.id == request_id)).first()
        return seals.seal_of(row) if row else None

    def add_seal_request(self, request: SealRequest) -> bool:
        """Put a new one on the desk; False when it is there already."""
        return self.add_new(SEALS, seals.columns_of(request))

    def claim_seal(self, request_id: str, claim: Claim) -> bool:
        """Take a waiting one, or one whose claim lapsed."""
        return (
            self._change_seal(
                and_(_S.id == request_id, _open(claim.at)),
                state=SealState.CLAIMED.value,
                claim=claim.token,
                claimed_until=claim.until.timestamp(),
                failure="",
            )
            == 1
        )

    def mark_sealed(self, request_id: str, claim: Claim) -> bool:
        """Record the seal made under this claim."""
        now = self.clock.now().timestamp()
        return self._change_seal(_held(request_id, claim), state=SealState.SEALED.value, decided_at=now) == 1

    def release_seal(self, request_id: str, claim: Claim, failure: str) -> None:
        """Give it back with why it did not work."""
        self._change_seal(_held(request_id, claim), state=SealState.WAITING.value, claim=None, failure=failure)

    def take_back_seals(self, failure: str) -> Sequence[str]:
        """Make every claimed seal request wait again with why it did not work; their ids."""
        given = update(SEALS).where(_S.state == SealState.CLAIMED.value).returning(_S.id)
        back = given.values(state=SealState.WAITING.value, claim=None, failure=failure)
        return self.connection.execute(back).scalars().all()

    def add_mark(self, mark: SignatureMark) -> None:
        """Keep a signature."""
        self.add(MARKS, marks.columns_of(mark))

    def mark(self, document_id: str, kind: Kind, digest: str) -> SignatureMark | None:
        """The signature of this kind that made this file, or None."""
        same = and_(MARKS.c.document_id == document_id, MARKS.c.kind == kind.value, MARKS.c.digest == digest)
        row = self.connection.execute(select(MARKS).where(same)).first()
        return marks.mark_of(row) if row else None

    def _change_seal(self, which: ColumnElement[bool], **values: object) -> int:
        return self.connection.execute(update(SEALS).where(which).values(**values)).rowcount


def _open(now: datetime) -> ColumnElement[bool]:
    lapsed = and_(_S.state == SealState.CLAIMED.value, _S.claimed_until <= now.timestamp())
    return or_(_S.state == SealState.WAITING.value, lapsed)


def _held(request_id: str, claim: Claim) -> ColumnElement[bool]:
    return and_(_S.id == request_id, _S.state == SealState.CLAIMED.value, _S.claim == claim.token)
