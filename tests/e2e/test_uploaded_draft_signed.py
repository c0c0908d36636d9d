"""A PDF written elsewhere, with a fault only strict readers see, goes from the drafter to both valid signatures."""

from io import BytesIO

import pytest
from PIL import Image

from services.backends.pades.validation import validate
from services.intake.domain.outgoing import State
from services.intake.domain.papers import Sent
from services.intake.handlers.draft_papers import DraftOrder
from services.intake.handlers.slips import Slip
from services.kernel.errors import BadInput
from services.kernel.signatures import Outcome
from tests.e2e.test_outgoing_signed_and_sealed import TwoDesks, desks
from tests.unit.outgoing_office import BOOK, CHECKER, CLERK, CONTENT, DRAFTER, HEAD, LEADER

__all__ = ["desks"]


def scanned() -> bytes:
    """A page as an imaging library writes it: readable everywhere, but its first reference is not as it should be."""
    out = BytesIO()
    Image.new("RGB", (620, 877), "white").save(out, "PDF")
    assert b"65536 f" in out.getvalue()
    return out.getvalue()


def test_a_draft_with_a_fault_is_written_anew_signed_and_sealed_and_the_uploaded_bytes_are_kept(
    desks: TwoDesks,
) -> None:
    cases, content = desks.intake.outgoing.cases, scanned()
    upload = cases.uploads.take(DRAFTER, Sent("quét.pdf", BytesIO(content)))
    document = cases.drafting.begin(DRAFTER, DraftOrder(CONTENT, upload))
    draft = desks.intake.views.outgoing_sheet(DRAFTER, document.id).edition
    assert "ghi lại thành tệp ký được" in draft.said

    cases.approving.submit(DRAFTER, Slip(document.id))
    cases.approving.approve_content(HEAD, Slip(document.id))
    cases.approving.approve_format(CHECKER, Slip(document.id, "Bản quét, đã xem từng phần."))
    document = desks.at(document)
    desks.signing.book.sign(LEADER, document.request_id, draft.file.digest)
    assert desks.at(document).state is State.SIGNED
    numbered = cases.issuing.number(CLERK, Slip(document.id), BOOK.id)
    desks.bus.settle()
    signed = desks.intake.views.outgoing_sheet(CLERK, document.id).edition.file.digest
    desks.signing.seals.seal(CLERK, numbered.seal_request_id, signed)
    assert desks.at(document).state is State.SEALED
    sealed = desks.intake.views.outgoing_sheet(CLERK, document.id).edition.file.digest
    with desks.objects.local(sealed) as path:
        report = desks.signing.validation.validator.examine(path)
    assert report.signatures[0].signer == LEADER.name
    assert report.outcome is Outcome.VALID

    file, stream = cases.files.original(DRAFTER, document.id, 1)
    with stream:
        assert stream.read() == content
    assert file.digest in set(desks.intake.views.digests())


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
