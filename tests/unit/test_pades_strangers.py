"""Whatever a stranger's file holds, the check answers and never calls it valid by mistake."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.backends.pades.validation import validate
from services.kernel.signatures import ExpectedSignature, Outcome
from tests.unit.signing_office import Office, signing_office

__all__ = ["signing_office"]

RELAXED = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_WORDS = (
    b"/Contents /ByteRange /Kids /Parent /Prev /Length /Root /Fields /Type obj endobj stream R xref trailer startxref"
    b" << >> [ ] < >"
).split()


@RELAXED
@given(st.binary(max_size=3_000))
def test_random_bytes_are_answered(signing_office: Office, content: bytes) -> None:
    for pdf in (content, b"%PDF-1.7\n" + content, signing_office.sealed + content):
        report = validate(pdf, signing_office.roots)
        assert report.outcome is not Outcome.VALID or pdf == signing_office.sealed


@RELAXED
@given(st.data())
def test_a_signed_file_with_words_exchanged_is_answered(signing_office: Office, data: st.DataObject) -> None:
    pdf = signing_office.sealed
    for _ in range(data.draw(st.integers(1, 4))):
        word, other = data.draw(st.sampled_from(_WORDS)), data.draw(st.sampled_from(_WORDS))
        places = [at for at in range(0, len(pdf), max(1, len(pdf) // 60)) if pdf.find(word, at) >= 0]
        at = pdf.find(word, data.draw(st.sampled_from(places))) if places else 0
        pdf = pdf[:at] + other + pdf[at + len(word) :]
    report = validate(pdf, signing_office.roots, (ExpectedSignature("leader_signature"),))
    assert not report.valid or pdf == signing_office.sealed


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 1 0 R/AcroForm 1 0 R/Fields[1 0 R]/Kids[1 0 R]>>\nendobj\n"
        b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
        b"%PDF-1.7\n" + b"[" * 20_000 + b"startxref\n9\n%%EOF",
        b"%PDF-1.7\n" + b"<<" * 20_000 + b"\nstartxref\n9\n%%EOF",
    ],
)
def test_loops_and_depths_are_answered(signing_office: Office, content: bytes) -> None:
    assert validate(content, signing_office.roots).outcome is Outcome.INVALID
