"""What the framework found wrong with a request, in sentences a clerk understands."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.kernel.errors import BadInput

_SENTENCES = {
    "missing": "Thiếu thông tin này.",
    "string_type": "Phải là chữ.",
    "string_unicode": "Có ký tự không hợp lệ.",
    "string_too_short": "Cần ít nhất {min_length} ký tự.",
    "string_too_long": "Không quá {max_length} ký tự.",
    "string_pattern_mismatch": "Không đúng dạng quy định.",
    "int_type": "Phải là số nguyên.",
    "int_parsing": "Phải là số nguyên.",
    "int_from_float": "Phải là số nguyên.",
    "bool_type": "Phải là đúng hoặc sai.",
    "bool_parsing": "Phải là đúng hoặc sai.",
    "greater_than": "Phải lớn hơn {gt}.",
    "greater_than_equal": "Phải từ {ge} trở lên.",
    "less_than": "Phải nhỏ hơn {lt}.",
    "less_than_equal": "Không quá {le}.",
    "enum": "Chỉ nhận một trong: {expected}.",
    "literal_error": "Chỉ nhận một trong: {expected}.",
    "list_type": "Phải là danh sách.",
    "too_long": "Không quá {max_length} mục.",
    "too_short": "Cần ít nhất {min_length} mục.",
    "extra_forbidden": "Không có trường này.",
    "json_invalid": "JSON viết sai cú pháp.",
    "value_error": "{error}",
}
_DAY_KINDS = ("date", "datetime", "time")


def sentence(error: Mapping[str, Any]) -> str:
    """One Vietnamese sentence for one validation error."""
    kind = str(error.get("type", ""))
    if kind.startswith(_DAY_KINDS):
        return "Ngày viết sai; viết như 2026-11-20."
    pattern = _SENTENCES.get(kind, "Giá trị không dùng được.")
    try:
        return pattern.format(**error.get("ctx", {}))
    except KeyError:
        return "Giá trị không dùng được."


def field_name(place: Sequence[object]) -> str:
    """Where the error sits: `subject`, `annexes.2.name`, or `body` for the whole."""
    inner = [str(part) for part in place[1:]] or [str(part) for part in place]
    return ".".join(inner)[:100].encode("utf-8", "replace").decode()


def as_refusal(found: Sequence[Mapping[str, Any]]) -> BadInput:
    """All validation errors of a request as one refusal; what was sent is not repeated."""
    fields = {field_name(error.get("loc", ())): sentence(error) for error in found[:50]}
    return BadInput("bad-fields", "Có thông tin thiếu hoặc sai.", "Sửa các mục được nêu rồi gửi lại.", fields=fields)
