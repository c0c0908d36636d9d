"""Whatever is done to a sealed document afterwards, the check never calls it valid."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints

from services.backends.keys.authority import Authority, Identity
from services.backends.keys.ring import write_trust
from services.backends.pades.fields import LEADER, NUMBER, SEAL, prepare
from services.backends.pades.pens import KeyFile, NumberAndDate, Pen
from services.backends.pades.places import find_places
from services.backends.pades.roots import Root, read_trust
from services.backends.pades.signing import fill, sign_leader
from services.backends.pades.validation import validate
from services.kernel.signatures import ExpectedSignature, Outcome
from tests.unit.signing_office import Office, signing_office

__all__ = ["signing_office"]

BOTH = (ExpectedSignature(LEADER), ExpectedSignature(SEAL))


def test_no_flipped_byte_of_what_was_signed_goes_unseen(signing_office: Office) -> None:
    sealed = signing_office.sealed
    for at in range(700, len(sealed) - 40, len(sealed) // 40):
        if sealed[at : at + 1] in b"0123456789abcdefABCDEF\n\r ":
            continue  # padding around the signature values, or blanks a reader skips
        broken = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        assert not validate(broken, signing_office.roots, BOTH).valid, f"byte {at}"


def test_text_added_to_a_page_breaks_both_signatures(signing_office: Office) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signing_office.sealed))
    words = RawContent(b"q 1 0 0 rg 100 400 200 40 re f Q", BoxConstraints(595, 842))
    writer.add_stream_to_page(0, writer.add_object(generic.StreamObject(stream_data=words.data)))
    report = validate(_written(writer), signing_office.roots, BOTH)
    assert [one.outcome for one in report.signatures] == [Outcome.INVALID, Outcome.INVALID]
    assert report.cause == "Nội dung đã bị sửa sau khi ký."


def test_a_number_changed_after_the_seal_breaks_the_seal_but_not_the_leaders_signature(signing_office: Office) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signing_office.sealed))
    for ref in writer.root["/AcroForm"]["/Fields"]:
        field = ref.get_object()
        if field["/T"] == NUMBER:
            field["/V"] = generic.pdf_string("99")
            writer.mark_update(ref)
    report = validate(_written(writer), signing_office.roots, BOTH)
    assert report.outcome is Outcome.INVALID
    assert report.signatures[1].outcome is Outcome.INVALID
    assert report.signatures[0].outcome is Outcome.VALID


def test_a_document_cut_back_to_the_leaders_revision_lacks_the_seal(signing_office: Office) -> None:
    cut = signing_office.sealed[: len(signing_office.signed)]
    assert validate(cut, signing_office.roots).valid
    report = validate(cut, signing_office.roots, BOTH)
    assert report.outcome is Outcome.INVALID
    assert "không có đủ các chữ ký" in report.cause


@pytest.mark.parametrize("tail", [b"junk", bytes(200), b"%%EOF\n", b"\n1 0 obj\n<<>>\nendobj\n"])
def test_bytes_after_the_last_signature_are_not_overlooked(signing_office: Office, tail: bytes) -> None:
    assert not validate(signing_office.sealed + tail, signing_office.roots, BOTH).valid


def test_a_file_broken_off_in_the_middle_is_not_valid(signing_office: Office) -> None:
    for share in (0.2, 0.5, 0.8, 0.95, 0.999):
        cut = signing_office.sealed[: int(len(signing_office.sealed) * share)]
        assert not validate(cut, signing_office.roots, BOTH).valid


def test_number_and_date_without_the_seal_are_not_enough(signing_office: Office) -> None:
    filled = fill(signing_office.signed, NumberAndDate("05", "07", "6"))
    assert not validate(filled, signing_office.roots, BOTH).valid


def test_an_unknown_authority_is_undecided_never_valid(signing_office: Office, tmp_path: Path) -> None:
    """Invariant 18: nor without a trusted root."""
    write_trust(tmp_path, Authority("Chứng thực lạ"))
    for roots in (read_trust(tmp_path / "trust.toml"), ()):
        report = validate(signing_office.sealed, roots, BOTH)
        assert report.outcome is Outcome.INDETERMINATE
        assert "không do tổ chức được cơ quan tin cậy cấp" in report.cause


def test_one_known_root_among_several_is_enough(signing_office: Office, tmp_path: Path) -> None:
    write_trust(tmp_path, Authority("Chứng thực lạ"))
    assert validate(signing_office.sealed, (*read_trust(tmp_path / "trust.toml"), *signing_office.roots), BOTH).valid


def test_missing_revocation_data_is_undecided_when_the_root_publishes_it(signing_office: Office) -> None:
    """Invariant 18: without revocation data a signature is never called valid."""
    strict = tuple(replace(root, publishes=True) for root in signing_office.roots)
    report = validate(signing_office.sealed, strict, BOTH)
    assert report.outcome is Outcome.INDETERMINATE
    assert "Thiếu thông tin thu hồi" in report.cause


def test_a_revoked_signer_is_invalid_and_the_others_stay_valid(signing_office: Office, tmp_path: Path) -> None:
    authority = Authority("Chứng thực có thu hồi")
    good = authority.person("Nguyễn Văn An", "Chánh Văn phòng", "Cơ quan")
    bad = authority.person("Nguyễn Văn An", "Chánh Văn phòng", "Cơ quan")
    root = _published(authority, tmp_path, revoked=bad)
    assert validate(_signed_by(signing_office, authority, good, tmp_path), (root,)).valid
    report = validate(_signed_by(signing_office, authority, bad, tmp_path), (root,))
    assert report.outcome is Outcome.INVALID
    assert "bị thu hồi" in report.cause


def test_the_signature_of_another_person_is_not_the_expected_one(signing_office: Office) -> None:
    report = validate(signing_office.signed, signing_office.roots, (ExpectedSignature(LEADER, "Trần Thị Bình"),))
    assert report.outcome is Outcome.INVALID
    assert "Nguyễn Văn An, không phải của Trần Thị Bình" in report.cause


def test_a_file_without_signatures_is_undecided_and_invalid_where_one_is_expected(signing_office: Office) -> None:
    assert validate(signing_office.draft, signing_office.roots).outcome is Outcome.INDETERMINATE
    assert validate(signing_office.draft, signing_office.roots, BOTH).outcome is Outcome.INVALID


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"\x00" * 4000, b"%PDF-1.4\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF"]
)
def test_rubbish_is_answered_not_raised(signing_office: Office, content: bytes) -> None:
    assert validate(content, signing_office.roots).outcome is Outcome.INVALID


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _published(authority: Authority, folder: Path, revoked: Identity) -> Root:
    write_trust(folder, authority)
    lists = []
    for number, content in enumerate((_revocation_list(authority.root), _revocation_list(authority.issuing, revoked))):
        (folder / f"{number}.crl").write_bytes(content)
        lists.append(str(folder / f"{number}.crl"))
    (root,) = read_trust(folder / "trust.toml")
    return replace(root, publishes=True, lists=tuple(lists))


def _revocation_list(issuer: Identity, *revoked: Identity) -> bytes:
    since = issuer.certificate.not_valid_before_utc
    key = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(since)
        .next_update(since + timedelta(days=366))
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(key, critical=False)
    )
    for one in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(one.certificate.serial_number)
        builder = builder.add_revoked_certificate(entry.revocation_date(since).build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _signed_by(office: Office, authority: Authority, identity: Identity, folder: Path) -> bytes:
    key = folder / f"{identity.fingerprint()}.p12"
    key.write_bytes(authority.bundle(identity, "x"))
    prepared = prepare(office.draft, find_places(office.draft, "Nguyễn Văn An"), image_aspect=2.5, seal_mm=36)
    return sign_leader(prepared, Pen(KeyFile(str(key), "x"), office.pen("p1").image))
