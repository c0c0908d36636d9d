"""A small office for tests of outgoing documents: real database, typesetting and files; only people are made up."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest
from sqlalchemy import select

from services.backends.ledger import Stores
from services.backends.objects.folder import FolderStore
from services.intake.domain.description import Description
from services.intake.domain.drafts import Content
from services.intake.domain.incoming import Entry, IncomingDocument
from services.intake.domain.incoming import State as IncomingState
from services.intake.domain.outgoing import OutgoingDocument
from services.intake.domain.registers import Direction, Register
from services.intake.domain.routing import Assignee, Routing, Task
from services.intake.handlers.approving import Approving
from services.intake.handlers.draft_papers import DraftOrder, DraftPapers
from services.intake.handlers.drafting import Drafting
from services.intake.handlers.issuing import Issuing
from services.intake.handlers.outgoing_files import OutgoingFiles
from services.intake.handlers.slips import Slip
from services.intake.store import IntakeStore
from services.intake.tables import LEDGER, METADATA
from services.intake.views.outgoing import OutgoingViews
from services.intake.wiring.outgoing_papers import WorkbenchPapers
from services.kernel.clock import FixedClock
from services.kernel.facts import DocumentSealed, DocumentSigned, Fact
from services.kernel.people import Organisation, Person, Role, Unit
from services.kernel.values import FileRef, Part
from services.kernel.wire import from_json
from tests.databases import service_database

P = ParamSpec("P")
T = TypeVar("T")


def _person(key: str, name: str, position: str, unit: str, *roles: Role) -> Person:
    return Person(key, name, position, unit, UNITS[unit].name, frozenset(roles))


UNITS = {"cds": Unit("cds", "Phòng Chuyển đổi số", "CĐS"), "vp": Unit("vp", "Văn phòng", "VP")}
DRAFTER = _person("nam", "Trần Văn Nam", "Chuyên viên", "cds", Role.DRAFTER)
HEAD = _person("ha", "Lê Thị Hà", "Trưởng phòng", "cds", Role.UNIT_HEAD, Role.DRAFTER)
OTHER_HEAD = _person("son", "Vũ Minh Sơn", "Trưởng phòng", "vp", Role.UNIT_HEAD)
CHECKER = _person("mai", "Đỗ Ngọc Mai", "Chánh Văn phòng", "vp", Role.FORMAT_CHECKER)
LEADER = _person("an", "Nguyễn Văn An", "Chủ tịch", "vp", Role.LEADER)
CLERK = _person("lan", "Phạm Thị Lan", "Văn thư", "vp", Role.CLERK)
STRANGER = _person("yen", "Bùi Thị Yến", "Chuyên viên", "vp", Role.DRAFTER)
AUDITOR = _person("thao", "Hồ Thị Thảo", "Thanh tra viên", "vp", Role.AUDITOR)
PEOPLE = {one.id: one for one in (DRAFTER, HEAD, OTHER_HEAD, CHECKER, LEADER, CLERK, STRANGER, AUDITOR)}
BOOK = Register("so-di", "Sổ văn bản đi", Direction.OUTGOING, frozenset(), date(2026, 1, 1))
ARRIVALS = Register("so-den", "Sổ văn bản đến", Direction.INCOMING, frozenset(), date(2026, 1, 1))
CONTENT = Content(
    type_code="quyet_dinh",
    subject="Về việc kiện toàn Ban Chỉ đạo chuyển đổi số",
    signer_id="an",
    body=("Căn cứ Luật Tổ chức chính quyền địa phương;", "Điều 1. Kiện toàn Ban Chỉ đạo.", "Điều 2. Thi hành."),
    recipients=("Như Điều 2", "Sở Nội vụ"),
)


class Desk:
    """The directory of this office."""

    def person(self, person_id: str) -> Person | None:
        """Somebody, or nobody."""
        return PEOPLE.get(person_id)

    def people(self, role: Role | None = None, unit_id: str | None = None) -> list[Person]:
        """Everybody with a role in a unit."""
        return [one for one in PEOPLE.values() if role in (None, *one.roles) and unit_id in (None, one.unit_id)]

    def unit(self, unit_id: str) -> Unit | None:
        """A unit, or none."""
        return UNITS.get(unit_id)

    def units(self) -> list[Unit]:
        """All units."""
        return list(UNITS.values())

    def organisation(self) -> Organisation:
        """The office."""
        return Organisation("Ủy ban nhân dân tỉnh Thanh Bình", "UBND", "", "Thanh Bình", "H99")


class Bench:
    """A workbench that works on the spot."""

    def run(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do it now."""
        return task(*args, **kwargs)

    def within(self, seconds: float) -> "Bench":
        """The same bench."""
        return self


class Office:
    """The outgoing half with everything under it."""

    def __init__(self, folder: Path) -> None:
        self.clock = FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
        self.database = service_database(folder, "intake", METADATA)
        self.objects = FolderStore(folder / "objects")
        self.stores = Stores(self.database, LEDGER, self.clock, IntakeStore)
        self.tools = WorkbenchPapers(Bench(), self.objects)
        papers = DraftPapers(Desk(), self.objects, self.tools, self.tools, self.clock)
        self.drafting = Drafting(self.stores, papers, self.clock)
        self.approving = Approving(self.stores, papers, self.clock)
        self.issuing = Issuing(self.stores, papers, self.clock)
        self.files = OutgoingFiles(self.stores, self.objects, self.tools)
        self.views = OutgoingViews(self.database)
        with self.stores() as store:
            store.add_register(BOOK)
            store.add_register(ARRIVALS)

    def arrived(self, lead: Person = DRAFTER) -> IncomingDocument:
        """A document that arrived, number 1, and was given to somebody to answer."""
        paper = Description(
            notation="45/SNV-TCCB",
            document_date=date(2026, 11, 20),
            issuer="Sở Nội vụ",
            type_code="cong_van",
            subject="V/v góp ý dự thảo Quy chế",
        )
        file = FileRef(Part.MAIN, "45.pdf", "application/pdf", 9, "4" * 64, 1)
        routing = Routing(assignees=(Assignee.person(Task.LEAD, lead),))
        with self.stores() as store:
            number = store.next_number(ARRIVALS.id, 2026, "a" * 32)
            entry = Entry(ARRIVALS.id, ARRIVALS.name, 2026, number, date(2026, 11, 21), "lan", "Lan", self.clock.now())
            registered = IncomingDocument("a" * 32, 1, IncomingState.REGISTERED, entry, paper, (file,))
            store.add_incoming(registered)
            given = registered.changed(state=IncomingState.IN_PROGRESS, routing=routing)
            store.keep_incoming(given)
        return given

    def draft(self, **changes: object) -> OutgoingDocument:
        """A draft by the drafter."""
        return self.drafting.begin(DRAFTER, DraftOrder(replace(CONTENT, **changes)))  # type: ignore[arg-type]

    def waiting_for_signature(self, **changes: object) -> OutgoingDocument:
        """A draft through both approvals."""
        document = self.draft(**changes)
        self.approving.submit(DRAFTER, Slip(document.id))
        self.approving.approve_content(HEAD, Slip(document.id))
        return self.approving.approve_format(CHECKER, Slip(document.id, "Đồng ý"))

    def signed(self, **changes: object) -> OutgoingDocument:
        """A document the leader has signed."""
        return self.sign(self.waiting_for_signature(**changes))

    def sealed(self, **changes: object) -> OutgoingDocument:
        """A document with number, date and seal."""
        document = self.signed(**changes)
        return self.seal(self.issuing.number(CLERK, Slip(document.id), BOOK.id))

    def sign(self, document: OutgoingDocument) -> OutgoingDocument:
        """What the signing desk tells once the leader has signed."""
        return self.hear(self.signature(document))

    def signature(self, document: OutgoingDocument) -> DocumentSigned:
        """The fact of the leader's signature on the present version."""
        edition = self.views.outgoing_sheet(DRAFTER, document.id).edition
        file = FileRef(Part.SIGNED, "du-thao.pdf", "application/pdf", 9, "5" * 64, 1)
        return DocumentSigned(
            document.request_id, document.id, document.version, "an", LEADER.name, edition.file.digest, file
        )

    def seal(self, document: OutgoingDocument) -> OutgoingDocument:
        """What the signing desk tells once the clerk has sealed."""
        file = FileRef(Part.SEALED, "van-ban.pdf", "application/pdf", 9, "6" * 64, 1)
        return self.hear(DocumentSealed(document.seal_request_id, document.id, document.version, "lan", file))

    def hear(self, fact: Fact) -> OutgoingDocument:
        """React to a fact, as the bus would."""
        reactions = {DocumentSealed: self.issuing.sealed, DocumentSigned: self.approving.signed}
        with self.stores() as store:
            reactions.get(type(fact), self.approving.refused)(fact, store)  # type: ignore[operator]
        return self.views.outgoing_sheet(DRAFTER, fact.document_id).document  # type: ignore[attr-defined]

    def told(self, kind: type[T]) -> list[T]:
        """The facts of one kind this office has told, in order."""
        with self.database.read() as connection:
            bodies = connection.execute(select(LEDGER.outbox.c.body).order_by(LEDGER.outbox.c.seq)).scalars()
            return [fact for fact in map(from_json, bodies) if isinstance(fact, kind)]

    def audited(self) -> list[str]:
        """The actions of the audit chain, in order."""
        with self.database.read() as connection:
            return list(connection.execute(select(LEDGER.audit.c.action).order_by(LEDGER.audit.c.seq)).scalars())


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office on its first day."""
    made = Office(tmp_path)
    yield made
    made.database.close()
