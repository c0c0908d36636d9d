"""The office's own answers on a signature: outcome, the European word for the cause, the cause and what to do."""

from typing import NamedTuple

from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESSubIndic
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel, SignatureStatus

from services.kernel.signatures import Outcome

_ASK_SENDER = "Không dùng tệp này; yêu cầu nơi gửi gửi lại bản gốc."


class Verdict(NamedTuple):
    """An answer; `sub` is a sub-indication of ETSI EN 319 102-1."""

    outcome: Outcome
    sub: str
    cause: str
    remedy: str


def _bad(sub: str, cause: str, remedy: str = _ASK_SENDER) -> Verdict:
    return Verdict(Outcome.INVALID, sub, cause, remedy)


def _open(sub: str, cause: str, remedy: str) -> Verdict:
    return Verdict(Outcome.INDETERMINATE, sub, cause, remedy)


GOOD = Verdict(Outcome.VALID, "", "Chữ ký số hợp lệ, nội dung không bị sửa.", "")
UNREADABLE = _bad("FORMAT_FAILURE", "Không đọc được chữ ký số trong tệp; coi như không hợp lệ.")
FORGED = _bad("SIG_CRYPTO_FAILURE", "Chữ ký số không khớp với nội dung tệp.")
ALTERED = _bad("HASH_FAILURE", "Chữ ký số không khớp với nội dung tệp.")
CHANGED = _bad("FORMAT_FAILURE", "Nội dung đã bị sửa sau khi ký.")
TAIL = _bad("FORMAT_FAILURE", "Tệp có thêm phần không được chữ ký nào bảo vệ.")
REVOKED = _bad(
    "REVOKED", "Chứng thư số của người ký đã bị thu hồi.", "Không dùng tệp này; yêu cầu ký lại bằng chứng thư còn dùng."
)
STAMP_FORGED = _bad("HASH_FAILURE", "Dấu thời gian không khớp với chữ ký hoặc nội dung tệp.")
STAMP_UNKNOWN = _open(
    "NO_CERTIFICATE_CHAIN_FOUND",
    "Dấu thời gian không do tổ chức được cơ quan tin cậy cấp, hoặc chứng thư của tổ chức ấy không dùng được.",
    "Báo quản trị xem danh sách tin cậy; nếu đúng là tổ chức lạ, yêu cầu nơi gửi ký lại.",
)
STAMP_STALE = _open(
    "TRY_LATER",
    "Thiếu thông tin thu hồi của tổ chức cấp dấu thời gian nên chưa thể kết luận.",
    "Báo quản trị cập nhật danh sách thu hồi rồi kiểm tra lại.",
)
STAMPS_MANY = _open(
    "GENERIC",
    "Một chữ ký có nhiều dấu thời gian nên chưa thể kết luận.",
    "Yêu cầu nơi gửi gửi lại bản ký thông thường.",
)
UNKNOWN = _open(
    "NO_CERTIFICATE_CHAIN_FOUND",
    "Chứng thư số không do tổ chức được cơ quan tin cậy cấp.",
    "Xác minh với nơi gửi; nếu tin được tổ chức cấp, báo quản trị thêm vào danh sách tin cậy.",
)
NO_REVOCATION = _open(
    "TRY_LATER",
    "Thiếu thông tin thu hồi chứng thư số nên chưa thể kết luận.",
    "Báo quản trị cập nhật danh sách thu hồi rồi kiểm tra lại.",
)
EXPIRED = _open(
    "OUT_OF_BOUNDS_NO_POE",
    "Chứng thư số đã hết hạn hoặc chưa có hiệu lực, không có dấu thời gian để kết luận.",
    "Yêu cầu nơi gửi ký lại, hoặc gửi bản có dấu thời gian.",
)
WEAK = _open(
    "CRYPTO_CONSTRAINTS_FAILURE",
    "Chữ ký dùng thuật toán hoặc khóa quá yếu (MD5, SHA-1, RSA dưới 2048 bit).",
    "Yêu cầu nơi gửi ký lại bằng SHA-256 và khóa đủ dài.",
)
UNFIT = _open(
    "CHAIN_CONSTRAINTS_FAILURE",
    "Chứng thư số này không dùng để ký văn bản.",
    "Yêu cầu nơi gửi ký lại bằng chứng thư ký số.",
)
UNDECIDED = _open(
    "GENERIC",
    "Chưa đủ căn cứ để kết luận về chứng thư số của người ký.",
    "Xác minh với nơi gửi bằng cách khác trước khi dùng tệp.",
)

_BY_PROBLEM: dict[AdESSubIndic | None, Verdict] = {
    AdESFailure.REVOKED: REVOKED,
    AdESIndeterminate.REVOKED_NO_POE: REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: REVOKED,
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: UNKNOWN,
    AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND: UNKNOWN,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: EXPIRED,
    AdESFailure.NOT_YET_VALID: EXPIRED,
    AdESIndeterminate.NOT_YET_VALID: EXPIRED,
    AdESIndeterminate.EXPIRED: EXPIRED,
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: NO_REVOCATION,
    AdESIndeterminate.TRY_LATER: NO_REVOCATION,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: WEAK,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: WEAK,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: UNFIT,
}
_SOUND = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)


def on_signature(status: PdfSignatureStatus) -> Verdict:
    """The answer on a signature, its time stamp left aside."""
    if not status.valid:
        return FORGED
    if not status.intact:
        return ALTERED
    if not status.docmdp_ok or not status.seed_value_ok or status.modification_level is ModificationLevel.OTHER:
        return CHANGED
    if status.coverage not in _SOUND:
        return CHANGED
    if status.trusted and not status.revoked:
        return UNFIT if _is_for_machines(status) else GOOD
    return _BY_PROBLEM.get(status.trust_problem_indic, REVOKED if status.revoked else UNDECIDED)


def _is_for_machines(status: PdfSignatureStatus) -> bool:
    purposes = status.signing_cert.extended_key_usage_value
    return purposes is not None and bool({"time_stamping", "ocsp_signing"} & set(purposes.native))


def on_stamp(status: SignatureStatus | None) -> Verdict:
    """The answer on a time stamp; GOOD if it proves its moment."""
    if status is None or not (status.valid and status.intact):
        return STAMP_FORGED
    if status.trusted and not status.revoked:
        return GOOD
    return STAMP_STALE if _BY_PROBLEM.get(status.trust_problem_indic) is NO_REVOCATION else STAMP_UNKNOWN
