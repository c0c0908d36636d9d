"""Writes about requests for the leader's signature; every answer is one conditional update."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update

from services.backends.ledger import LedgerStore
from services.signing.domain.claims import Claim
from services.signing.domain.requests import SigningRequest, SigningState
from services.signing.tables.requests import REQUESTS, WITHDRAWN, columns_of, request_of

_R = REQUESTS.c
_NEWER = "Đơn vị đã trình bản mới hơn."


class RequestRows(LedgerStore):
    """The signature book's half of the store."""

    def request(self, request_id: str) -> SigningRequest | None:
        """The request, or None."""
        row = self.connection.execute(select(REQUESTS).where(_R.id == request_id)).first()
        return request_of(row) if row else None

    def add_request(self, request: SigningRequest) -> bool:
        """Put a new request into the book; False when it is there already. Of one document the newest version waits."""
        if not self.add_new(REQUESTS, columns_of(request)):
            return False
        about = request.about
        same = _R.document_id == about.document_id
        early = select(WITHDRAWN.c.reason).where(WITHDRAWN.c.request_id == request.id)
        if (reason := self.connection.execute(early).scalar()) is not None:
            self._withdraw(_R.id == request.id, reason)
        self._withdraw(and_(same, _R.version < about.version), _NEWER)
        newer = select(_R.id).where(same, _R.version > about.version).exists()
        self._withdraw(and_(_R.id == request.id, newer), _NEWER)
        return True

    def withdraw(self, request_id: str, reason: str) -> bool:
        """Take an undecided request out of the book; False when it was decided. Unknown ones are remembered."""
        self.add_new(WITHDRAWN, {"request_id": request_id, "reason": reason})
        # Had a newer version come first, the unit's own words still replace ours.
        ours = and_(_R.id == request_id, _R.state == SigningState.WITHDRAWN.value, _R.reason == _NEWER)
        self._change(ours, reason=reason)
        return self._withdraw(_R.id == request_id, reason) == 1

    def put_off(self, request_id: str, now: datetime) -> bool:
        """Move a waiting request behind the others; False when it no longer waits."""
        return self._change(and_(_R.id == request_id, _open(now)), put_off_at=now.timestamp()) == 1

    def claim_request(self, request_id: str, claim: Claim) -> bool:
        """Take a waiting request, or one whose claim lapsed."""
        return (
            self._change(
                and_(_R.id == request_id, _open(claim.at)),
                state=SigningState.CLAIMED.value,
                claim=claim.token,
                claimed_until=claim.until.timestamp(),
                failure="",
            )
            == 1
        )

    def mark_signed(self, request_id: str, claim: Claim) -> bool:
        """Record the signature made under this claim."""
        now = self.clock.now().timestamp()
        return self._change(_held(request_id, claim), state=SigningState.SIGNED.value, decided_at=now) == 1

    def mark_refused(self, request_id: str, now: datetime, reason: str) -> bool:
        """Return a waiting request, or one whose claim lapsed."""
        return (
            self._change(
                and_(_R.id == request_id, _open(now)),
                state=SigningState.REFUSED.value,
                reason=reason,
                decided_at=now.timestamp(),
                claim=None,
            )
            == 1
        )

    def release_request(self, request_id: str, claim: Claim, failure: str) -> None:
        """Give the request back with why it did not work."""
        self._change(_held(request_id, claim), state=SigningState.WAITING.value, claim=None, failure=failure)

    def take_back_requests(self, failure: str) -> Sequence[str]:
        """Make every claimed request wait again with why it did not work; their ids."""
        given = update(REQUESTS).where(_R.state == SigningState.CLAIMED.value).returning(_R.id)
        back = given.values(state=SigningState.WAITING.value, claim=None, failure=failure)
        return self.connection.execute(back).scalars().all()

    def _withdraw(self, which: ColumnElement[bool], reason: str) -> int:
        undecided = _R.state.in_((SigningState.WAITING.value, SigningState.CLAIMED.value))
        return self._change(
            and_(which, undecided),
            state=SigningState.WITHDRAWN.value,
            reason=reason,
            decided_at=self.clock.now().timestamp(),
        )

    def _change(self, which: ColumnElement[bool], **values: object) -> int:
        return self.connection.execute(update(REQUESTS).where(which).values(**values)).rowcount


def _open(now: datetime) -> ColumnElement[bool]:
    lapsed = and_(_R.state == SigningState.CLAIMED.value, _R.claimed_until <= now.timestamp())
    return or_(_R.state == SigningState.WAITING.value, lapsed)


def _held(request_id: str, claim: Claim) -> ColumnElement[bool]:
    return and_(_R.id == request_id, _R.state == SigningState.CLAIMED.value, _R.claim == claim.token)
