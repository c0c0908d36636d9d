"""One outgoing document between the registry desk and the signing desk, with the real bus, keys and PDFs."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.backends.bus.embedded import EmbeddedBus
from services.backends.keys.softkey import make_soft_keys
from services.backends.objects.folder import FolderStore
from services.backends.shared import Shared
from services.intake.domain.outgoing import OutgoingDocument, State
from services.intake.handlers.draft_papers import DraftOrder
from services.intake.handlers.slips import Slip
from services.intake.wiring import IntakeParts
from services.intake.wiring import wire as wire_intake
from services.kernel.clock import SystemClock
from services.kernel.people import Role
from services.kernel.values import Part
from services.signing.wiring import SigningParts
from services.signing.wiring import wire as wire_signing
from tests.databases import demo_settings
from tests.unit.outgoing_office import BOOK, CHECKER, CLERK, CONTENT, DRAFTER, HEAD, LEADER, Bench, Desk


class TwoDesks:
    """The registry and the signing desk of one office."""

    def __init__(self, folder: Path) -> None:
        settings = demo_settings(folder)
        desk = Desk()
        make_soft_keys(settings.keys, settings.key_passphrase, desk.organisation(), desk.people(Role.LEADER))
        self.objects = FolderStore(folder / "objects")
        shared = Shared(SystemClock(), self.objects, Bench(), desk)
        self.intake: IntakeParts = wire_intake(settings, shared)
        self.signing: SigningParts = wire_signing(settings, shared)
        self.bus = EmbeddedBus([self.intake.endpoint, self.signing.endpoint])
        with self.intake.endpoint.stores() as store:
            store.add_register(BOOK)

    def at(self, document: OutgoingDocument) -> OutgoingDocument:
        """The document once every fact has arrived."""
        self.bus.settle()
        return self.intake.views.outgoing_sheet(DRAFTER, document.id).document

    def to_the_book(self) -> OutgoingDocument:
        """A draft through both approvals."""
        cases = self.intake.outgoing.cases
        document = cases.drafting.begin(DRAFTER, DraftOrder(CONTENT))
        cases.approving.submit(DRAFTER, Slip(document.id))
        cases.approving.approve_content(HEAD, Slip(document.id))
        cases.approving.approve_format(CHECKER, Slip(document.id))
        return self.at(document)


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[TwoDesks]:
    """Both desks, freshly opened."""
    made = TwoDesks(tmp_path)
    yield made
    for endpoint in (made.intake.endpoint, made.signing.endpoint):
        endpoint.database.close()


def test_a_decision_is_signed_numbered_sealed_and_issued_with_both_signatures_valid(desks: TwoDesks) -> None:
    document = desks.to_the_book()
    draft = desks.intake.views.outgoing_sheet(DRAFTER, document.id).edition.file.digest
    desks.signing.book.sign(LEADER, document.request_id, draft)
    assert desks.at(document).state is State.SIGNED

    cases = desks.intake.outgoing.cases
    numbered = cases.issuing.number(CLERK, Slip(document.id), BOOK.id)
    desks.bus.settle()
    signed = desks.intake.views.outgoing_sheet(CLERK, document.id).edition.file.digest
    desks.signing.seals.seal(CLERK, numbered.seal_request_id, signed)
    assert desks.at(document).state is State.SEALED

    issued = cases.issuing.issue(CLERK, Slip(document.id))
    assert issued.state is State.ISSUED
    editions = desks.intake.views.outgoing_sheet(CLERK, document.id).editions
    assert [one.file.part for one in editions] == [Part.DRAFT, Part.SIGNED, Part.SEALED]
    _assert_pdfsig_calls_both_valid(desks, editions[-1].file.digest)


def test_a_leaders_refusal_brings_the_draft_back_with_the_reason(desks: TwoDesks) -> None:
    document = desks.to_the_book()
    desks.signing.book.refuse(LEADER, document.request_id, "Chưa rõ kinh phí")
    returned = desks.at(document)
    assert returned.is_returned
    assert returned.trail.returned is not None
    assert returned.trail.returned.note == "Chưa rõ kinh phí"


def _assert_pdfsig_calls_both_valid(desks: TwoDesks, digest: str) -> None:
    pdfsig = shutil.which("pdfsig")
    if pdfsig is None:
        pytest.skip("pdfsig is not installed")
    with desks.objects.local(digest) as path:
        said = subprocess.run([pdfsig, str(path)], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
    assert said.stdout.count("Signature is Valid") == 2, said.stdout
