"""Reads about the signature book."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import ColumnElement, Select, and_, func, select

from services.kernel.errors import NotFound
from services.kernel.people import Person
from services.signing.domain.marks import Kind, SignatureMark
from services.signing.domain.requests import SigningRequest, SigningState
from services.signing.tables.marks import MARKS, mark_of
from services.signing.tables.requests import REQUESTS, request_of
from services.signing.views.base import ViewBase

_R = REQUESTS.c
_STEP = 1000
_OPEN = (SigningState.WAITING.value, SigningState.CLAIMED.value)
_DONE = (SigningState.SIGNED.value, SigningState.REFUSED.value)


class BookViews(ViewBase):
    """What waits in a leader's book and what was decided."""

    def waiting(self, person: Person, most: int = 200) -> list[tuple[str, list[SigningRequest]]]:
        """The top of this signer's pile grouped by type: urgent first, put-off last, then the longest waiting."""
        order = (_R.put_off_at.is_not(None), _R.urgency_rank.desc(), _R.requested_at, _R.id)
        found = self._requests(select(REQUESTS).where(self._mine(person)).order_by(*order).limit(most))
        first = {name: position for position, name in reversed(list(enumerate(one.about.type_name for one in found)))}
        piled = sorted(found, key=lambda one: first[one.about.type_name])
        return [(name, list(cards)) for name, cards in groupby(piled, key=lambda one: one.about.type_name)]

    def count_waiting(self, person: Person) -> int:
        """How many wait for this signer."""
        with self.database.read() as connection:
            return connection.execute(select(func.count()).where(self._mine(person))).scalar_one()

    def outcomes(self) -> dict[str, int]:
        """How many requests are in each state: waiting, claimed, signed, refused, withdrawn."""
        with self.database.read() as connection:
            counted = connection.execute(select(_R.state, func.count().label("many")).group_by(_R.state)).all()
        return dict.fromkeys(SigningState, 0) | {row.state: row.many for row in counted}

    def decided(self, person: Person, limit: int = 100) -> list[SigningRequest]:
        """What this signer decided, the latest first."""
        mine = and_(_R.signer_id == person.id, _R.state.in_(_DONE))
        return self._requests(select(REQUESTS).where(mine).order_by(_R.decided_at.desc(), _R.id).limit(limit))

    def request(self, request_id: str, person: Person) -> SigningRequest:
        """One request as it stands now; NotFound `request-unknown` also when the person may not see it."""
        found = self._requests(select(REQUESTS).where(_R.id == request_id))
        if not found or not found[0].may_be_read_by(person):
            raise NotFound(
                "request-unknown", "Không có văn bản trình ký này.", "Mở lại sổ ký và chọn văn bản trong danh sách."
            )
        return found[0]

    def next_after(self, request: SigningRequest, person: Person) -> str:
        """The id of the card that follows in the pile as it is shown, empty when none is left."""
        pile = [card.id for _, cards in self.waiting(person) for card in cards]
        if request.id not in pile:
            return pile[0] if pile else ""
        at = pile.index(request.id)
        return (pile[at + 1 :] + pile[:at] or [""])[0]

    def mark(self, request_id: str, kind: Kind) -> SignatureMark | None:
        """The signature made for a request, if it was made."""
        with self.database.read() as connection:
            which = and_(MARKS.c.request_id == request_id, MARKS.c.kind == kind.value)
            row = connection.execute(select(MARKS).where(which)).first()
        return mark_of(row) if row else None

    def digests(self) -> Iterator[str]:
        """Every stored file this service speaks of, some more than once; for the nightly sweep."""
        with self.database.read() as connection:
            for column in (_R.digest, MARKS.c.digest):
                yield from connection.execution_options(yield_per=_STEP).execute(select(column)).scalars()

    def _mine(self, person: Person) -> ColumnElement[bool]:
        return and_(_R.signer_id == person.id, _R.state.in_(_OPEN))

    def _requests(self, wanted: Select[tuple[object, ...]]) -> list[SigningRequest]:
        now = self.clock.now()
        with self.database.read() as connection:
            return [request_of(row).at(now) for row in connection.execute(wanted)]
