"""The leader signs, the clerk numbers and seals: both signatures stand, in two independent readers."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from services.backends.pades.fields import LEADER, SEAL, prepare
from services.backends.pades.pens import NumberAndDate
from services.backends.pades.places import find_places
from services.backends.pades.tasks import seal_file, sign_file
from services.backends.pades.validation import validate
from services.kernel.errors import BadInput, Unavailable
from services.kernel.signatures import ExpectedSignature, Outcome
from tests.unit.signing_office import Office, decision_pdf, signing_office

__all__ = ["signing_office"]

BOTH = (ExpectedSignature(LEADER, "Nguyễn Văn An"), ExpectedSignature(SEAL, "Văn phòng UBND tỉnh Thanh Bình"))


def test_both_signatures_are_valid_after_number_and_seal(signing_office: Office) -> None:
    """Invariant 7: number, date and seal leave the signature of the leader valid."""
    report = validate(signing_office.sealed, signing_office.roots, BOTH)
    assert report.valid, report.cause
    assert [one.signer for one in report.signatures] == ["Nguyễn Văn An", "Văn phòng UBND tỉnh Thanh Bình"]
    assert all(one.outcome is Outcome.VALID for one in report.signatures)
    assert any("không công bố" in note for note in report.notes)


def test_another_reader_finds_both_signatures_valid_and_the_whole_document_signed(
    signing_office: Office, tmp_path: Path
) -> None:
    target = tmp_path / "văn bản.pdf"
    target.write_bytes(signing_office.sealed)
    said = subprocess.run(["pdfsig", str(target)], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid") == 2
    assert said.count("ETSI.CAdES.detached") == 2
    assert "  - Total document signed" in said.split("Signature #2")[1]


def test_a_signature_states_the_time_of_the_offices_clock(signing_office: Office, tmp_path: Path) -> None:
    moment, paper = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3), tmp_path / "paper.pdf"
    paper.write_bytes(signing_office.draft)
    pen = replace(signing_office.pen("p1"), at=moment)
    signed = sign_file(str(paper), pen, "Nguyễn Văn An", None, 36).pdf
    (signature,) = validate(signed, signing_office.roots, BOTH[:1]).signatures
    assert signature.signed_at == moment


def test_the_draft_and_the_signed_revision_stay_in_front_of_what_follows(signing_office: Office) -> None:
    """Invariant 7: not a byte of what was signed changes."""
    assert signing_office.signed.startswith(signing_office.draft)
    assert signing_office.sealed.startswith(signing_office.signed)


def test_number_and_date_stand_in_the_gaps_of_the_printed_lines(signing_office: Office) -> None:
    with pypdfium2.PdfDocument(signing_office.sealed) as paper:
        paper.init_forms()
        shown = paper[0].render(scale=2, may_draw_forms=True).to_pil().convert("L")
    before = find_places(signing_office.draft, "Nguyễn Văn An")
    for box in (before.number, before.day, before.month):
        patch = shown.crop((round(box.x0 * 2), 1684 - round(box.y1 * 2), round(box.x1 * 2), 1684 - round(box.y0 * 2)))
        assert patch.getextrema()[0] < 100, "nothing is printed in the gap"


def test_the_seal_is_of_true_size_and_covers_a_third_of_the_leaders_image(signing_office: Office) -> None:
    boxes = signing_office.boxes(signing_office.sealed)
    seal, hand = boxes[SEAL], boxes[LEADER]
    assert seal[2] - seal[0] == pytest.approx(36 * 72 / 25.4, abs=1)
    assert seal[2] == pytest.approx(hand[0] + (hand[2] - hand[0]) / 3, abs=2)
    assert seal[0] < hand[0]


def test_a_prepared_draft_is_not_prepared_twice(signing_office: Office) -> None:
    places = find_places(signing_office.draft, "Nguyễn Văn An")
    once = prepare(signing_office.draft, places, image_aspect=2.5, seal_mm=36)
    assert prepare(once, places, image_aspect=2.5, seal_mm=36) == once


def test_a_page_without_the_printed_lines_gets_the_places_of_the_decree() -> None:
    places = find_places(_blank_page(), "Nguyễn Văn An")
    assert places.number.page == places.signature.page == 1
    assert places.signature.x0 > 595 / 2


def test_a_wrong_password_is_refused_in_words_and_not_repeated_in_them(signing_office: Office, tmp_path: Path) -> None:
    pen = signing_office.pen("p1", password="sai bét")
    draft = tmp_path / "a.pdf"
    draft.write_bytes(signing_office.draft)
    with pytest.raises(Unavailable) as refused:
        sign_file(str(draft), pen, "Nguyễn Văn An", None, 36)
    assert refused.value.code == "key-unreadable"
    assert "sai bét" not in f"{refused.value} {refused.value.next} {pen}"


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_cannot_be_signed_or_sealed(signing_office: Office, tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(content)
    with pytest.raises(BadInput):
        sign_file(str(target), signing_office.pen("p1"), "An", None, 36)
    with pytest.raises(BadInput):
        seal_file(str(target), signing_office.agency_pen(), NumberAndDate("05", "07", "6"))


def test_a_sealed_document_cannot_be_sealed_again(signing_office: Office, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(signing_office.sealed)
    with pytest.raises(BadInput):
        seal_file(str(target), signing_office.agency_pen(), NumberAndDate("06", "07", "6"))


def test_the_signing_time_is_now(signing_office: Office) -> None:
    report = validate(signing_office.sealed, signing_office.roots)
    for one in report.signatures:
        assert one.signed_at is not None
        assert abs(one.signed_at - datetime.now(UTC)) < timedelta(minutes=10)


def test_party_documents_and_dotted_gaps_are_found_too() -> None:
    party = find_places(decision_pdf(number="Số#h(12mm)-NQ/TU"), "Nguyễn Văn An")
    dotted = find_places(decision_pdf(number="Số: ........./QĐ-UBND"), "Nguyễn Văn An")
    for places in (party, dotted):
        assert 15 < places.number.x1 - places.number.x0 < 60


def _blank_page() -> bytes:
    paper = pypdfium2.PdfDocument.new()
    paper.new_page(595, 842)
    out = BytesIO()
    paper.save(out)
    return out.getvalue()
