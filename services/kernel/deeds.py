"""What the audit writes down: one word for each act, whichever desk it was done at."""

from enum import StrEnum


class Deed(StrEnum):
    """An act in the audit; the thing it was done to is named beside it."""

    ACCEPT = "accept"
    ARRIVE = "arrive"
    OPEN_REGISTER = "open-register"
    BEGIN_TERM = "begin-term"
    CLOSE_REGISTER = "close-register"
    QUARANTINE = "quarantine"
    CLOSE_QUARANTINE = "close-quarantine"
    DISCARD = "discard"
    REGISTER = "register"
    STAMP = "stamp"
    PRESENT = "present"
    DIRECT = "directive"
    RESOLVE = "resolution"
    RETURN = "return"
    VOID = "void"
    DRAFT = "draft"
    REVISE = "revise"
    SUBMIT = "submit"
    APPROVE_CONTENT = "approve-content"
    APPROVE_FORMAT = "approve-format"
    ASK_SIGNATURE = "ask-signature"
    WITHDRAW = "withdraw"
    IGNORE_SIGNATURE = "ignore-signature"
    SIGN = "sign"
    FAIL_TO_SIGN = "fail-to-sign"
    STOP_SIGNING = "stop-signing"
    REFUSE = "refuse"
    NUMBER = "number"
    ASK_SEAL = "ask-seal"
    SEAL = "seal"
    FAIL_TO_SEAL = "fail-to-seal"
    STOP_SEALING = "stop-sealing"
    ISSUE = "issue"
    VIEW = "view"
    DOWNLOAD = "download"
    PRINT = "print"
    DEPOSIT = "deposit"
    UPDATE = "update"
    FILE = "file"
    TAKE_OUT = "take-out"
    OPEN_CASE_FILE = "open-case-file"
    CLOSE_CASE_FILE = "close-case-file"
    OPEN_FONDS = "open-fonds"
    DESCRIBE_FONDS = "describe-fonds"
    PLACE_FONDS = "place-fonds"
    PLAN = "plan"
    COPY_PLAN = "copy-plan"
    CHECK_FIXITY = "check-fixity"
    FIND_FAULT = "find-fault"
    SIGN_IN = "sign-in"
    REFUSE_SIGN_IN = "refuse-sign-in"
    SIGN_OUT = "sign-out"
    SIGN_OUT_ELSEWHERE = "sign-out-elsewhere"
    CHANGE_PASSWORD = "change-password"  # noqa: S105 - a word, no secret
    RESET_PASSWORD = "reset-password"  # noqa: S105 - a word, no secret
    ADD_PERSON = "add-person"
    CHANGE_PERSON = "change-person"
    GIVE_TOKEN = "give-token"  # noqa: S105 - a word, no secret
    GIVE_KEY = "give-key"
    REVOKE_TOKEN = "revoke-token"  # noqa: S105 - a word, no secret
    ADD_UNIT = "add-unit"
    RENAME_UNIT = "rename-unit"
    DESCRIBE_OFFICE = "describe-office"
    RETRY_LETTER = "retry-letter"
    EDIT_LETTER = "edit-letter"
    DISCARD_LETTER = "discard-letter"

    @property
    def label(self) -> str:
        """The act on screen."""
        return _LABELS[self]


_LABELS = {
    Deed.ACCEPT: "Nhận việc",
    Deed.ARRIVE: "Tiếp nhận tệp",
    Deed.OPEN_REGISTER: "Mở sổ",
    Deed.BEGIN_TERM: "Mở nhiệm kỳ mới của sổ",
    Deed.CLOSE_REGISTER: "Khóa sổ",
    Deed.QUARANTINE: "Cách ly tệp lỗi",
    Deed.CLOSE_QUARANTINE: "Xử lý xong tệp lỗi",
    Deed.DISCARD: "Loại tệp chờ vào sổ",
    Deed.REGISTER: "Vào sổ",
    Deed.STAMP: "Đóng dấu đến",
    Deed.PRESENT: "Trình",
    Deed.DIRECT: "Bút phê",
    Deed.RESOLVE: "Giải quyết xong",
    Deed.RETURN: "Trả lại",
    Deed.VOID: "Hủy số",
    Deed.DRAFT: "Soạn văn bản",
    Deed.REVISE: "Lập bản mới",
    Deed.SUBMIT: "Trình duyệt",
    Deed.APPROVE_CONTENT: "Duyệt nội dung",
    Deed.APPROVE_FORMAT: "Duyệt thể thức",
    Deed.ASK_SIGNATURE: "Trình ký",
    Deed.WITHDRAW: "Rút trình ký",
    Deed.IGNORE_SIGNATURE: "Bỏ qua chữ ký của bản cũ",
    Deed.SIGN: "Ký số",
    Deed.FAIL_TO_SIGN: "Ký chưa xong",
    Deed.STOP_SIGNING: "Ký bị gián đoạn, đã trả về sổ ký",
    Deed.REFUSE: "Trả lại, không ký",
    Deed.NUMBER: "Cấp số",
    Deed.ASK_SEAL: "Chuyển đóng dấu",
    Deed.SEAL: "Đóng dấu",
    Deed.FAIL_TO_SEAL: "Đóng dấu chưa xong",
    Deed.STOP_SEALING: "Đóng dấu bị gián đoạn, đã trả về hàng chờ",
    Deed.ISSUE: "Phát hành",
    Deed.VIEW: "Xem",
    Deed.DOWNLOAD: "Tải về",
    Deed.PRINT: "In",
    Deed.DEPOSIT: "Nộp lưu",
    Deed.UPDATE: "Cập nhật theo sổ đăng ký",
    Deed.FILE: "Đưa vào hồ sơ",
    Deed.TAKE_OUT: "Lấy ra khỏi hồ sơ",
    Deed.OPEN_CASE_FILE: "Mở hồ sơ",
    Deed.CLOSE_CASE_FILE: "Kết thúc hồ sơ",
    Deed.OPEN_FONDS: "Lập phông",
    Deed.DESCRIBE_FONDS: "Sửa mô tả phông",
    Deed.PLACE_FONDS: "Quy định nơi nộp lưu",
    Deed.PLAN: "Thêm danh mục hồ sơ",
    Deed.COPY_PLAN: "Chép danh mục hồ sơ",
    Deed.CHECK_FIXITY: "Kiểm tra toàn vẹn kho",
    Deed.FIND_FAULT: "Thấy tệp sai khác",
    Deed.SIGN_IN: "Đăng nhập",
    Deed.REFUSE_SIGN_IN: "Đăng nhập không được",
    Deed.SIGN_OUT: "Đăng xuất",
    Deed.SIGN_OUT_ELSEWHERE: "Đăng xuất ở nơi khác",
    Deed.CHANGE_PASSWORD: "Đổi mật khẩu",
    Deed.RESET_PASSWORD: "Đặt lại mật khẩu",
    Deed.ADD_PERSON: "Thêm người dùng",
    Deed.CHANGE_PERSON: "Sửa người dùng, vai trò",
    Deed.GIVE_TOKEN: "Cấp khóa API",
    Deed.GIVE_KEY: "Cấp khóa ký số",
    Deed.REVOKE_TOKEN: "Thu hồi khóa API",
    Deed.ADD_UNIT: "Thêm đơn vị",
    Deed.RENAME_UNIT: "Sửa đơn vị",
    Deed.DESCRIBE_OFFICE: "Sửa thông tin cơ quan",
    Deed.RETRY_LETTER: "Gửi lại tin tồn đọng",
    Deed.EDIT_LETTER: "Sửa tin tồn đọng",
    Deed.DISCARD_LETTER: "Bỏ tin tồn đọng",
}


def words_of(written: str) -> str:
    """A deed as it was written, in the words of the office.

    A word this version does not write, such as `item.deposit` of early ones, is shown as it stands: a chain is never
    written anew, and its words are evidence.
    """
    return Deed(written).label if written in _KNOWN else written


_KNOWN = frozenset(Deed)
