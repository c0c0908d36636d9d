"""Bytes erased as classified while somebody else's upload of the same bytes is being read: nothing speaks of them."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from services.intake.domain.papers import Sent
from services.intake.handlers.draft_papers import DraftOrder
from services.intake.handlers.draft_uploads import DraftUploads
from services.intake.handlers.registration import RegisterIncoming
from services.kernel.errors import BadInput, Conflict
from services.kernel.values import Part, Secrecy
from tests.unit.incoming_office import BOOK, CLERK, DRAFTER, PAPER, IncomingOffice, office, pdf_bytes, upload
from tests.unit.outgoing_office import CONTENT, Office

__all__ = ["office"]


def _meanwhile(office: IncomingOffice, act: Callable[[], object]) -> None:
    """Do something after the next paper was looked into, before anything is recorded of it."""
    papers = office.desk.receiving.tools.papers
    look, skim = papers.look, papers.skim

    def then(digest: str) -> object:
        papers.look, papers.skim = look, skim  # type: ignore[method-assign]
        seen = look(digest)
        act()
        return seen

    papers.look = papers.skim = then  # type: ignore[method-assign,assignment]


def test_an_upload_whose_bytes_were_erased_while_it_was_read_does_not_wait(office: IncomingOffice) -> None:
    secret = office.desk.arrivals.bring(CLERK, upload())
    _meanwhile(office, lambda: office.desk.secrets.remove(CLERK, secret.id, Secrecy.MAT))
    with pytest.raises(Conflict) as refused:
        office.desk.arrivals.bring(CLERK, upload())
    assert refused.value.code == "file-gone"
    assert "gửi lại tệp" in refused.value.next
    assert office.views.arrivals_count() == 0
    assert office.desk.arrivals.bring(CLERK, upload()), "sent again, it is kept again"


def test_a_document_whose_bytes_were_erased_while_it_was_read_gets_no_number(office: IncomingOffice) -> None:
    secret = office.desk.arrivals.bring(CLERK, upload())
    _meanwhile(office, lambda: office.desk.secrets.remove(CLERK, secret.id, Secrecy.MAT))
    received = office.desk.receiving.receive(CLERK, upload())
    with pytest.raises(Conflict, match="không còn trên máy chủ"):
        office.desk.registration.register(CLERK, RegisterIncoming(BOOK.id, PAPER, received=received))
    assert office.views.expected_number(BOOK.id, 2026) == 1
    assert set(office.views.digests()) <= set(office.objects.digests())


@pytest.mark.parametrize("part", [Part.TEXT, Part.ANNEX])
def test_every_file_of_a_document_must_be_there_not_only_the_main_one(office: IncomingOffice, part: Part) -> None:
    received = office.desk.receiving.receive(CLERK, upload())
    lost = replace(received.main, part=part, digest="e" * 64)
    received = replace(received, files=(*received.files, lost))
    with pytest.raises(Conflict):
        office.desk.registration.register(CLERK, RegisterIncoming(BOOK.id, PAPER, received=received))


def test_a_draft_whose_bytes_were_erased_meanwhile_is_not_kept(tmp_path: Path) -> None:
    made = Office(tmp_path)
    uploads = DraftUploads(made.stores, made.objects, made.tools)
    order = DraftOrder(CONTENT, uploads.take(DRAFTER, Sent("a.pdf", BytesIO(pdf_bytes()))))
    read = made.drafting.papers.reader.read

    def then(digest: str) -> object:
        seen = read(digest)
        made.objects.remove(digest)
        return seen

    made.tools.read = then  # type: ignore[method-assign,assignment]
    with pytest.raises(Conflict, match="không còn trên máy chủ"):
        made.drafting.begin(DRAFTER, order)
    made.database.close()


def test_what_any_record_speaks_of_is_found_by_asking_the_database(office: IncomingOffice) -> None:
    """Documents, annexes, words read, waiting and discarded uploads, files kept apart, and what is in no record."""
    waits = office.desk.arrivals.bring(CLERK, upload(content=pdf_bytes("waits")))
    put_away = office.desk.arrivals.bring(CLERK, upload(content=pdf_bytes("put away")))
    office.desk.arrivals.discard(CLERK, put_away.id, "Gửi nhầm")
    registered = office.arrive()
    with pytest.raises(BadInput):
        office.desk.arrivals.bring(CLERK, upload(content=b"%PDF-1.7 broken"))
    known = frozenset(office.views.digests())
    assert {waits.received.main.digest, put_away.received.main.digest, registered.main.digest} < known
    with office.stores() as store:
        assert store.unreferred(known | {"f" * 64}) == {"f" * 64}
