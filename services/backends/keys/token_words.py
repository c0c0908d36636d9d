"""A token, a key on it, and what is said when it cannot sign; loads no PKCS#11: the serving process names them."""

from dataclasses import dataclass, field

from services.kernel.errors import BadInput, Conflict, NotFound, Unavailable


@dataclass(frozen=True)
class Slot:
    """A token: the path of its PKCS#11 library, and the label it bears."""

    library: str
    label: str


@dataclass(frozen=True)
class TokenKey:
    """A key on a token: its id (lower-case hex), its label, its certificate (DER)."""

    id: str
    label: str
    certificate: bytes = field(repr=False)


def missing(slot: Slot) -> Unavailable:
    """It is not plugged in, or its library is not there."""
    return Unavailable(
        "token-missing",
        f"Không thấy thiết bị khóa “{slot.label}”.",
        "Cắm thiết bị vào máy chủ ký rồi thử lại; nếu vẫn không thấy, báo quản trị kiểm tra trình điều khiển.",
    )


def lost(slot: Slot) -> Unavailable:
    """It went away in the middle, or nobody is signed in any more."""
    return Unavailable(
        "token-lost",
        f"Mất liên lạc với thiết bị khóa “{slot.label}” khi đang ký; văn bản chưa có chữ ký vẫn nguyên như cũ.",
        "Cắm lại thiết bị, nhập lại mã PIN và ký tiếp những văn bản còn lại.",
    )


def key_gone(slot: Slot) -> NotFound:
    """The key is not on the token."""
    return NotFound(
        "token-key-gone",
        f"Thiết bị khóa “{slot.label}” không có khóa của chứng thư đã đăng ký.",
        "Dùng đúng thiết bị của mình, hoặc nhờ quản trị đăng ký lại chứng thư.",
    )


def wrong_pin(slot: Slot, *, last: bool) -> BadInput:
    """The PIN is not the one; `last`: the token locks itself at the next wrong one."""
    detail = "Mã PIN không đúng." + (" Chỉ còn một lần thử, sai nữa là thiết bị tự khóa." if last else "")
    after = f"Nhập lại mã PIN của thiết bị “{slot.label}”; chưa có văn bản nào được ký."
    return BadInput("pin-wrong", detail, after, fields={"pin": detail})


def pin_unusable(slot: Slot) -> BadInput:
    """It cannot be a PIN of this token, or the token wants a new one."""
    detail = f"Thiết bị “{slot.label}” không nhận mã PIN này: sai độ dài, đã hết hạn hoặc chưa được đặt."
    after = "Đặt lại mã PIN bằng chương trình kèm thiết bị rồi ký lại."
    return BadInput("pin-unusable", detail, after, fields={"pin": detail})


def last_try(slot: Slot) -> Conflict:
    """Somebody mistyped before; one more locks it."""
    return Conflict(
        "pin-last-try",
        f"Thiết bị “{slot.label}” chỉ còn một lần thử mã PIN, sai nữa là tự khóa.",
        "Nếu chắc chắn nhớ đúng mã PIN, đánh dấu đồng ý thử lần cuối; nếu không, nhờ nơi cấp mở khóa.",
    )


def locked(slot: Slot) -> Conflict:
    """Too many wrong PINs."""
    return Conflict(
        "pin-locked",
        f"Thiết bị “{slot.label}” đã tự khóa vì nhập sai mã PIN nhiều lần.",
        "Liên hệ nơi cấp thiết bị để mở khóa; văn bản vẫn chờ ký.",
    )
