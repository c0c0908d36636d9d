"""A draft signed and sealed for trial with a key made for it: what cannot be signed is found before it is approved."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pikepdf
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdfium2 import PdfiumError

from services.backends.pades.changes import CHANGES
from services.backends.pades.fields import prepare
from services.backends.pades.pens import NumberAndDate
from services.backends.pades.places import find_places
from services.backends.pades.signer import FastSigner, MemoryKey
from services.backends.pades.signing import AGENCYS, LEADERS, add_signature, fill
from services.backends.pades.validation import BROKEN
from services.kernel.errors import BadInput

UNSIGNABLE = (PdfError, PdfiumError, ValueError, LookupError, TypeError, AttributeError, RuntimeError)
"""What the libraries raise on a file that cannot be signed."""

_SIGNATURE_ASPECT, _SEAL_MM = 2.5, 36.0
_USAGE = x509.KeyUsage(True, True, False, False, False, False, False, False, False)


def is_signable(path: Path) -> bool:
    """Whether the draft can be signed and sealed, both signatures standing."""
    return _holds(path.read_bytes())


def write_anew(path: Path, out: Path) -> None:
    """Write the same pages to `out` so that they can be signed; BadInput `draft-unsignable` if even that fails."""
    try:
        with pikepdf.open(path, suppress_warnings=True) as paper:
            paper.save(out, deterministic_id=True)
    except (pikepdf.PikepdfError, *UNSIGNABLE):
        raise _refused() from None
    if not is_signable(out):
        raise _refused()


def _holds(pdf: bytes) -> bool:
    try:
        # One name for all stages: the file may be large, and each stage holds the whole of it.
        pdf = prepare(pdf, find_places(pdf, ""), image_aspect=_SIGNATURE_ASPECT, seal_mm=_SEAL_MM)
        pdf = add_signature(pdf, PdfSigner(LEADERS, _nobody()))
        pdf = fill(pdf, NumberAndDate("05", "07", "6"))
        pdf = add_signature(pdf, PdfSigner(AGENCYS, _nobody()))
    except UNSIGNABLE:
        return False
    return _stand(pdf)


def _stand(sealed: bytes) -> bool:
    try:
        made = list(PdfFileReader(BytesIO(sealed)).embedded_regular_signatures)
        own = ValidationContext(trust_roots=[_nobody().signing_cert], allow_fetching=False)
        return len(made) == 2 and all(validate_pdf_signature(one, own, diff_policy=CHANGES).bottom_line for one in made)
    except BROKEN:
        return False


@lru_cache(maxsize=1)
def _nobody() -> FastSigner:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ký thử")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(_USAGE, critical=True)
        .sign(key, hashes.SHA256())
    )
    return FastSigner(MemoryKey(key), asn1.Certificate.load(made.public_bytes(Encoding.DER)), [])


def _refused() -> BadInput:
    detail = "Tệp PDF này không ký số được: cấu trúc tệp có lỗi, ghi lại cũng không khỏi."
    after = "Xuất lại PDF từ tệp soạn thảo (Word, LibreOffice), hoặc soạn theo mẫu ngay tại đây."
    return BadInput("draft-unsignable", detail, after, fields={"file": detail})
