"""Numbers in Vietnamese words, as totals are written out at the foot of registers ("bằng chữ")."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 1_000_000_000


def number_in_words(number: int) -> str:
    """Read a number aloud: 0 → `không`, 21 → `hai mươi mốt`, 1005 → `một nghìn không trăm linh năm`."""
    if number < 0:
        return f"âm {number_in_words(-number)}"
    if number >= _BILLION:
        high, low = divmod(number, _BILLION)
        rest = f" {' '.join(_below_billion(low, following=True))}" if low else ""
        return f"{number_in_words(high)} tỷ{rest}"
    return " ".join(_below_billion(number, following=False)) or _DIGITS[0]


def total_in_words(number: int, unit: str) -> str:
    """A total for the foot of a register: `total_in_words(21, "văn bản")` → `Hai mươi mốt văn bản`."""
    words = f"{number_in_words(number)} {unit}".strip()
    return words[0].upper() + words[1:]


def _below_billion(number: int, *, following: bool) -> list[str]:
    words: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            words += _group(group, full=following or bool(words))
            words += [_GROUPS[power]] if power else []
    return words


def _group(group: int, *, full: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    return words + _below_hundred(rest, after_hundreds=bool(words))


def _below_hundred(number: int, *, after_hundreds: bool) -> list[str]:
    tens, ones = divmod(number, 10)
    if tens == 0:
        linked = ["linh"] if after_hundreds and ones else []
        return linked + ([_DIGITS[ones]] if ones else [])
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return words + ([_last_digit(tens, ones)] if ones else [])


def _last_digit(tens: int, ones: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5:
        return "lăm"
    return _DIGITS[ones]
