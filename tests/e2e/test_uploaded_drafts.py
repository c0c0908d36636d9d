"""A PDF written elsewhere is judged when it is handed in: kept as it is, written anew, or refused in words."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from services.backends.bus.embedded import EmbeddedBus
from services.backends.keys.softkey import make_soft_keys
from services.backends.objects.folder import FolderStore
from services.backends.pades.validation import validate
from services.backends.shared import Shared
from services.intake.domain.outgoing import OutgoingDocument
from services.intake.domain.papers import Sent
from services.intake.handlers.draft_papers import DraftOrder
from services.intake.handlers.slips import Slip
from services.intake.wiring import IntakeParts
from services.intake.wiring import wire as wire_intake
from services.kernel.clock import SystemClock
from services.kernel.errors import BadInput
from services.kernel.people import Role
from services.kernel.signatures import Outcome
from services.signing.wiring import SigningParts
from services.signing.wiring import wire as wire_signing
from tests.databases import demo_settings
from tests.e2e.test_stories import scanned
from tests.unit.outgoing_office import BOOK, CHECKER, CONTENT, DRAFTER, HEAD, Bench, Desk


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


def test_a_sound_draft_is_kept_byte_for_byte(desks: TwoDesks) -> None:
    sound = desks.to_the_book()
    edition = desks.intake.views.outgoing_sheet(DRAFTER, sound.id).edition
    with desks.objects.open(edition.file.digest) as stream:
        upload = desks.intake.outgoing.cases.uploads.take(DRAFTER, Sent("a.pdf", stream))
    assert upload.file.digest == edition.file.digest
    assert upload.original is None


def test_a_draft_that_cannot_be_made_signable_is_refused_before_anybody_approves_it(
    desks: TwoDesks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.backends.pades.rehearsal._holds", lambda pdf: False)
    with pytest.raises(BadInput) as refused:
        desks.intake.outgoing.cases.uploads.take(DRAFTER, Sent("quét.pdf", BytesIO(scanned())))
    assert refused.value.code == "draft-unsignable"
    assert "Xuất lại PDF" in refused.value.next
    assert refused.value.detail.startswith("quét.pdf: ")
    assert "Tệp lỗi" in refused.value.next
    assert [one.name for one in desks.intake.views.quarantined()] == ["quét.pdf"]


def test_a_faulty_file_without_signature_is_said_to_have_none_and_never_to_be_forged() -> None:
    report = validate(scanned(), ())
    assert (report.outcome, report.cause) == (Outcome.INDETERMINATE, "Tệp không có chữ ký số.")
