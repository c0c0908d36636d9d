"""The dead-letter desk: deliveries that failed for good, worked by people."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, Delete, Row, Table, Update, delete, func, select, update

from services.backends.bus.endpoint import Endpoint
from services.kernel.deadletter import DOUBTED, DeadLetter, fields_of, with_field
from services.kernel.deeds import Deed
from services.kernel.errors import BadInput, Conflict, NotFound, Stale
from services.kernel.people import Person

_HEAD = 2_000
"""Characters of a body that lists show."""


class DeadLetters:
    """Lists, mends, retries and discards dead deliveries of all services."""

    def __init__(self, endpoints: Sequence[Endpoint], ring: Callable[[], None] = lambda: None) -> None:
        self.endpoints = {each.name: each for each in endpoints}
        self.ring = ring

    def count(self) -> int:
        """How many wait for somebody."""
        return sum(self._count(each) for each in self.endpoints.values())

    def list(self, most: int = 200) -> Sequence[DeadLetter]:
        """The oldest of them first; long bodies are cut."""
        found = [letter for each in self.endpoints.values() for letter in _of(each, most)]
        return sorted(found, key=lambda letter: letter.last_at)[:most]

    def show(self, letter_id: str) -> DeadLetter:
        """One of them; NotFound `dead-letter-unknown`."""
        service, _, key = letter_id.partition(":")
        known = service in self.endpoints and key.isascii() and key.isdigit() and len(key) < 19
        letter = _one(self.endpoints[service], int(key)) if known else None
        if letter is None:
            raise _unknown()
        return letter

    def retry(self, letter_id: str, person: Person | str) -> None:
        """Give it a fresh set of tries.

        NotFound `dead-letter-unknown` when somebody else was faster, Conflict `letter-doubted` when nobody knows who
        sent it.
        """
        letter = self.show(letter_id)
        if letter.doubted:
            raise _doubted()
        endpoint, key = self._locate(letter)
        table = endpoint.tables.delivery
        with endpoint.stores() as store:
            _still(store.connection, update(table).values(dead_at=None, attempts=0, due_at=time.time()), table, key)
            store.audit(person, Deed.RETRY_LETTER, letter.id, fact=letter.fact, desk=letter.desk)
        self.ring()

    def retry_many(self, letter_ids: Sequence[str], person: Person | str) -> int:
        """Give these a fresh set of tries; how many: not those worked by somebody else meanwhile, nor the doubted."""
        given = 0
        for letter_id in letter_ids:
            with suppress(NotFound, Conflict):
                self.retry(letter_id, person)
                given += 1
        return given

    def edit(self, letter_id: str, place: str, value: str, person: Person | str) -> None:
        """Write another value into one place of the fact, `body.card.subject`; it is not tried again by that.

        NotFound `dead-letter-unknown` or `field-unknown`, BadInput `field-kind-wrong`, Stale when somebody else has
        edited it meanwhile.
        """
        letter = self.show(letter_id)
        endpoint, key = self._locate(letter)
        before, body = fields_of(letter.body).get(place, ""), with_field(letter.body, place, value)
        table = endpoint.tables.delivery
        with endpoint.stores() as store:
            same = update(table).where(table.c.body == letter.body)
            if store.connection.execute(same.where(table.c.id == key, _dead(table)).values(body=body)).rowcount != 1:
                raise Stale("letter-changed", "Tin này vừa được người khác xử lý.", "Tải lại trang rồi sửa.")
            store.audit(person, Deed.EDIT_LETTER, letter.id, fact=letter.fact, field=place, before=before, value=value)

    def discard(self, letter_id: str, person: Person | str, why: str) -> None:
        """Drop it for a reason, which the audit chain keeps with the fact; NotFound as in `retry`."""
        if not why.strip():
            raise BadInput(
                "reason-missing",
                "Bỏ thông điệp cần ghi lý do.",
                "Ghi lý do rồi bấm lại.",
                fields={"why": "Cần ghi lý do."},
            )
        letter = self.show(letter_id)
        endpoint, key = self._locate(letter)
        table = endpoint.tables.delivery
        with endpoint.stores() as store:
            _still(store.connection, delete(table), table, key)
            store.audit(person, Deed.DISCARD_LETTER, letter.id, desk=letter.desk, why=why, fact=letter.body)

    def _locate(self, letter: DeadLetter) -> tuple[Endpoint, int]:
        service, _, key = letter.id.partition(":")
        return self.endpoints[service], int(key)

    def _count(self, endpoint: Endpoint) -> int:
        table = endpoint.tables.delivery
        with endpoint.database.read() as connection:
            return connection.execute(select(func.count()).where(table.c.dead_at.is_not(None))).scalar_one()


def _dead(table: Table) -> ColumnElement[bool]:
    return table.c.dead_at.is_not(None)


def _still(connection: Connection, work: Update | Delete, table: Table, key: int) -> None:
    # Between the look and this write somebody else may have given the letter its new tries: then it is none.
    if connection.execute(work.where(table.c.id == key, table.c.dead_at.is_not(None))).rowcount != 1:
        raise _unknown()


def _unknown() -> NotFound:
    return NotFound("dead-letter-unknown", "Không có thông điệp lỗi này.", "Tải lại danh sách; có thể đã được xử lý.")


def _doubted() -> Conflict:
    return Conflict(
        "letter-doubted",
        "Không biết chắc ai gửi thông điệp này, có thể là giả mạo, nên không gửi lại được.",
        "Bỏ tin và ghi lý do. Nếu có tin thật bị mất, người quản trị chạy vanthu tell-again để nơi gửi gửi lại.",
    )


def _of(endpoint: Endpoint, most: int) -> list[DeadLetter]:
    table = endpoint.tables.delivery
    columns = [func.substr(each, 1, _HEAD).label("body") if each is table.c.body else each for each in table.c]
    dead = select(*columns).where(_dead(table)).order_by(table.c.dead_at, table.c.id)
    with endpoint.database.read() as connection:
        rows = connection.execute(dead.limit(most)).all()
    return [_letter(endpoint.name, row) for row in rows]


def _one(endpoint: Endpoint, key: int) -> DeadLetter | None:
    table = endpoint.tables.delivery
    with endpoint.database.read() as connection:
        row = connection.execute(select(table).where(table.c.id == key, table.c.dead_at.is_not(None))).first()
    return _letter(endpoint.name, row) if row else None


def _letter(publisher: str, row: Row[tuple[object, ...]]) -> DeadLetter:
    desk, _, fact = row.subscription.partition(".")
    return DeadLetter(
        id=f"{publisher}:{row.id}",
        fact=fact,
        desk=desk,
        reason=row.reason,
        attempts=row.attempts,
        first_at=datetime.fromtimestamp(row.at, UTC),
        last_at=datetime.fromtimestamp(row.dead_at, UTC),
        body=row.body,
        doubted=row.fact_id.startswith(DOUBTED),
    )
