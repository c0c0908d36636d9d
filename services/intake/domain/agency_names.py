"""Names of agencies as they stand at the head of a document: in capitals, over several lines, parent first."""

import re
from collections.abc import Sequence

from services.kernel.text import fold, tone_normal

_STARTS = re.compile(
    r"(?:bao hiem|benh vien|bo|ban|chi bo|chi cuc|chi nhanh|chinh phu|cong an|cong ty|cuc|dai hoc|dang bo|dang doan"
    r"|dang uy|doan|hat|hoc vien|hoi|kho bac|kiem toan|lien doan|mat tran|ngan hang|phong|quoc hoi|quy|so|thanh tra"
    r"|thanh uy|tinh uy|huyen uy|toa an|tong cong ty|tong cuc|trung tam|truong|ubnd|uy ban|van phong|vien|hdnd)\b"
)
_NOT_STARTS = re.compile(
    r"(?:(?:phong chong|phong ngua|phong thu|bo sung|so huu|quy hoach|hoi nhap)\b|(?:tinh|thanh|huyen|dang) uy$)"
)
_PARTY_BOARDS = re.compile(r"(?:van phong|ban [a-z]+|uy ban kiem tra)(?!.* uy\b)")
_UNFINISHED = re.compile(r"(?:,|-|\b(?:va|cua|ve|cho))$")
_PEOPLES = ("ủy ban nhân dân", "hội đồng nhân dân")
_PARTY = ("tỉnh ủy", "thành ủy", "huyện ủy", "đảng ủy", "đảng bộ", "chi bộ")
_OFFICES = (
    *("văn phòng", "ủy ban", "hội đồng", "thanh tra", "ban", "sở", "phòng", "bộ", "chi cục", "cục", "tổng cục"),
    *("trung tâm", "trường", "viện", "học viện", "bệnh viện", "công ty", "công an", "hội", "liên đoàn"),
)
_INNER_OFFICES = frozenset({"văn phòng", "ủy ban", "hội đồng"})
_PLACES = ("tỉnh", "thành phố", "huyện", "xã", "phường", "thị xã", "thị trấn", "quận")
_SHORT = frozenset({"ubnd", "hđnd", "mttq", "ubmttq"})


def bodies(lines: Sequence[str]) -> list[str]:
    """The agencies named by the lines of a head, each in one string, the issuer last."""
    found: list[str] = []
    for line in lines:
        folded = fold(line)
        starts = _STARTS.match(folded) and not _NOT_STARTS.match(folded)
        if not found or (starts and not _UNFINISHED.search(fold(found[-1]))):
            found.append(line)
        else:
            found[-1] += f" {line}"
    return found


def whole_name(parent: str, issuer: str) -> str:
    """The issuer's name, followed by its parent's where it says little alone (an office, a Party committee's board)."""
    folded, above = fold(issuer), fold(parent)
    needs_parent = folded in ("van phong", "thanh tra") or (" uy " in f"{above} " and _PARTY_BOARDS.match(folded))
    return f"{issuer} {parent}" if parent and needs_parent else issuer


def calm(name: str) -> str:
    """A name in capitals as it is written in a sentence: `SỞ Y TẾ TỈNH THANH BÌNH` → `Sở Y tế tỉnh Thanh Bình`.

    A name not wholly in capitals is left alone. The rule of thumb may err on proper names, so the clerk confirms.
    """
    if not name.isupper():
        return name
    syllables = name.lower().split()
    written: list[str] = []
    style = "first"
    while syllables:
        phrase, kind = _phrase(syllables, at_start=not written)
        taken, syllables = syllables[: phrase.count(" ") + 1], syllables[phrase.count(" ") + 1 :]
        written.append(_spelt(" ".join(taken), kind, style))
        style = _next_style(taken[-1], kind, style)
    return " ".join(written)


def _phrase(syllables: Sequence[str], *, at_start: bool) -> tuple[str, str]:
    """The longest known phrase the syllables begin with, and what it is; else the first syllable, `word`."""
    head = tone_normal(" ".join(syllables[:4])) + " "
    for kind, phrases in (("peoples", _PEOPLES), ("party", _PARTY), ("place", _PLACES), ("office", _OFFICES)):
        for phrase in phrases:
            if head.startswith(phrase + " ") and (kind != "office" or at_start or phrase in _INNER_OFFICES):
                return phrase, kind
    return syllables[0], "word"


def _spelt(text: str, kind: str, style: str) -> str:
    if text.strip(",.") in _SHORT:
        return text.upper()
    if kind == "place" or (kind == "word" and style == "plain") or text in ("và", "-", "của"):
        return text if style != "first" else text[0].upper() + text[1:]
    return text[0].upper() + text[1:]


def _next_style(last: str, kind: str, style: str) -> str:
    """How the next syllable is written: `plain`, `capital` once, or `name` for all until another phrase comes."""
    if kind in ("place", "party"):
        return "name"
    if kind == "office" or last.endswith((",", "-")) or last == "và":
        return "capital"
    return "name" if style == "name" and kind == "word" else "plain"
