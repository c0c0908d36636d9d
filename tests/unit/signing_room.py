"""The signing service on a real database, real files and real keys; work is done in this process."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import pytest

from services.backends.audit import verify
from services.backends.objects.folder import FolderStore
from services.backends.settings import Settings
from services.backends.shared import Shared
from services.kernel.clock import FixedClock
from services.kernel.facts import DocumentSigned, Fact, SealRequested, SignatureRequested
from services.kernel.people import OFFICE_READERS, Organisation, Person, Role, Unit
from services.kernel.values import FileRef, Part
from services.kernel.wire import from_json
from services.signing.wiring import SigningParts, wire
from tests.databases import addresses
from tests.unit.signing_office import LEADER, ORGANISATION, PASSWORD, Office

T = TypeVar("T")
CLERK = Person("c1", "Lê Thị Lan", "Văn thư", "u2", "Phòng HCTC", frozenset({Role.CLERK}))
DRAFTER = Person("d1", "Phạm Minh Quân", "Chuyên viên", "u3", "Phòng TH", frozenset({Role.DRAFTER}))
OTHER_LEADER = Person("p2", "Trần Thị Bình", "Phó Chánh VP", "u1", "Lãnh đạo", frozenset({Role.LEADER}))
LEADER_AND_CLERK = Person("p1", LEADER.name, LEADER.position, "u1", "Lãnh đạo", frozenset({Role.LEADER, Role.CLERK}))
ADMIN = Person("a1", "Đỗ Văn Sơn", "Quản trị", "u4", "Tin học", frozenset({Role.ADMIN}))
PEOPLE = (LEADER, CLERK, DRAFTER, OTHER_LEADER, ADMIN)
MORNING = datetime(2026, 6, 7, 2, 0, tzinfo=UTC)


class HereBench:
    """Does the task where it is asked."""

    def run(self, task: Callable[..., T], *args: Any) -> T:
        return task(*args)


class SmallDirectory:
    """Six people and one office."""

    def person(self, person_id: str) -> Person | None:
        return next((one for one in PEOPLE if one.id == person_id), None)

    def people(self, role: Role | None = None, unit_id: str | None = None) -> list[Person]:
        return [one for one in PEOPLE if role is None or role in one.roles]

    def unit(self, unit_id: str) -> Unit | None:
        return None

    def units(self) -> list[Unit]:
        return []

    def organisation(self) -> Organisation:
        return ORGANISATION


@dataclass
class Room:
    """The wired service, its clock and files, and what it hears and tells."""

    parts: SigningParts
    clock: FixedClock
    objects: FolderStore
    office: Office
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def hear(self, *facts: Fact) -> None:
        """React to facts as the bus would."""
        for fact in facts:
            with self.parts.endpoint.stores() as store:
                self.parts.endpoint.reactions[type(fact)](fact, store)

    def told(self) -> list[Fact]:
        """Every fact published so far."""
        with self.parts.endpoint.database.read() as connection:
            rows = connection.exec_driver_sql("SELECT body FROM outbox ORDER BY seq").all()
        return [from_json(row.body) for row in rows]

    def audited(self) -> list[str]:
        """The actions of the audit chain, which must be whole."""
        with self.parts.endpoint.database.read() as connection:
            assert verify(connection, self.parts.endpoint.tables.chain).broken == 0
            return [row.action for row in connection.exec_driver_sql("SELECT action FROM audit ORDER BY seq")]

    def request(self, pdf: bytes | None = None, **changes: Any) -> SignatureRequested:
        """A document put before the leader."""
        number = next(self.numbers)
        stored = self.objects.put(BytesIO(self.office.draft if pdf is None else pdf))
        file = FileRef(Part.DRAFT, "Dự thảo.pdf", "application/pdf", stored.size, stored.digest, 1)
        given: dict[str, Any] = {
            "request_id": f"{number:032d}", "document_id": f"{number + 500:032d}", "version": 5, "signer_id": "p1",
            "drafter_id": "d1", "drafter": DRAFTER.name, "unit_name": DRAFTER.unit_name, "type_code": "QĐ",
            "type_name": "Quyết định", "subject": f"Về việc kiện toàn Ban Chỉ đạo {number}", "urgency": "normal",
            "notation": "/QĐ-UBND", "answers": "", "readers": OFFICE_READERS | {"person:d1"}, "file": file,
            "capacity": "",
        }  # fmt: skip
        fact = SignatureRequested(**{**given, **changes})
        self.hear(fact)
        return fact

    def signed(self) -> DocumentSigned:
        """A document the leader signed."""
        asked = self.request()
        self.parts.book.sign(LEADER, asked.request_id, asked.file.digest)
        told = self.told()[-1]
        assert isinstance(told, DocumentSigned)
        return told

    def seal_request(self, signed: DocumentSigned, **changes: Any) -> SealRequested:
        """The signed document with number 5 of 7 June."""
        given: dict[str, Any] = {
            "request_id": "f" + signed.request_id[1:], "document_id": signed.document_id, "version": signed.version + 2,
            "number": 5, "notation": "05/QĐ-UBND", "issued_on": date(2026, 6, 7), "signer_id": signed.signer_id,
            "signed_digest": signed.file.digest, "subject": "Về việc kiện toàn",
            "readers": OFFICE_READERS | {"person:d1"}, "by": "c1",
        }  # fmt: skip
        fact = SealRequested(**{**given, **changes})
        self.hear(fact)
        return fact


@pytest.fixture
def room(signing_office: Office, tmp_path: Path) -> Room:
    """An empty signing desk."""
    return open_room(signing_office, signing_office.home, tmp_path)


def open_room(office: Office, home: Path, folder: Path, **more: str) -> Room:
    """A signing desk over the keys of a home; records and files lie in the folder; `more` are settings."""
    clock, objects = FixedClock(MORNING), FolderStore(folder / "objects")
    parts = wire(open_settings(home, folder, **more), Shared(clock, objects, HereBench(), SmallDirectory()))
    return Room(parts, clock, objects, office)


def open_settings(home: Path, folder: Path, **more: str) -> Settings:
    """Keys of a home, records in a folder."""
    return Settings.read(
        {
            "VANTHU_HOME": str(home),
            "VANTHU_DATABASE": addresses(folder),
            "VANTHU_KEY_PASSPHRASE": PASSWORD,
            **more,
        }
    )
