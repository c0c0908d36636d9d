"""What must hold of the daily work: invariants 9, 14 and 19 of the field, each by its number."""

from pathlib import Path

import pytest

from services.backends import audit
from services.intake.domain.registers import Direction
from services.intake.handlers.register_book import RegisterBook
from services.intake.handlers.routing import Direct
from services.intake.handlers.slips import Slip
from services.intake.tables import LEDGER
from services.intake.views import IntakeViews
from services.intake.views.incoming_lists import IncomingAsk
from services.intake.views.incoming_lists import Tray as InTray
from services.intake.views.outgoing_trays import OutgoingAsk
from services.intake.views.outgoing_trays import Tray as OutTray
from services.kernel.people import Person
from services.kernel.values import Urgency
from tests.unit.incoming_browser import Browser, browser
from tests.unit.incoming_office import BOOK, CLERK, DRAFTER, LEADER, IncomingOffice, another, office
from tests.unit.outgoing_office import BOOK as SENT
from tests.unit.outgoing_office import CHECKER, HEAD, Desk, Office
from tests.unit.signing_office import LEADER as SIGNER
from tests.unit.signing_office import signing_office
from tests.unit.signing_room import CLERK as SEALER
from tests.unit.signing_room import Room, room

__all__ = ["browser", "office", "room", "signing_office"]
ORDER = (Urgency.NORMAL, Urgency.HOA_TOC, Urgency.KHAN)


@pytest.fixture
def drafts(tmp_path: Path) -> Office:
    """The outgoing half of an office."""
    (tmp_path / "di").mkdir()
    return Office(tmp_path / "di")


def test_urgent_arrivals_lie_on_top_wherever_they_wait(office: IncomingOffice) -> None:
    """Invariant 9: urgent documents jump queues, from the moment they are entered."""
    routing, today = office.desk.routing, office.clock.today()
    documents = [office.arrive(another(notation=f"{n}/SNV", urgency=u)) for n, u in enumerate(ORDER, 1)]

    def lying(person: Person, tray: InTray) -> list[int]:
        rows = office.views.incoming_list(person, IncomingAsk(today, tray)).rows
        return [row.paper.urgency.rank for row in rows]

    assert lying(CLERK, InTray.TO_PRESENT) == [3, 1, 0]
    for document in documents:
        routing.present(CLERK, Slip(document.id), LEADER.id)
    assert lying(LEADER, InTray.TO_DIRECT) == [3, 1, 0]
    for document in documents:
        routing.direct(LEADER, Slip(document.id), Direct("Trả lời.", DRAFTER.id, due=today))
    assert lying(DRAFTER, InTray.MINE) == lying(DRAFTER, InTray.MINE_DUE) == [3, 1, 0]


def test_urgent_drafts_lie_on_top_wherever_they_wait(drafts: Office) -> None:
    """Invariant 9: urgent documents jump queues on their way out, and nothing waits for a batch."""

    def lying(person: Person, tray: OutTray) -> list[int]:
        rows = IntakeViews(drafts.database).outgoing_list(person, OutgoingAsk(tray)).rows
        return [row.content.urgency.rank for row in rows]

    documents = [drafts.draft(urgency=urgency) for urgency in ORDER]
    slips = [Slip(document.id) for document in documents]
    assert lying(DRAFTER, OutTray.DRAFTS) == [3, 1, 0]
    for slip in slips:
        drafts.approving.submit(DRAFTER, slip)
    assert lying(HEAD, OutTray.TO_APPROVE) == [3, 1, 0]
    for slip in slips:
        drafts.approving.approve_content(HEAD, slip)
    assert lying(CHECKER, OutTray.TO_CHECK) == [3, 1, 0]
    for slip in slips:
        drafts.sign(drafts.approving.approve_format(CHECKER, slip))
    assert lying(CLERK, OutTray.TO_NUMBER) == [3, 1, 0]
    for slip in slips:
        drafts.seal(drafts.issuing.number(CLERK, slip, SENT.id))
    assert lying(CLERK, OutTray.TO_ISSUE) == [3, 1, 0]


def test_urgent_papers_lie_on_top_at_the_seal_desk(room: Room) -> None:
    """Invariant 9: urgent documents jump the queue for the seal."""
    asked = []
    for urgency in ORDER:
        request = room.request(urgency=urgency.value)
        room.parts.book.sign(SIGNER, request.request_id, request.file.digest)
        asked.append(room.seal_request(room.told()[-1]))  # type: ignore[arg-type]  # the signature is told last
    waiting = [one.id for one in room.parts.views.seals_waiting()]
    assert waiting == [asked[1].request_id, asked[2].request_id, asked[0].request_id]
    assert room.parts.views.count_seals(SEALER) == 3


@pytest.mark.parametrize("secrecy", ["mat", "toi_mat", "tuyet_mat"])
def test_of_a_classified_document_nothing_is_kept(browser: Browser, office: IncomingOffice, secrecy: str) -> None:
    """Invariant 14: classified content is refused; not even its subject is stored."""
    refused = browser.send(CLERK, 403, secrecy=secrecy, subject="Phương án tác chiến Bạch Đằng")
    assert refused["code"] == "secret-refused"
    assert not list(office.objects.digests())
    office.database.close()
    kept = b"".join(path.read_bytes() for path in office.folder.rglob("*") if path.is_file())
    assert "Bạch Đằng".encode() not in kept


def test_every_view_print_and_download_of_an_arrival_is_in_the_chain(browser: Browser, office: IncomingOffice) -> None:
    """Invariant 19: views, prints and downloads appear in the audit chain, and the chain verifies."""
    document = office.arrive()
    address = f"/van-ban-den/{document.id}"
    made = browser.send(CLERK, notation="46/SNV")
    browser.get(LEADER, address)
    browser.get(CLERK, f"{address}/nhan.pdf")
    headers = {"Cookie": f"vanthu_session={CLERK.id}"}
    browser.client.get(f"/van-ban-den/{made['id']}/tep/{made['files'][0]['digest']}", headers=headers)
    for kind in ("pdf", "xlsx"):
        browser.client.get(f"/van-ban-den/so/{BOOK.id}/2026.{kind}", headers=headers)
    assert office.audited(document.id) == ["register", "view", "print"]
    assert office.audited(made["id"]) == ["register", "download"]
    assert office.audited(BOOK.id) == ["print", "print"]
    with office.database.read() as connection:
        verdict = audit.verify(connection, LEDGER.chain)
    assert (verdict.links, verdict.broken) == (7, 0)


def test_every_view_print_and_download_of_a_sent_document_is_in_the_chain(drafts: Office) -> None:
    """Invariant 19: the same for what goes out."""
    document = drafts.issuing.issue(CLERK, Slip(drafts.sealed().id))
    before = len(drafts.audited())
    drafts.files.looked(LEADER, document.id)
    _, stream = drafts.files.download(LEADER, document.id, 1)
    stream.close()
    volume = IntakeViews(drafts.database).register_print(SENT.id, 2026, Desk().organisation(), drafts.clock.today())
    RegisterBook(drafts.stores, drafts.tools, Direction.OUTGOING).exported(CLERK, SENT.id, volume)
    assert drafts.audited()[before:] == ["view", "download", "print"]
