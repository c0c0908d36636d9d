"""How many documents of each type went out, in the words a report uses (Decree 30/2020 App. VI Part I §VI)."""

from collections.abc import Mapping

from services.kernel.doctypes import document_type
from services.kernel.notation import pad

_FIRST = ("quyet_dinh", "ke_hoach", "bao_cao", "cong_van", "thong_bao")
"""The types reports of offices name first, in this order; others follow, the most frequent first."""


def in_words(counts: Mapping[str, int]) -> str:
    """`10 quyết định, 03 kế hoạch`; empty when nothing went out. Keys are type codes."""
    return ", ".join(f"{pad(counts[code])} {document_type(code).name.lower()}" for code in _in_order(counts))


def _in_order(counts: Mapping[str, int]) -> list[str]:
    first = [code for code in _FIRST if counts.get(code)]
    rest = [code for code, count in counts.items() if count and code not in _FIRST]
    return first + sorted(rest, key=lambda code: (-counts[code], code))
