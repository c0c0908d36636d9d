"""What the signature library and poppler say of a file by themselves, without our policy."""

import logging
import subprocess
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from services.backends.pades.broken import BROKEN
from services.backends.pades.changes import CHANGES
from services.backends.pades.roots import Root

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


def library_says(pdf: bytes, root: Root) -> bool:
    """Whether every signature and time stamp is good: today, or when a time stamp was made."""
    try:
        reader = PdfFileReader(BytesIO(pdf))
        signatures = list(reader.embedded_regular_signatures)
        stamps = list(reader.embedded_timestamp_signatures)
        good = all(_is_good(one, root) for one in signatures) and all(_is_true(one, root) for one in stamps)
        return bool(signatures) and good
    except BROKEN:
        return False


def poppler_says(path: Path) -> bool:
    """Whether pdfsig finds every signature valid; it knows of integrity only, and nothing of document time stamps."""
    said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    found = [line.partition(":")[2].strip() for line in said.splitlines() if "Signature Validation:" in line]
    judged = [words for words in found if "not yet been verified" not in words]
    return bool(judged) and all(words == "Signature is Valid." for words in judged)


def _is_good(signature: EmbeddedPdfSignature, root: Root) -> bool:
    today = _trust(root, signature.reader)
    found = validate_pdf_signature(signature, today, diff_policy=CHANGES)
    stamp = found.timestamp_validity
    if found.bottom_line or stamp is None or not (stamp.valid and stamp.intact and stamp.trusted):
        return bool(found.bottom_line)
    then = _trust(root, signature.reader, stamp.timestamp)
    return bool(validate_pdf_signature(signature, then, today, diff_policy=CHANGES).bottom_line)


def _is_true(stamp: EmbeddedPdfSignature, root: Root) -> bool:
    status = validate_pdf_timestamp(stamp, _trust(root, stamp.reader), diff_policy=CHANGES)
    return bool(status.valid and status.intact and status.trusted)


def _trust(root: Root, reader: PdfFileReader, at: datetime | None = None) -> ValidationContext:
    lists, answers = [Path(file).read_bytes() for file in root.lists], []
    others = [_certificate(file) for file in root.issuing]
    with suppress(NoDSSFoundError):
        store = DocumentSecurityStore.read_dss(reader)
        answers = [one.get_object().data for one in store.ocsps]
        lists += [one.get_object().data for one in store.crls]
        others += store.load_certs()
    return ValidationContext(
        trust_roots=[_certificate(root.file)],
        other_certs=others,
        crls=lists,
        ocsps=answers,
        moment=at,
        retroactive_revinfo=at is not None,
        allow_fetching=False,
        revocation_mode="require",
    )


def _certificate(file: str) -> x509.Certificate:
    content = Path(file).read_bytes()
    return x509.Certificate.load(pem.unarmor(content)[2])
