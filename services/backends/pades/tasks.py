"""Signing and checking as whole tasks for the workbench: paths and small values in, bytes and verdicts out.

The tools are loaded by whoever does a task: the serving process only names it, and starts a second sooner for that.
"""

from services.backends.pades.pens import KeyFile, NumberAndDate, Pen, Signed
from services.kernel.anchors import Anchors
from services.kernel.signatures import ExpectedSignature, SignatureReport


def sign_file(path: str, pen: Pen, signer: str, anchors: Anchors | None, seal_mm: float) -> Signed:
    """Prepare the draft and sign it as its competent person; the draft's bytes stay in front.

    `signer` is the name printed under the signature, looked for when there are no anchors. BadInput `paper-unsignable`,
    Conflict `certificate-expired` and the like, Unavailable `tsa-away` or `revocation-away` by the pen's policy.
    """
    from services.backends.pades import work

    return work.sign_file(path, pen, signer, anchors, seal_mm)


def seal_file(path: str, pen: Pen, given: NumberAndDate) -> Signed:
    """Fill number and date into the signed document and sign it as the agency. BadInput `paper-unsignable`."""
    from services.backends.pades import work

    return work.seal_file(path, pen, given)


def fingerprint_of(key: KeyFile) -> str:
    """SHA-256 of a key's certificate, lower-case hex. Unavailable `key-unreadable`."""
    from services.backends.pades import work

    return work.fingerprint_of(key)


def rehearse_file(path: str, out: str) -> bool:
    """Whether the draft can be signed and sealed as it is; if not, it is written anew to `out` so that it can.

    BadInput `draft-unsignable` when even that does not help.
    """
    from services.backends.pades import work

    return work.rehearse_file(path, out)


def validate_file(path: str, trust: str, expected: tuple[ExpectedSignature, ...] = ()) -> SignatureReport:
    """Check the signatures of a file under a trust profile."""
    from services.backends.pades import work

    return work.validate_file(path, trust, expected)
