"""Synthetic records for the search bench: Zipf-distributed syllables around real administrative terms."""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from services.kernel.doctypes import document_types
from services.kernel.people import OFFICE_READERS
from services.search.domain.record import Record

TERMS = re.findall(
    r"\S+",
    """
báo cáo kết quả góp ý dự thảo cung cấp số liệu đôn đốc thực hiện kiện toàn ban chỉ đạo phê duyệt kế hoạch công
tác quý công bố danh mục thủ tục hành chính chuyển đổi số cải cách phòng chống thiên tai xây dựng nông thôn
mới giải phóng mặt bằng chuẩn bị bầu cử thi đua khen thưởng đào tạo bồi dưỡng ngân sách an toàn thực phẩm ủy
ban nhân dân tỉnh hội đồng sở nội vụ tài chính khoa học công nghệ y tế giáo dục văn hóa thể thao du lịch thanh
tra xã phường triển khai nghị quyết chỉ thị quyết định thông báo
""",
)
_ONSETS = re.findall(
    r"\S+",
    """
b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q r s t th tr v x
""",
)
_RHYMES = re.findall(
    r"\S+",
    """
a ác àn áng ạt anh ao ây âm ất ăn e ẽ em én eo êu ênh i ít inh iên iếu o óc on ống ơi ở ôn ộc u úc ung ươi
ường ưu y uyên oang oát
""",
)
ISSUERS = [
    "UBND tỉnh Thanh Bình",
    "Sở Nội vụ",
    "Sở Tài chính",
    "Sở Y tế",
    "Sở Xây dựng",
    "UBND xã An Phú",
    "Thanh tra tỉnh",
    "Tỉnh ủy Thanh Bình",
]
SHORT = ["UBND", "SNV", "STC", "SYT", "SXD", "UBND", "TTT", "TU"]
FONDS = [f"fonds-{number:02d}" for number in range(41)]


def lexicon() -> tuple[list[str], list[float]]:
    """15,000 syllables with cumulated Zipf weights; the administrative terms are the most frequent."""
    syllables = [
        onset + rhyme + tail
        for tail in ("", "m", "p", "nh", "c", "t", "ch", "n", "ng", "o")
        for onset in _ONSETS
        for rhyme in _RHYMES
    ]
    words = list(dict.fromkeys([*TERMS, *random.Random(1).sample(syllables, len(syllables))]))[:15_000]
    return words, list(accumulate(1 / (rank + 3) for rank in range(len(words))))


def records(count: int, seed: int = 7) -> Iterator[tuple[Record, str]]:
    """Records with their body texts; readers are the office plus one to four people of 200."""
    chance = random.Random(seed)
    words, weights = lexicon()
    types = document_types(kind="administrative")
    first = date(2011, 1, 1)
    for serial in range(count):
        kind = chance.choice(types) if chance.random() < 0.3 else types[17]
        at = chance.randrange(len(ISSUERS))
        day = first + timedelta(days=serial * 5400 // count)
        text = chance.choices(words, cum_weights=weights, k=chance.randint(12, 28) + chance.randint(140, 260))
        subject = chance.randint(12, 28)
        number = serial % 7000 + 1
        yield (
            Record(
                id=f"{serial:032x}",
                flow="incoming" if serial % 6 else "outgoing",
                register_id="den",
                register_name="Sổ đến",
                year=day.year,
                number=number,
                registered_on=day,
                document_date=day,
                issuer=ISSUERS[at],
                signer="Lê Văn An",
                symbol=f"{number:02d}/{kind.abbreviation + '-' if kind.abbreviation else ''}{SHORT[at]}",
                type_code=kind.code,
                type_name=kind.name,
                subject=" ".join(text[:subject]),
                urgency="normal",
                state="",
                fonds_id=chance.choice(FONDS),
                fonds_title="Phông",
                reference="",
                readers=OFFICE_READERS | {f"person:{chance.randrange(200)}" for _ in range(chance.randint(1, 4))},
            ),
            " ".join(text[subject:]),
        )


def queries(count: int, words: int, seed: int = 11) -> list[str]:
    """Questions of so many words, half of them typed without marks; frequent words come up often."""
    from services.kernel.text import fold

    chance = random.Random(seed * 100 + words)
    lexic, _ = lexicon()
    weights = list(accumulate(1 / (rank + 20) for rank in range(3000)))
    asked = [" ".join(chance.choices(lexic[:3000], cum_weights=weights, k=words)) for _ in range(count)]
    return [fold(line) if serial % 2 else line for serial, line in enumerate(asked)]
