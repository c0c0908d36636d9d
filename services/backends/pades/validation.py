"""The office's own policy over what the library finds in a signed PDF: valid, invalid or undecided, in words."""

import logging
from collections.abc import Sequence
from io import BytesIO

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator.errors import PathError

from services.backends.pades.certificates import fingerprint, holder
from services.backends.pades.changes import CHANGES
from services.backends.pades.reader import use_fast_reader
from services.backends.pades.roots import Root
from services.backends.pades.traces import bears_no_signature
from services.backends.pades.trust import context
from services.kernel.signatures import CheckedSignature, ExpectedSignature, Outcome, SignatureReport

use_fast_reader()
# What cannot be trusted is reported to whoever asked; its whole story need not fill the log.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

# What the libraries may raise on a file made to break them; each means that the signature cannot be relied on.
_LIBRARIES = (PdfError, PathError, InvalidSignature, UnsupportedAlgorithm)
_PYTHON = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RuntimeError, ArithmeticError, OSError)
BROKEN = (*_LIBRARIES, *_PYTHON)
"""What checking a file made to break the libraries may raise."""

_CHANGED = "Nội dung đã bị sửa sau khi ký."
_FORGED = "Chữ ký số không khớp với nội dung tệp."
_UNREADABLE = "Không đọc được chữ ký số trong tệp; coi như không hợp lệ."
_TAIL = "Tệp có thêm phần không được chữ ký nào bảo vệ."
_REVOKED = "Chứng thư số của người ký đã bị thu hồi."
_UNKNOWN = "Chứng thư số không do tổ chức được cơ quan tin cậy cấp."
_NO_REVOCATION = "Thiếu thông tin thu hồi chứng thư số nên chưa thể kết luận."
_EXPIRED = "Chứng thư số đã hết hạn hoặc chưa có hiệu lực, không có dấu thời gian để kết luận."
_UNDECIDED = "Chưa đủ căn cứ để kết luận về chứng thư số của người ký."
_GOOD = "Chữ ký số hợp lệ, nội dung không bị sửa."
_NONE = "Tệp không có chữ ký số."
_PREFERENCE = (Outcome.INDETERMINATE, Outcome.INVALID, Outcome.VALID)
_WORST_FIRST = (Outcome.INVALID, Outcome.INDETERMINATE)


def validate(pdf: bytes, roots: Sequence[Root], expected: Sequence[ExpectedSignature] = ()) -> SignatureReport:
    """Check every signature of the file and the file as a whole; never raises on a bad file.

    Valid only if each signature is, the last covers the whole file (but for later proof of validity), and the
    expected signatures are there in their order. A file without signatures is undecided, invalid if one was expected.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        embedded = list(reader.embedded_regular_signatures)
        checked = [_check(signature, roots) for signature in embedded]
        if checked and checked[-1].outcome is Outcome.VALID and not _covered(reader, embedded[-1], pdf):
            checked[-1] = _answer(embedded[-1], Outcome.INVALID, _TAIL)
    except BROKEN:
        if not expected and bears_no_signature(pdf):
            return SignatureReport(Outcome.INDETERMINATE, _NONE)
        return SignatureReport(Outcome.INVALID, "Không đọc được tệp PDF hoặc chữ ký số trong tệp.")
    return _report(checked, expected, roots)


def _check(signature: EmbeddedPdfSignature, roots: Sequence[Root]) -> CheckedSignature:
    answers = [_against(signature, root) for root in roots] or [_against(signature, None)]
    return max(answers, key=lambda answer: (answer.cause != _UNKNOWN, _PREFERENCE.index(answer.outcome)))


def _against(signature: EmbeddedPdfSignature, root: Root | None) -> CheckedSignature:
    try:
        status = validate_pdf_signature(signature, context(root), diff_policy=CHANGES)
        return _answer(signature, *_judge(status))
    except BROKEN:
        return _answer(signature, Outcome.INVALID, _UNREADABLE)


def _judge(status: PdfSignatureStatus) -> tuple[Outcome, str]:
    if not (status.intact and status.valid):
        return Outcome.INVALID, _FORGED
    if not status.docmdp_ok or not status.seed_value_ok or status.modification_level is ModificationLevel.OTHER:
        return Outcome.INVALID, _CHANGED
    if status.coverage not in (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION):
        return Outcome.INVALID, _CHANGED
    if status.bottom_line and status.trusted:
        return Outcome.VALID, _GOOD
    return _distrust(status)


def _distrust(status: PdfSignatureStatus) -> tuple[Outcome, str]:
    problem = status.trust_problem_indic
    if status.revoked or problem in (AdESFailure.REVOKED, AdESIndeterminate.REVOKED_NO_POE):
        return Outcome.INVALID, _REVOKED
    if problem in (AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND, AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND):
        return Outcome.INDETERMINATE, _UNKNOWN
    if problem is AdESIndeterminate.OUT_OF_BOUNDS_NO_POE:
        return Outcome.INDETERMINATE, _EXPIRED
    if problem is AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE or problem is AdESIndeterminate.TRY_LATER:
        return Outcome.INDETERMINATE, _NO_REVOCATION
    return Outcome.INDETERMINATE, _UNDECIDED


def _covered(reader: PdfFileReader, last: EmbeddedPdfSignature, pdf: bytes) -> bool:
    if last.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return True
    later = reader.xrefs.total_revisions - 1 - last.signed_revision
    change = last.diff_result.modification_level if last.diff_result is not None else ModificationLevel.OTHER
    return later > 0 and change <= ModificationLevel.LTA_UPDATES and pdf.rstrip().endswith(b"%%EOF")


def _answer(signature: EmbeddedPdfSignature, outcome: Outcome, cause: str) -> CheckedSignature:
    try:
        name, organisation = holder(signature.signer_cert)
        mark, moment = fingerprint(signature.signer_cert), signature.self_reported_timestamp
    except BROKEN:
        return CheckedSignature(signature.field_name, "", "", None, Outcome.INVALID, _UNREADABLE)
    return CheckedSignature(signature.field_name, name, organisation, moment, outcome, cause, mark)


def _report(
    checked: list[CheckedSignature], expected: Sequence[ExpectedSignature], roots: Sequence[Root]
) -> SignatureReport:
    notes = tuple(
        f"Gốc tin cậy “{root.name}” không công bố danh sách thu hồi nên không kiểm tra thu hồi."
        for root in roots
        if not root.publishes and checked
    )
    signatures = tuple(checked)
    if missing := _missing(checked, expected):
        return SignatureReport(Outcome.INVALID, missing, signatures, notes)
    if not checked:
        return SignatureReport(Outcome.INDETERMINATE, _NONE)
    for outcome in _WORST_FIRST:
        for one in checked:
            if one.outcome is outcome:
                return SignatureReport(outcome, one.cause, signatures, notes)
    return SignatureReport(Outcome.VALID, _GOOD, signatures, notes)


def _missing(checked: list[CheckedSignature], expected: Sequence[ExpectedSignature]) -> str:
    found = [one.field for one in checked]
    if expected and found != [one.field for one in expected]:
        return "Tệp không có đủ các chữ ký số phải có, đúng thứ tự: người có thẩm quyền, rồi cơ quan."
    for one, wanted in zip(checked, expected, strict=False):
        if (wanted.signer and wanted.signer != one.signer) or wanted.fingerprint not in ("", one.fingerprint):
            return f"Chữ ký số là của {one.signer or 'người khác'}, không phải của {wanted.signer or 'người phải ký'}."
    return ""
