"""A small archive with real database and folder store, its people, and documents told of as the registry would."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from services.archive.wiring import ArchiveParts, wire
from services.backends.bus.endpoint import Endpoint
from services.backends.objects.folder import FolderStore
from services.backends.shared import Shared
from services.kernel.clock import FixedClock
from services.kernel.facts import DocumentCard, DocumentIssued, DocumentRegistered, Fact
from services.kernel.people import OFFICE_READERS, Organisation, Person, Role, Unit
from services.kernel.values import FileRef, Part, new_id
from services.kernel.wire import from_json
from tests.databases import demo_settings

OFFICE = Organisation("Văn phòng UBND tỉnh Thanh Bình", "VPUBND", "UBND tỉnh Thanh Bình", "Thanh Bình", "H99.01")
UNITS = [Unit("tccb", "Phòng Tổ chức cán bộ", "TCCB"), Unit("hclt", "Phòng Hành chính - Lưu trữ", "HCLT")]


def _person(name: str, key: str, unit: Unit, *roles: Role) -> Person:
    return Person(key, name, "Chuyên viên", unit.id, unit.name, frozenset(roles))


LAN = _person("Trần Thị Lan", "lan", UNITS[1], Role.CLERK)
HANH = _person("Lê Thị Hạnh", "hanh", UNITS[1], Role.ARCHIVIST)
BINH = _person("Phạm Đức Bình", "binh", UNITS[0], Role.DRAFTER)
DUNG = _person("Vũ Quang Dũng", "dung", UNITS[0], Role.DRAFTER)
MAI = _person("Đặng Ngọc Mai", "mai", UNITS[0], Role.UNIT_HEAD)
QUAN = _person("Bùi Hữu Quân", "quan", UNITS[1], Role.ADMIN)
PEOPLE = [LAN, HANH, BINH, DUNG, MAI, QUAN]


class PaperDirectory:
    """The directory as a list."""

    def person(self, person_id: str) -> Person | None:
        return next((each for each in PEOPLE if each.id == person_id), None)

    def people(self, role: Role | None = None, unit_id: str | None = None) -> list[Person]:
        return [each for each in PEOPLE if role is None or each.has(role)]

    def unit(self, unit_id: str) -> Unit | None:
        return next((each for each in UNITS if each.id == unit_id), None)

    def units(self) -> list[Unit]:
        return UNITS

    def organisation(self) -> Organisation:
        return OFFICE


class HandBench:
    """Work done on the spot."""

    def run(self, task: Any, *args: object, seconds: float = 60) -> Any:
        return task(*args)


@dataclass
class ArchiveOffice:
    """The wired archive with the means to tell it facts."""

    home: Path
    parts: ArchiveParts
    objects: FolderStore
    clock: FixedClock

    @property
    def endpoint(self) -> Endpoint:
        return self.parts.endpoint

    def store_file(self, content: bytes, part: Part = Part.MAIN, pages: int = 3) -> FileRef:
        """A file put into the object store."""
        kept = self.objects.put(BytesIO(content))
        return FileRef(part, f"{part.value}.pdf", "application/pdf", kept.size, kept.digest, pages)

    def tell(self, *facts: Fact) -> None:
        """Let the archive react, a transaction for each fact."""
        for fact in facts:
            with self.endpoint.stores() as store:
                self.endpoint.reactions[type(fact)](fact, store)

    def told(self) -> list[Fact]:
        """Everything the archive told the others."""
        with self.endpoint.database.read() as connection:
            rows = connection.execute(self.endpoint.tables.outbox.select().order_by(self.endpoint.tables.outbox.c.seq))
            return [from_json(row.body) for row in rows]

    def audit(self, action: str) -> list[Any]:
        """The links of the audit chain about one kind of action."""
        chain = self.endpoint.tables.audit
        with self.endpoint.database.read() as connection:
            return list(connection.execute(chain.select().where(chain.c.action == action)))

    def incoming(self, number: int, **changes: Any) -> DocumentCard:
        """A registered document with one stored file."""
        files = changes.pop("files", None)
        if files is None:
            files = (self.store_file(f"%PDF-1.7 văn bản đến {number}".encode()),)
        card = DocumentCard(
            document_id=new_id(), version=1, direction="incoming", register_id="r1", register_name="Sổ đến",
            year=2026, number=number, registered_on=date(2026, 11, 20), notation=f"{number}/UBND-VX",
            document_date=date(2026, 11, 18), issuer="Sở Nội vụ", type_code="cong_van", type_name="Công văn",
            subject=f"V/v báo cáo kết quả chuyển đổi số quý {number}", urgency="normal", signer="Nguyễn Văn An",
            readers=OFFICE_READERS, files=files,
        )  # fmt: skip
        return replace(card, **changes)

    def deposit(self, *cards: DocumentCard) -> list[str]:
        """Deposit documents and return their items' ids."""
        for card in cards:
            self.tell(
                DocumentIssued(card, (), "lan") if card.direction == "outgoing" else DocumentRegistered(card, "lan")
            )
        return [self.parts.views.items.of_document(HANH, card.document_id) for card in cards]


def archive_office(home: Path, now: datetime = datetime(2026, 11, 20, 3, tzinfo=UTC)) -> ArchiveOffice:
    """A fresh archive in a folder."""
    clock = FixedClock(now)
    objects = FolderStore(home / "objects")
    settings = demo_settings(home)
    parts = wire(settings, Shared(clock, objects, HandBench(), PaperDirectory()))
    return ArchiveOffice(home, parts, objects, clock)
