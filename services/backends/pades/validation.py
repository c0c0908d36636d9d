"""The office's own policy over what the library finds in a signed PDF: valid, invalid or undecided, in words."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader

from services.backends.pades.broken import BROKEN
from services.backends.pades.checking import Check
from services.backends.pades.endings import is_covered
from services.backends.pades.reader import use_fast_reader
from services.backends.pades.roots import Root
from services.backends.pades.traces import bears_no_signature
from services.backends.pades.trust import circles
from services.backends.pades.verdicts import GOOD, TAIL, Verdict
from services.kernel.signatures import CheckedSignature, ExpectedSignature, Outcome, SignatureReport

__all__ = ["BROKEN", "validate"]

use_fast_reader()
# What cannot be trusted is reported to whoever asked; its whole story need not fill the log.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

_NONE = "Tệp không có chữ ký số."
_UNREADABLE = "Không đọc được tệp PDF hoặc chữ ký số trong tệp."
_OTHER_FILE = "Tệp không phải bản mà cơ quan đã lưu: có thể đã bị cắt bớt hoặc thay bằng bản khác."
_KINDS = ("/Sig", "/DocTimeStamp")
_WORST_FIRST = (Outcome.INVALID, Outcome.INDETERMINATE)


def validate(
    pdf: bytes, roots: Sequence[Root], expected: Sequence[ExpectedSignature] = (), recorded: str = ""
) -> SignatureReport:
    """Check every signature of the file and the file as a whole; never raises on a bad file.

    Valid only if each signature and time stamp is, the last covers the whole file (but for later proof of validity),
    the expected signatures are there in their order, and the file is the recorded one (its SHA-256), if one is given.
    A file without signatures is undecided, invalid if one was expected.
    """
    try:
        checked = _checked(pdf, roots)
    except BROKEN:
        if not expected and bears_no_signature(pdf):
            return SignatureReport(Outcome.INDETERMINATE, _NONE)
        return SignatureReport(Outcome.INVALID, _UNREADABLE)
    is_other = bool(recorded) and hashlib.sha256(pdf).hexdigest() != recorded
    return _report(checked, _OTHER_FILE if is_other else _missing(checked, expected), roots)


def _checked(pdf: bytes, roots: Sequence[Root]) -> tuple[CheckedSignature, ...]:
    reader = PdfFileReader(BytesIO(pdf))
    signatures = list(reader.embedded_regular_signatures)
    check = Check(reader, circles(roots))
    checked = [check.signature(one) for one in signatures]
    ends = [one for one in reader.embedded_signatures if one.sig_object_type in _KINDS]
    if checked and not is_covered(reader, ends[-1], pdf):
        checked[-1] = _lowered(checked[-1], TAIL)
    for stamp in check.archive:
        # A time stamp that proves nothing spoils what it was to prove.
        checked = [_lowered(one, stamp.verdict) for one in checked]
    return tuple(checked)


def _lowered(one: CheckedSignature, verdict: Verdict) -> CheckedSignature:
    if one.outcome is not Outcome.VALID or verdict is GOOD:
        return one
    found = replace(one.findings, sub_indication=verdict.sub, remedy=verdict.remedy)
    return replace(one, outcome=verdict.outcome, cause=verdict.cause, findings=found)


def _report(signatures: tuple[CheckedSignature, ...], fault: str, roots: Sequence[Root]) -> SignatureReport:
    unproved = any(not one.findings.revocation_by for one in signatures)
    notes = tuple(
        f"Gốc tin cậy “{root.name}” không công bố danh sách thu hồi nên không kiểm tra thu hồi."
        for root in roots
        if not root.publishes and unproved
    )
    if fault:
        return SignatureReport(Outcome.INVALID, fault, signatures, notes)
    if not signatures:
        return SignatureReport(Outcome.INDETERMINATE, _NONE)
    for outcome in _WORST_FIRST:
        for one in signatures:
            if one.outcome is outcome:
                return SignatureReport(outcome, one.cause, signatures, notes)
    return SignatureReport(Outcome.VALID, GOOD.cause, signatures, notes)


def _missing(checked: Sequence[CheckedSignature], expected: Sequence[ExpectedSignature]) -> str:
    found = [one.field for one in checked]
    if expected and found != [one.field for one in expected]:
        return "Tệp không có đủ các chữ ký số phải có, đúng thứ tự: người có thẩm quyền, rồi cơ quan."
    for one, wanted in zip(checked, expected, strict=False):
        if (wanted.signer and wanted.signer != one.signer) or wanted.fingerprint not in ("", one.fingerprint):
            return f"Chữ ký số là của {one.signer or 'người khác'}, không phải của {wanted.signer or 'người phải ký'}."
    return ""
