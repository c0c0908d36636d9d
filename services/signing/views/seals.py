"""Reads about the seal desk."""

from sqlalchemy import func, select

from services.kernel.errors import NotFound
from services.kernel.people import Person, Role
from services.signing.domain.marks import Kind, SignatureMark
from services.signing.domain.seals import SealRequest, SealState
from services.signing.tables.marks import MARKS, mark_of
from services.signing.tables.requests import REQUESTS
from services.signing.tables.seals import SEALS, seal_of
from services.signing.views.base import ViewBase

_S = SEALS.c


class SealViews(ViewBase):
    """What waits for the agency's seal."""

    def seals_waiting(self, most: int = 200) -> list[SealRequest]:
        """The first numbered documents without seal, the urgent first, then as they were asked for."""
        now = self.clock.now()
        urgent = select(func.max(REQUESTS.c.urgency_rank)).where(REQUESTS.c.document_id == _S.document_id)
        order = (func.coalesce(urgent.scalar_subquery(), 0).desc(), _S.issued_on, _S.requested_at, _S.id)
        wanted = select(SEALS).where(_S.state != SealState.SEALED.value).order_by(*order).limit(most)
        with self.database.read() as connection:
            return [seal_of(row).at(now) for row in connection.execute(wanted)]

    def seals_done(self, limit: int = 50) -> list[SealRequest]:
        """The latest sealed documents."""
        wanted = (
            select(SEALS).where(_S.state == SealState.SEALED.value).order_by(_S.decided_at.desc(), _S.id).limit(limit)
        )
        with self.database.read() as connection:
            return [seal_of(row) for row in connection.execute(wanted)]

    def count_seals(self, person: Person) -> int:
        """How many wait at the seal desk, for those who work there."""
        if not person.has(Role.CLERK):
            return 0
        with self.database.read() as connection:
            return connection.execute(select(func.count()).where(_S.state != SealState.SEALED.value)).scalar_one()

    def seal_request(self, request_id: str, person: Person) -> SealRequest:
        """One seal request as it stands now; NotFound `seal-unknown` also when the person may not see it."""
        with self.database.read() as connection:
            row = connection.execute(select(SEALS).where(_S.id == request_id)).first()
        found = seal_of(row).at(self.clock.now()) if row else None
        if found is None or not (person.has(Role.CLERK) or person.may_open(found.readers)):
            raise NotFound("seal-unknown", "Không có văn bản chờ đóng dấu này.", "Mở lại danh sách chờ đóng dấu.")
        return found

    def leader_mark(self, request: SealRequest) -> SignatureMark | None:
        """The leader's signature on the file to be sealed, None when there is none."""
        with self.database.read() as connection:
            row = connection.execute(
                select(MARKS).where(MARKS.c.digest == request.digest, MARKS.c.kind == Kind.LEADER.value)
            ).first()
        return mark_of(row) if row else None
