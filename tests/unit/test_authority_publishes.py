"""The software authority answers for its certificates and stamps moments, as servers of real authorities do."""

import hashlib
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from services.backends.keys import ring
from services.backends.keys.answering import Answering, answering
from services.backends.keys.softkey import SoftKeys, make_soft_keys
from services.backends.keys.stamping import TimeStampReply
from services.kernel.errors import Unavailable
from tests.unit.signing_office import LEADER, ORGANISATION, PASSWORD

MORNING = datetime(2026, 6, 7, 2, 0, tzinfo=UTC)
NOON = MORNING + timedelta(hours=3)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of keys as it is made."""
    folder = tmp_path_factory.mktemp("authority") / "keys"
    make_soft_keys(folder, PASSWORD, ORGANISATION, [LEADER], MORNING)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return shutil.copytree(made, tmp_path / "keys")


def leaf(folder: Path, name: str = "person-p1.p12") -> x509.Certificate:
    return ring.opened(folder / name, PASSWORD).certificate


def asked(folder: Path, certificate: x509.Certificate, issuer: x509.Certificate | None = None) -> ocsp.OCSPResponse:
    answers = answering(folder, PASSWORD, MORNING)
    issuer = issuer or answers.authority.issuing.certificate
    question = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA256())
    question = question.add_extension(x509.OCSPNonce(b"once"), critical=False)
    answer = ocsp.load_der_ocsp_response(answers.status(question.build().public_bytes(Encoding.DER), NOON))
    assert answer.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == b"once"
    return answer


def test_a_certificate_it_issued_stands_until_it_is_revoked(folder: Path) -> None:
    answer = asked(folder, leaf(folder))
    assert answer.certificate_status is ocsp.OCSPCertStatus.GOOD
    assert answer.this_update_utc == NOON
    assert answer.next_update_utc is not None
    assert answer.next_update_utc > NOON

    SoftKeys(folder, PASSWORD).revoke(LEADER.id, NOON)
    answer = asked(folder, leaf(folder))
    assert answer.certificate_status is ocsp.OCSPCertStatus.REVOKED
    assert answer.revocation_time_utc == NOON
    assert asked(folder, leaf(folder, "agency.p12")).certificate_status is ocsp.OCSPCertStatus.GOOD


def test_of_what_it_never_issued_it_knows_nothing(folder: Path, tmp_path: Path) -> None:
    make_soft_keys(tmp_path / "others", PASSWORD, ORGANISATION, [LEADER], MORNING)
    strange = leaf(tmp_path / "others")
    assert asked(folder, strange).certificate_status is ocsp.OCSPCertStatus.UNKNOWN
    foreign = ring.opened(tmp_path / "others" / "issuing.p12", PASSWORD).certificate
    assert asked(folder, leaf(folder), foreign).certificate_status is ocsp.OCSPCertStatus.UNKNOWN
    answer = ocsp.load_der_ocsp_response(answering(folder, PASSWORD, MORNING).status(b"what?", NOON))
    assert answer.response_status is ocsp.OCSPResponseStatus.MALFORMED_REQUEST


def test_who_answers_is_certified_to_answer_and_is_not_asked_about_itself(folder: Path) -> None:
    (responder,) = asked(folder, leaf(folder)).certificates
    usage = responder.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert x509.ExtendedKeyUsageOID.OCSP_SIGNING in usage
    assert responder.extensions.get_extension_for_class(x509.OCSPNoCheck)


def test_its_lists_name_what_was_revoked(folder: Path) -> None:
    SoftKeys(folder, PASSWORD).revoke(LEADER.id, NOON)
    answers = answering(folder, PASSWORD, NOON)
    listed = x509.load_der_x509_crl(answers.list_of_issuing(NOON))
    assert [one.serial_number for one in listed] == [leaf(folder).serial_number]
    assert not list(x509.load_der_x509_crl(answers.list_of_root(NOON)))


def stamped(answers: Answering, **changes: object) -> TimeStampReply:
    wanted: dict[str, object] = {
        "version": "v1",
        "message_imprint": {
            "hash_algorithm": {"algorithm": "sha256"},
            "hashed_message": hashlib.sha256(b"a document").digest(),
        },
        "nonce": 4711,
        "cert_req": True,
    }
    question = tsp.TimeStampReq({**wanted, **changes}).dump()
    return TimeStampReply.load(answers.stamp(question, NOON))


def test_a_stamp_states_the_moment_the_document_and_the_question(folder: Path) -> None:
    answers = answering(folder, PASSWORD, MORNING)
    first, second = (stamped(answers)["time_stamp_token"]["content"] for _ in range(2))
    said = first["encap_content_info"]["content"].parsed
    assert said["gen_time"].native == NOON
    assert said["message_imprint"]["hashed_message"].native == hashlib.sha256(b"a document").digest()
    assert said["nonce"].native == 4711
    assert said["accuracy"].native["seconds"] == 1
    assert said["serial_number"].native != second["encap_content_info"]["content"].parsed["serial_number"].native
    usage = answers.stamping.own.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert usage.critical
    assert list(usage.value) == [x509.ExtendedKeyUsageOID.TIME_STAMPING]


def test_what_cannot_be_stamped_is_refused_with_the_reason(folder: Path) -> None:
    answers = answering(folder, PASSWORD, MORNING)
    old = {"hash_algorithm": {"algorithm": "md5"}, "hashed_message": bytes(16)}
    assert stamped(answers, message_imprint=old)["status"]["fail_info"].native == {"bad_alg"}
    short = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(16)}
    assert stamped(answers, message_imprint=short)["status"]["fail_info"].native == {"bad_data_format"}
    unread = TimeStampReply.load(answers.stamp(b"what?", NOON))
    assert unread["status"]["status"].native == "rejection"


def test_openssl_believes_its_stamps_and_answers(folder: Path, tmp_path: Path) -> None:
    answers = answering(folder, PASSWORD, MORNING)
    paths = {"root": tmp_path / "root.pem", "issuing": tmp_path / "issuing.pem", "leaf": tmp_path / "leaf.pem"}
    paths["root"].write_bytes(answers.authority.root.pem())
    paths["issuing"].write_bytes(answers.authority.issuing.pem())
    paths["leaf"].write_bytes(leaf(folder).public_bytes(Encoding.PEM))
    document, query, reply = tmp_path / "document", tmp_path / "query", tmp_path / "reply"
    document.write_bytes(b"a document")

    def openssl(*words: str | Path) -> str:
        ran = subprocess.run(["openssl", *words], capture_output=True, text=True, check=False, timeout=30)
        return ran.stdout + ran.stderr

    now = datetime.now(UTC)
    openssl("ts", "-query", "-data", document, "-sha256", "-cert", "-out", query)
    reply.write_bytes(answers.stamp(query.read_bytes(), now))
    judge = ("-CAfile", paths["root"], "-untrusted", paths["issuing"])
    assert "Verification: OK" in openssl("ts", "-verify", "-queryfile", query, "-in", reply, *judge)
    openssl("ocsp", "-no_nonce", "-issuer", paths["issuing"], "-cert", paths["leaf"], "-reqout", query)
    reply.write_bytes(answers.status(query.read_bytes(), now))
    about = ("-no_nonce", "-issuer", paths["issuing"], "-cert", paths["leaf"], "-respin", reply)
    said = openssl("ocsp", *about, "-CAfile", paths["root"], "-verify_other", paths["issuing"])
    assert "Response verify OK" in said
    assert "leaf.pem: good" in said


def older(folder: Path) -> None:
    for name in ("responder.p12", "stamping.p12", "register.toml"):
        (folder / name).unlink(missing_ok=True)


def test_a_folder_made_before_its_authority_answered_gains_what_it_takes(folder: Path) -> None:
    older(folder)
    assert asked(folder, leaf(folder)).certificate_status is ocsp.OCSPCertStatus.GOOD
    kept = (folder / "stamping.p12").read_bytes()
    assert oct((folder / "stamping.p12").stat().st_mode)[-3:] == "600"
    answering(folder, PASSWORD, MORNING)
    assert (folder / "stamping.p12").read_bytes() == kept


def test_a_second_authority_is_not_answered_for_by_the_first_ones_people(folder: Path) -> None:
    answering(folder, PASSWORD, MORNING)
    before = leaf(folder, "stamping.p12")
    for name in ring.AUTHORITY:
        (folder / name).unlink()
    SoftKeys(folder, PASSWORD).give(replace(LEADER, id="p9"), ORGANISATION, MORNING)
    answers = answering(folder, PASSWORD, MORNING)
    assert leaf(folder, "stamping.p12") != before
    answers.stamping.own.certificate.verify_directly_issued_by(answers.authority.issuing.certificate)
    assert asked(folder, leaf(folder, "person-p9.p12")).certificate_status is ocsp.OCSPCertStatus.GOOD


def test_a_folder_without_authority_or_with_a_broken_one_says_so(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as none:
        answering(tmp_path / "nothing", PASSWORD, MORNING)
    assert none.value.code == "authority-missing"
    (folder / "issuing.p12").write_bytes(b"broken")
    with pytest.raises(Unavailable) as broken:
        answering(folder, PASSWORD, MORNING)
    assert broken.value.code == "key-unreadable"
