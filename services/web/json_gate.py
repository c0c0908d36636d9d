"""JSON from outside, read once with bounds: depth, integers, text that can be stored."""

import json
import re

from services.kernel.errors import BadInput

DEPTH = 32
_LARGEST = 2**63 - 1
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
# The closing mark is optional so that a broken text is read once, not once per mark.
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)


def read(raw: bytes) -> object:
    """The value of a JSON text; BadInput when it is not UTF-8, too deep, or holds what cannot be stored."""
    if _depth(raw) > DEPTH:
        raise _bad("json-too-deep", f"JSON lồng quá {DEPTH} tầng.")
    try:
        value: object = json.loads(raw.decode("utf-8"), parse_int=_whole, parse_constant=_constant, parse_float=_real)
    except UnicodeDecodeError:
        raise _bad("not-utf8", "Nội dung không phải UTF-8.") from None
    except json.JSONDecodeError as error:
        raise _bad("json-invalid", f"JSON viết sai ở dòng {error.lineno}, cột {error.colno}.") from None
    if _SURROGATE.search(raw):
        _storable(value)
    return value


def _depth(raw: bytes) -> int:
    deepest = now = 0
    for sign in re.findall(rb"[\[\]{}]", _STRINGS.sub(b"", raw)):
        now += 1 if sign in b"[{" else -1
        deepest = max(deepest, now)
    return deepest


def _whole(digits: str) -> int:
    if len(digits) > 20 or abs(int(digits)) > _LARGEST:
        raise _bad("number-too-large", "Có số lớn quá mức lưu được.")
    return int(digits)


def _real(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise _bad("number-too-large", "Có số lớn quá mức lưu được.")
    return number


def _constant(word: str) -> float:
    raise _bad("json-invalid", f"JSON không có giá trị {word}.")


def _storable(value: object) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise _bad("lone-surrogate", "Có ký tự Unicode bị cắt đôi (lone surrogate).") from None


def _bad(code: str, detail: str) -> BadInput:
    return BadInput(code, detail, "Sửa phần mềm gửi rồi gửi lại.")
