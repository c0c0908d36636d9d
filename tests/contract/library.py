"""Two thousand fictional documents in the wording of the field, with everything that makes searching hard."""

import random
import unicodedata
from datetime import date
from functools import cache

from services.backends.demo.texts import Dispatch, Plan, dispatches
from services.kernel.people import OFFICE_READERS, Organisation
from services.kernel.text import fold, normalise
from services.search.domain.record import Record

COUNT = 2_000
READERS = ("role:clerk", "person:binh", "person:dung", "person:mai", "unit:tccb", "unit:khtc", "role:archivist")
_OFFICE = Organisation("Ủy ban nhân dân tỉnh Thanh Bình", "UBND", "", "Thanh Bình", "H99")
_SIGNERS = (("Nguyễn Văn An", "Chủ tịch"), ("Trần Đức Bình", "Phó Chủ tịch"))


@cache
def library() -> tuple[tuple[Record, str], ...]:
    """Records with their texts, always the same; ids do not follow the days."""
    lot = random.Random(15)
    made = dispatches(Plan(_OFFICE, _SIGNERS, ("VX", "KTTH"), date(2026, 11, 20), count=COUNT, seed=4))
    serials = lot.sample(range(COUNT), COUNT)
    return tuple(_document(one, serial, at, lot) for at, (one, serial) in enumerate(zip(made, serials, strict=True)))


def _document(one: Dispatch, serial: int, at: int, lot: random.Random) -> tuple[Record, str]:
    letter = one.letter
    written = _as_somebody_wrote(" ".join(letter.body), at)
    fonds = lot.choice(("", "", "f1", "f2", "f3"))
    return (
        Record(
            id=f"{serial:032x}",
            flow=one.direction,
            register_id=f"so-{one.direction}-{one.day.year}",
            register_name="Sổ",
            year=one.day.year,
            number=at % 700 + 1,
            registered_on=one.day,
            symbol=str(one.number),
            document_date=_dated(letter.issued_on, at),
            issuer=letter.issuer,
            signer=letter.signer,
            type_code=letter.type.code,
            type_name=letter.type.name,
            subject=_as_somebody_wrote(letter.subject, at * 7),
            urgency=letter.urgency.value,
            state="",
            fonds_id=fonds,
            fonds_title=f"Phông {fonds}" if fonds else "",
            readers=_readers(lot),
            case_files=("Hồ sơ cải cách hành chính",) if at % 11 == 0 else (),
        ),
        written,
    )


def _readers(lot: random.Random) -> frozenset[str]:
    """Most are the office's, some only a few people's, some nobody's."""
    some = frozenset(lot.sample(READERS, lot.randint(0, 3)))
    return some | OFFICE_READERS if lot.random() < 0.8 else some


def _dated(day: date | None, at: int) -> date | None:
    """Some bear no date, an old one, or one before the order of days begins."""
    if at % 97 == 0:
        return date(1954, 7, 20 + at % 2)
    return None if at % 41 == 0 else day


def _as_somebody_wrote(text: str, at: int) -> str:
    """As typed, in decomposed letters, in capitals, with old tone marks, read by a machine without marks, or broken."""
    match at % 9:
        case 1:
            return unicodedata.normalize("NFD", text)
        case 2:
            return text.upper()
        case 3:
            return text.replace("òa", "oà").replace("óa", "oá").replace("ủy", "uỷ")
        case 4:
            return fold(text)
        case 5:
            return f"{text} {'hanhchinh' * 60} chính"  # words that lost their spaces
        case 6:
            return f"“{text}” (QĐ số 15/QĐ-UBND; Ðảng ủy; 45/STC-NS, 24/24 giờ, e-mail: vanthu@thanhbinh.gov.vn)"
    return normalise(text)
