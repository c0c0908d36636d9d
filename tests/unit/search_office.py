"""A small office with the whole search service, real database, folder store and index, told of documents by facts."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from services.backends.objects.folder import FolderStore
from services.backends.shared import Shared
from services.kernel.clock import FixedClock
from services.kernel.facts import DocumentCard, DocumentRegistered, Fact, ItemDeposited, ItemFiled
from services.kernel.people import OFFICE_READERS, Person, Role
from services.kernel.values import FileRef, Part
from services.search.handlers.searching import Results, Search
from services.search.wiring import SearchParts, wire
from tests.databases import demo_settings


def person(key: str, *roles: Role, unit: str = "tccb") -> Person:
    """Somebody with an account."""
    return Person(key, key.title(), "Chuyên viên", unit, "Phòng Tổ chức cán bộ", frozenset(roles))


LAN = person("lan", Role.CLERK)
BINH = person("binh", Role.DRAFTER)
DUNG = person("dung", Role.DRAFTER)
MAI = person("mai", Role.UNIT_HEAD)
HANH = person("hanh", Role.ARCHIVIST)
QUAN = person("quan", Role.ADMIN)
PEOPLE = [LAN, BINH, DUNG, MAI, HANH, QUAN]

CARD = DocumentCard(
    document_id="d1", version=1, direction="incoming", register_id="r1", register_name="Sổ văn bản đến", year=2026,
    number=45, registered_on=date(2026, 3, 6), notation="15/QĐ-UBND", document_date=date(2026, 3, 5),
    issuer="UBND tỉnh Thanh Bình", type_code="quyet_dinh", type_name="Quyết định",
    subject="Quyết định kiện toàn Ban Chỉ đạo chuyển đổi số", urgency="normal", signer="Nguyễn Văn An",
    readers=OFFICE_READERS, files=(),
)  # fmt: skip


@dataclass(frozen=True)
class SearchOffice:
    """The parts and what a test does with them."""

    parts: SearchParts
    shared: Shared

    def tell(self, *facts: Fact, wait: bool = True) -> None:
        """Deliver facts as the bus would; `wait` until they are indexed."""
        for fact in facts:
            with self.parts.endpoint.stores() as store:
                if type(fact) in self.parts.endpoint.reactions:
                    self.parts.endpoint.reactions[type(fact)](fact, store)
        if wait:
            self.parts.indexing.catch_up_wholly()

    def card(self, document_id: str = "d1", body: str = "", **changes: Any) -> DocumentCard:
        """A card; `body` is put into the object store as the document's text."""
        files = changes.pop("files", ())
        if body:
            stored = self.shared.objects.put(BytesIO(body.encode()))
            files = (*files, FileRef(Part.TEXT, "noi-dung.txt", "text/plain", stored.size, stored.digest))
        return replace(CARD, document_id=document_id, files=files, **changes)

    def register(self, document_id: str = "d1", body: str = "", **changes: Any) -> None:
        """Tell of a registered document."""
        self.tell(DocumentRegistered(self.card(document_id, body, **changes), "lan"))

    def register_without_waiting(self, document_id: str = "d1", **changes: Any) -> None:
        """Tell of a registered document; the index may lag behind."""
        self.tell(DocumentRegistered(self.card(document_id, **changes), "lan"), wait=False)

    def looks(self) -> list[tuple[str, str]]:
        """Who looked at what, as the audit has it."""
        with self.parts.endpoint.database.read() as connection:
            found = connection.exec_driver_sql("SELECT who, subject FROM audit WHERE action = 'view' ORDER BY seq")
            return [(row.who, row.subject) for row in found]

    def search(self, line: str, who: Person = LAN, **more: Any) -> Results:
        """Ask as somebody."""
        return self.parts.searching.search(who, Search(line, **more))

    def ids(self, line: str, who: Person = LAN, **more: Any) -> list[str]:
        """The ids somebody finds."""
        return [hit.record.id for hit in self.search(line, who, **more).hits]


def deposited(document_id: str = "d1", fonds: str = "f1") -> ItemDeposited:
    """The archive keeps it."""
    return ItemDeposited(f"item-{document_id}", document_id, f"H99.01.{document_id}", fonds, f"Phông {fonds}")


def filed(document_id: str = "d1", version: int = 1, *titles: str) -> ItemFiled:
    """It lies in case files."""
    return ItemFiled(f"item-{document_id}", document_id, version, titles, frozenset())


def search_office(home: Path, index: str = "", **more: str) -> SearchOffice:
    """Open the service in a folder, the index where its address says; it follows when told to, or after `start()`."""
    settings = demo_settings(home, **({"VANTHU_INDEX": index} if index else {}), **more)
    clock = FixedClock(datetime(2026, 11, 20, 3, tzinfo=UTC))
    shared = Shared(clock, FolderStore(home / "objects"), None, None)  # type: ignore[arg-type]  # search needs neither
    return SearchOffice(wire(settings, shared), shared)


def close(office: SearchOffice) -> None:
    """Let go of index and database."""
    office.parts.stop()
    office.parts.endpoint.database.close()
