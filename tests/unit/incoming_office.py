"""A small office for tests of arrived documents: real database, files and PDF tools; only people are made up."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import select

from services.backends.ledger import Stores
from services.backends.objects.folder import FolderStore
from services.intake.domain.description import Description
from services.intake.domain.incoming import IncomingDocument
from services.intake.domain.papers import Received, Sent, Upload
from services.intake.domain.registers import Direction, Register
from services.intake.handlers.arrivals import Arrivals
from services.intake.handlers.foreseeing import Foreseeing
from services.intake.handlers.incoming_desk import IncomingDesk
from services.intake.handlers.opening import Opening
from services.intake.handlers.receiving import Receiving, Tools
from services.intake.handlers.registers import Registers
from services.intake.handlers.registration import RegisterIncoming, Registration
from services.intake.handlers.routing import Direct, Routing
from services.intake.handlers.secret_uploads import SecretUploads
from services.intake.handlers.slips import Slip
from services.intake.handlers.stamping import Stamping
from services.intake.store import IntakeStore
from services.intake.tables import LEDGER, METADATA
from services.intake.views import IntakeViews
from services.intake.wiring.incoming_papers import BenchPapers
from services.kernel.clock import FixedClock
from services.kernel.facts import Fact
from services.kernel.people import Person, Role
from services.kernel.signatures import Outcome, SignatureReport
from services.kernel.values import FileRef, Part, new_id
from services.kernel.wire import from_json
from tests.databases import service_database
from tests.unit.outgoing_office import CLERK, DRAFTER, HEAD, LEADER, STRANGER, Bench, Desk

__all__ = ["BOOK", "CLERK", "DRAFTER", "HEAD", "LEADER", "STRANGER", "Direct", "Slip"]

BOOK = Register("so-den", "Sổ văn bản đến", Direction.INCOMING, frozenset(), date(2026, 1, 1))
ADMIN = Person("hung", "Lý Văn Hùng", "Quản trị", "vp", "Văn phòng", frozenset({Role.ADMIN}))
PAPER = Description(
    notation="45/SNV-TCCB",
    document_date=date(2026, 11, 20),
    issuer="Sở Nội vụ",
    type_code="cong_van",
    subject="Báo cáo kết quả cải cách hành chính",
)


class NoSignatures:
    """A reader that finds the signatures of nobody."""

    def check(self, digest: str) -> SignatureReport:
        """Undecided."""
        return SignatureReport(Outcome.INDETERMINATE, "Tệp không có chữ ký số.")


@dataclass
class IncomingOffice:
    """The incoming half with everything under it."""

    folder: Path

    def __post_init__(self) -> None:
        self.clock = FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
        self.database = service_database(self.folder, "intake", METADATA)
        self.objects = FolderStore(self.folder / "objects")
        self.stores = Stores(self.database, LEDGER, self.clock, IntakeStore)
        self.views = IntakeViews(self.database)
        papers = BenchPapers(Bench(), self.objects)
        receiving = Receiving(self.stores, self.objects, Tools(papers, NoSignatures()))
        registration = Registration(self.stores, Desk(), self.objects, self.clock)
        self.desk = IncomingDesk(
            receiving=receiving,
            arrivals=Arrivals(self.stores, receiving, self.clock, self.views.known_issuers),
            secrets=SecretUploads(self.stores, self.objects),
            registration=registration,
            foreseeing=Foreseeing(registration, self.views),
            routing=Routing(self.stores, Desk(), self.clock),
            registers=Registers(self.stores, self.clock),
            opening=Opening(self.stores, papers, self.objects),
            stamping=Stamping(self.stores, papers, Desk(), self.views.unstamped),
            clock=self.clock,
            stamp_soon=lambda: None,
        )
        with self.stores() as store:
            store.add_register(BOOK)

    def arrive(self, paper: Description = PAPER, despite: str = "") -> IncomingDocument:
        """Register a document whose file nobody has sent before."""
        order = RegisterIncoming(BOOK.id, paper, received=some_file(self.objects), despite=despite)
        return self.desk.registration.register(CLERK, order)

    def directed(self, **what: object) -> IncomingDocument:
        """A document the leader gave to the drafter to handle."""
        document = self.arrive()
        self.desk.routing.present(CLERK, Slip(document.id), LEADER.id)
        return self.desk.routing.direct(LEADER, Slip(document.id), Direct("Nghiên cứu, trả lời.", DRAFTER.id, **what))

    def told(self) -> list[Fact]:
        """Every fact published so far."""
        outbox = LEDGER.outbox
        with self.database.read() as connection:
            return [from_json(row.body) for row in connection.execute(select(outbox).order_by(outbox.c.seq))]

    def audited(self, subject: str) -> list[str]:
        """What the audit says was done to a thing."""
        chain = LEDGER.audit
        with self.database.read() as connection:
            rows = connection.execute(select(chain.c.action).where(chain.c.subject == subject).order_by(chain.c.seq))
            return list(rows.scalars())


def some_file(objects: FolderStore) -> Received:
    """A received file that is like no other."""
    kept = objects.put(BytesIO(new_id().encode()))
    return Received((FileRef(Part.MAIN, "cong-van.pdf", "application/pdf", kept.size, kept.digest, 1),))


def pdf_bytes(mark: str = "") -> bytes:
    """A small PDF with one empty page."""
    out = BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page(page_size=(595, 842))
        paper.docinfo["/Title"] = mark
        paper.save(out, deterministic_id=True)
    return out.getvalue()


def upload(name: str = "Công văn 45.pdf", content: bytes | None = None) -> Upload:
    """One main file as somebody sends it."""
    return Upload(Sent(name, BytesIO(pdf_bytes() if content is None else content)))


def another(paper: Description = PAPER, **what: object) -> Description:
    """The same description with something else in it."""
    return replace(paper, **what)  # type: ignore[arg-type]  # fields of a description


@pytest.fixture
def office(tmp_path: Path) -> Iterator[IncomingOffice]:
    """An office with an open register of arrivals."""
    made = IncomingOffice(tmp_path)
    yield made
    made.database.close()
