"""What the signing tasks do, where they are done: a worker has these tools loaded before the first task comes."""

from pathlib import Path

from services.backends.pades.certificates import fingerprint
from services.backends.pades.fields import prepare
from services.backends.pades.levels import to_level
from services.backends.pades.pens import KeyFile, NumberAndDate, Pen, Signed
from services.backends.pades.places import find_places
from services.backends.pades.rehearsal import UNSIGNABLE, is_signable, write_anew
from services.backends.pades.roots import read_trust
from services.backends.pades.signer import load_signer
from services.backends.pades.signing import fill, seal, sign_leader
from services.backends.pades.stamps import aspect
from services.backends.pades.validation import validate
from services.kernel.anchors import Anchors
from services.kernel.errors import BadInput
from services.kernel.signatures import ExpectedSignature, SignatureReport


def sign_file(path: str, pen: Pen, signer: str, anchors: Anchors | None, seal_mm: float) -> Signed:
    """Prepare the draft and sign it as its competent person; the draft's bytes stay in front.

    `signer` is the name printed under the signature, looked for when there are no anchors. BadInput `paper-unsignable`.
    """
    pdf = Path(path).read_bytes()
    try:
        places = anchors or find_places(pdf, signer)
        prepared = prepare(pdf, places, image_aspect=aspect(pen.image), seal_mm=seal_mm)
        return to_level(pen, lambda proof: sign_leader(prepared, pen, proof))
    except UNSIGNABLE as broken:
        raise _unsignable() from broken


def seal_file(path: str, pen: Pen, given: NumberAndDate) -> Signed:
    """Fill number and date into the signed document and sign it as the agency. BadInput `paper-unsignable`."""
    try:
        filled = fill(Path(path).read_bytes(), given)
        return to_level(pen, lambda proof: seal(filled, pen, proof))
    except UNSIGNABLE as broken:
        raise _unsignable() from broken


def fingerprint_of(key: KeyFile) -> str:
    """SHA-256 of a key's certificate, lower-case hex. Unavailable `key-unreadable`."""
    return fingerprint(load_signer(key).signing_cert)


def rehearse_file(path: str, out: str) -> bool:
    """Whether the draft can be signed and sealed as it is; if not, it is written anew to `out` so that it can.

    BadInput `draft-unsignable` when even that does not help.
    """
    if is_signable(Path(path)):
        return True
    write_anew(Path(path), Path(out))
    return False


def validate_file(path: str, trust: str, expected: tuple[ExpectedSignature, ...] = ()) -> SignatureReport:
    """Check the signatures of a file under a trust profile."""
    return validate(Path(path).read_bytes(), read_trust(Path(trust)), expected)


def _unsignable() -> BadInput:
    return BadInput(
        "paper-unsignable",
        "Tệp PDF này không ký được: cấu trúc tệp có lỗi, bị khóa hoặc đã có chữ ký khác.",
        "Tạo lại tệp PDF từ bản soạn thảo rồi trình ký lại.",
    )
