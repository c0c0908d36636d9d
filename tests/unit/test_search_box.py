"""The one box: what a clerk types and what it means."""

import pytest

from services.search.domain.box import clean
from services.search.domain.pieces import Day, Flow, Kind, Letters, Month, Named, Number, Plain, Symbol, Year
from services.search.domain.reading import Reading, read


def exact(line: str) -> dict[str, object]:
    """The named parts of a reading by kind, without their places."""
    shown: dict[str, object] = {}
    for piece in read(line).exact:
        match piece:
            case Number(value=value):
                shown["number"] = value
            case Symbol(tokens=tokens):
                shown["symbol"] = " ".join(tokens)
            case Flow(flow=flow):
                shown["flow"] = flow
            case Kind(label=label):
                shown["type"] = label
            case Letters(token=token):
                shown["letters"] = token
            case Day(day=day, month=month, year=year):
                shown["day"] = (day, month, year)
            case Month(month=month, year=year):
                shown["month"] = (month, year)
            case Year(year=year):
                shown["year"] = year
    return shown


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("123", {"number": 123}),
        ("số 123", {"number": 123}),
        ("15/QĐ-UBND", {"symbol": "15 qđ ubnd"}),
        ("15/qd-ubnd", {"symbol": "15 qd ubnd"}),
        ("Số: 05/BNV-VP", {"symbol": "5 bnv vp"}),
        ("15 qd ubnd", {"number": 15, "type": "quyết định hoặc quy định", "letters": "ubnd"}),
        ("08 ctr tu", {"number": 8, "type": "chương trình", "letters": "tu"}),
        ("08-CTr/TU", {"symbol": "8 ctr tu"}),
        ("30/2020/NĐ-CP", {"symbol": "30 2020 nđ cp"}),
        ("123/ubnd", {"symbol": "123 ubnd"}),
        ("123/UBND-VP 2024", {"symbol": "123 ubnd vp", "year": 2024}),
        ("đến 123", {"flow": "incoming", "number": 123}),
        ("den 123", {"flow": "incoming", "number": 123}),
        ("số đến 123", {"flow": "incoming", "number": 123}),
        ("công văn đến số 7", {"flow": "incoming", "number": 7}),
        ("đi 12", {"flow": "outgoing", "number": 12}),
        ("cv 45 ngày 5/3", {"type": "công văn", "number": 45, "day": (5, 3, 0)}),
        ("công văn số 45 ngày 05/3/2026", {"type": "công văn", "number": 45, "day": (5, 3, 2026)}),
        ("ngày 05 tháng 01 năm 2026", {"day": (5, 1, 2026)}),
        ("5/3/2026", {"day": (5, 3, 2026)}),
        ("45 stc", {"number": 45, "letters": "stc"}),
        ("qđ 15", {"type": "quyết định hoặc quy định", "number": 15}),
        ("bc tháng 3", {"type": "báo cáo", "month": (3, 0)}),
        ("2025", {"year": 2025}),
    ],
)
def test_the_box_understands_numbers(line: str, meaning: dict[str, object]) -> None:
    assert exact(line) == meaning


@pytest.mark.parametrize(
    "line",
    [
        "quyết định",
        "kế hoạch chuyển đổi số 2025",
        "kế hoạch 5 năm",
        "17/4/20201",
        "ngày 31/2",
        "3 báo cáo",
        "cv 45 sở nội vụ",
    ],
)
def test_ordinary_speech_stays_words(line: str) -> None:
    assert not read(line).exact
    assert read(line).words


def test_a_named_decision_is_sought_by_number_and_in_speech() -> None:
    reading = read("nghị quyết 18")
    assert reading.exact
    assert reading.words


def test_quoted_words_stay_together() -> None:
    plain = [piece for piece in read('"chuyển đổi số" xã').words if isinstance(piece, Plain)]
    assert [(piece.tokens, piece.quoted) for piece in plain] == [(("chuyển", "đổi", "số"), True), (("xã",), False)]


def test_a_signer_or_an_office_can_be_named() -> None:
    words = read("góp ý ký: Lê Thị Lan").words
    assert [piece.tokens for piece in words if isinstance(piece, Named)] == [("lê", "thị", "lan")]


def test_plainly_takes_numbers_as_words() -> None:
    assert not read("15/QĐ-UBND", plainly=True).exact


@pytest.mark.parametrize("line", ["", "   ", '"', '""', "/-/", "\u202e\u200b", "\ud800"])
def test_nothing_typed_asks_nothing(line: str) -> None:
    assert read(line).empty


@pytest.mark.parametrize(
    "line", ["a" * 5000, "1/" * 400, '"' * 300, "ngày " * 90, "ký:" * 100, "(((&&&", "12/2020/", "<b>15/QĐ</b>"]
)
def test_no_line_is_too_strange(line: str) -> None:
    reading = read(line)
    assert isinstance(reading, Reading)
    assert len(reading.line) <= 300


def test_marks_and_forms_of_unicode_do_not_change_the_line() -> None:
    assert clean("Ðảng\u00a0ủy") == "Đảng ủy"
