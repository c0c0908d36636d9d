"""A signature made elsewhere: what goes out is signed by a token, what comes back is looked at before it is kept."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from services.backends.keys.authority import Authority, Identity
from services.backends.keys.tokens import Tokens
from services.backends.pades.fields import prepare
from services.backends.pades.halves import Begun, KeyElsewhere, begin, finish
from services.backends.pades.places import find_places
from services.backends.pades.signer import FastSigner, MemoryKey
from services.backends.pades.signing import LEADERS
from services.kernel.errors import BadInput, Stale
from tests.dispatches import dispatches
from tests.softhsm import PIN, soft_token

KEY = "a1"


@cache
def pki() -> tuple[Authority, Identity, Identity]:
    made = Authority("Chứng thực số thử nghiệm")
    return made, *(made.person(name, "Giám đốc", "Sở Nội vụ") for name in ("Nguyễn Văn An", "Lê Văn Bình"))  # type: ignore[return-value]


def loaded(identity: Identity) -> x509.Certificate:
    return x509.Certificate.load(identity.certificate.public_bytes(Encoding.DER))


def elsewhere() -> PdfSigner:
    authority, person, _ = pki()
    own = loaded(person)
    return PdfSigner(LEADERS, FastSigner(KeyElsewhere(own), own, [loaded(authority.issuing)]))


@pytest.fixture
def begun() -> tuple[bytes, Begun]:
    paper = next(iter(dispatches(1))).paper
    return begin(prepare(paper, find_places(paper, ""), image_aspect=2.5, seal_mm=36), elsewhere())


def is_valid(pdf: bytes) -> bool:
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    trust = ValidationContext(trust_roots=[loaded(pki()[0].root)], allow_fetching=False)
    return bool(validate_pdf_signature(signature, trust).bottom_line)


@pytest.fixture
def tokens() -> Iterator[Tokens]:
    made = Tokens()
    yield made
    made.close()


def test_a_token_signs_what_went_out_and_the_file_is_valid(
    begun: tuple[bytes, Begun], tokens: Tokens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = soft_token(tmp_path, monkeypatch, {KEY: pki()[1]})
    pdf, waiting = begun
    with tokens.unlocked(token.slot, PIN) as unlocked:
        (signature,) = unlocked.sign(KEY, [waiting.to_sign])
    assert is_valid(finish(pdf, waiting, signature, elsewhere()))


def test_what_another_key_signed_or_for_another_paper_is_not_kept(begun: tuple[bytes, Begun]) -> None:
    pdf, waiting = begun
    _, person, other = pki()
    for signature in (
        MemoryKey(other.key).sign(waiting.to_sign),
        MemoryKey(person.key).sign(b"another paper"),
        b"",
    ):
        with pytest.raises(BadInput) as foreign:
            finish(pdf, waiting, signature, elsewhere())
        assert foreign.value.code == "signature-foreign"


def test_a_file_that_changed_while_it_waited_is_not_signed(begun: tuple[bytes, Begun]) -> None:
    pdf, waiting = begun
    signature = MemoryKey(pki()[1].key).sign(waiting.to_sign)
    for changed in (pdf.replace(b"/Type", b"/Typo", 1), pdf + b"\n", pdf[:-1]):
        with pytest.raises(Stale):
            finish(changed, waiting, signature, elsewhere())
    assert is_valid(finish(pdf, waiting, signature, elsewhere()))
