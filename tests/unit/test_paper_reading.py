"""Reading the head of a document for the clerk to confirm."""

from datetime import date
from pathlib import Path

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from services.backends.pdf import inspect_pdf
from services.intake.domain.agency_names import bodies, calm
from services.intake.domain.reading import Known, Prefill, read_head
from services.kernel.papers import TextSource, WordBox
from services.kernel.text import fold
from tests.dispatches import dispatches

WIDTH = 595.0
LEFT, RIGHT = 60.0, 320.0


def page(*lines: tuple[float, float, str]) -> list[WordBox]:
    """Words of lines given as (x, y, text), six points a letter."""
    words = []
    for x, y, text in lines:
        for word in text.split(" "):
            words.append(WordBox(word, x, y, x + 6 * len(word), y + 14))
            x += 6 * (len(word) + 1)
    return words


def centred(y: float, text: str) -> tuple[float, float, str]:
    return (319 - 3 * len(text), y, text)


def read(*lines: tuple[float, float, str]) -> Prefill:
    return read_head(page(*lines), WIDTH)


def test_sixty_typeset_dispatches_of_state_and_party_are_read_without_error(tmp_path: Path) -> None:
    path = tmp_path / "van-ban.pdf"
    for sample in dispatches(60):
        path.write_bytes(sample.paper)
        seen = inspect_pdf(path)
        found, letter = read_head(seen.words, seen.first_width, seen.source), sample.letter
        assert found.number.value == letter.number.lstrip("0")
        assert found.notation.value == letter.notation
        assert found.document_date.value == letter.issued_on
        assert fold(found.issuer.value).startswith(fold(letter.issuer))
        assert found.document_type.value == letter.type.code
        assert found.subject.value == letter.subject


def test_a_letter_with_wrapped_issuer_and_subject_is_read() -> None:
    found = read(
        (LEFT, 40, "ỦY BAN NHÂN DÂN"), (RIGHT, 40, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
        (LEFT, 55, "TỈNH THANH BÌNH"), (RIGHT, 55, "Độc lập - Tự do - Hạnh phúc"),
        (LEFT, 70, "SỞ VĂN HÓA, THỂ THAO"),
        (LEFT, 85, "VÀ DU LỊCH"),
        (LEFT, 110, "Số: 05/SVHTTDL-VP"), (RIGHT, 110, "Thanh Bình, ngày 17 tháng 4 năm 2021"),
        (LEFT, 128, "V/v cử cán bộ tham gia"),
        (LEFT, 143, "Ban Tổ chức lễ hội"),
        (200, 190, "Kính gửi: Sở Nội vụ"),
    )  # fmt: skip
    assert (found.number.value, found.notation.value, found.whole_number) == ("5", "SVHTTDL-VP", "05/SVHTTDL-VP")
    assert found.document_date.value == date(2021, 4, 17)
    assert (found.parent, found.issuer.value) == (
        "Ủy ban nhân dân tỉnh Thanh Bình",
        "Sở Văn hóa, Thể thao và Du lịch",
    )
    assert found.document_type.value == "cong_van"
    assert found.subject.value == "cử cán bộ tham gia Ban Tổ chức lễ hội"


@pytest.mark.parametrize(
    ("upper", "lower"), [("Số: 45/SNV-", "TCCB"), ("Số: 45/SNV", "-TCCB"), ("Số 45/SNV -", "TCCB")]
)
def test_a_notation_broken_at_a_hyphen_is_read_whole(upper: str, lower: str) -> None:
    found = read(
        (LEFT, 40, "ỦY BAN NHÂN DÂN"), (RIGHT, 40, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
        (LEFT, 55, "SỞ NỘI VỤ"), (RIGHT, 55, "Độc lập - Tự do - Hạnh phúc"),
        (LEFT, 110, upper), (RIGHT, 110, "Thanh Bình, ngày 17 tháng 4 năm 2021"),
        (LEFT, 126, lower),
        (LEFT, 144, "V/v cử cán bộ tham gia"),
    )  # fmt: skip
    assert found.whole_number == "45/SNV-TCCB"
    assert found.subject.value == "cử cán bộ tham gia"


def test_a_hyphen_at_the_end_of_a_line_stays_in_a_notation_and_goes_from_a_divided_word(tmp_path: Path) -> None:
    paper = tmp_path / "xuong-dong.pdf"
    typst.compile(b"#set page(width: 595pt, height: 842pt)\nSo: 45/SNV-\\ TCCB\n\ninfor-\\ mation", output=paper)
    seen = inspect_pdf(paper)
    assert [word.text for word in seen.words] == ["So:", "45/SNV-", "TCCB", "infor", "mation"]
    assert seen.text.split() == ["So:", "45/SNV-TCCB", "information"]


def test_a_party_programme_in_two_columns_is_read() -> None:
    found = read(
        (LEFT, 40, "TỈNH ỦY THANH BÌNH"), (RIGHT, 40, "ĐẢNG CỘNG SẢN VIỆT NAM"), (110, 55, "*"),
        (LEFT, 75, "Số 08-CTr/TU"), (RIGHT, 75, "Thanh Bình, ngày 18 tháng 10 năm 2021"),
        centred(120, "CHƯƠNG TRÌNH"), centred(140, "hành động thực hiện Nghị quyết Đại hội"), centred(155, "-----"),
    )  # fmt: skip
    assert (found.whole_number, found.regime, found.document_type.value) == ("08-CTr/TU", "party", "dang_chuong_trinh")
    assert found.subject.value == "hành động thực hiện Nghị quyết Đại hội"


def test_a_normative_document_keeps_its_year() -> None:
    found = read((LEFT, 75, "Số: 30/2020/NĐ-CP"), centred(120, "NGHỊ ĐỊNH"), centred(140, "Về công tác văn thư"))
    assert (found.whole_number, found.document_type.value) == ("30/2020/NĐ-CP", "nghi_dinh")


@pytest.mark.parametrize("written", ["ngày 17/4/20201", "ngày 31 tháng 2 năm 2026", "ngày 5 tháng 13 năm 2026"])
def test_a_date_that_cannot_be_gives_none_and_little_confidence(written: str) -> None:
    found = read((LEFT, 75, "Số: 13/BC-SNV"), (RIGHT, 75, f"Thanh Bình, {written}"))
    assert found.document_date.value is None
    assert found.document_date.confidence <= 0.1
    assert found.number.value == "13"


def test_number_and_day_still_open_are_left_open() -> None:
    found = read((LEFT, 75, "Số:     /QĐ-UBND"), (RIGHT, 75, "Thanh Bình, ngày   tháng   năm 2026"))
    assert (found.number.value, found.number.confidence, found.notation.value) == ("", 0.0, "QĐ-UBND")
    assert found.document_date.value is None


def test_a_number_without_slash_is_offered_with_doubt() -> None:
    found = read((LEFT, 75, "Số: 12 BNV-VP"))
    assert (found.number.value, found.notation.value) == ("12", "BNV-VP")
    assert found.notation.confidence < 0.5


def test_number_zero_is_no_number() -> None:
    assert read((LEFT, 75, "Số: 00/QĐ-UBND")).number.value == ""


def test_a_page_without_anything_known_gives_an_empty_prefill() -> None:
    found = read((100, 300, "một trang thơ"), (100, 320, "không số, không ngày"))
    assert (found.number.value, found.document_type.value, found.subject.value) == ("", "", "")
    assert found.document_date.confidence == 0.0


def test_a_scanned_notation_is_set_right_by_what_scanners_confuse() -> None:
    words = page((LEFT, 75, "Số: 15/TIr-SGDĐDT"), centred(120, "TỜ TRÌNH"), centred(140, "Phê duyệt kế hoạch"))
    found = read_head(words, WIDTH, TextSource.OCR, Known(notations=("TTr-SGDĐT", "UBND-VX")))
    assert found.notation.value == "TTr-SGDĐT"
    other = read_head(page((LEFT, 75, "Số: 15/UBND-VP")), WIDTH, TextSource.OCR, Known(notations=("UBND-VX",)))
    assert other.notation.value == "UBND-VP"


def test_an_issuer_met_before_is_written_as_it_was_then() -> None:
    known = Known(issuers=("Ban Quản lý dự án Đầu tư xây dựng",))
    words = page((LEFT, 40, "BAN QUẢN LÝ DỰ ÁN"), (LEFT, 55, "ĐẦU TƯ XÂY DỰNG"), (LEFT, 90, "Số: 7/BC-BQL"))
    assert read_head(words, WIDTH, known=known).issuer.value == "Ban Quản lý dự án Đầu tư xây dựng"


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["BỘ NỘI VỤ", "CỤC VĂN THƯ VÀ", "LƯU TRỮ NHÀ NƯỚC"], ["Bộ Nội vụ", "Cục Văn thư và Lưu trữ nhà nước"]),
        (["TỈNH ỦY THANH BÌNH", "ỦY BAN KIỂM TRA"], ["Tỉnh ủy Thanh Bình", "Ủy ban Kiểm tra"]),
        (["UBND TỈNH THANH BÌNH", "SỞ Y TẾ"], ["UBND tỉnh Thanh Bình", "Sở Y tế"]),
        (["BAN CHỈ HUY", "PHÒNG CHỐNG THIÊN TAI"], ["Ban Chỉ huy phòng chống thiên tai"]),
        (["UỶ BAN NHÂN DÂN", "XÃ AN PHÚ"], ["Uỷ ban nhân dân xã An Phú"]),
    ],
)
def test_agencies_over_several_lines_are_told_apart(lines: list[str], names: list[str]) -> None:
    assert [calm(name) for name in bodies(lines)] == names


_TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12) | st.sampled_from(
    ["Số:", "Số", "/", "0/QĐ-", "V/v", "ngày", "tháng", "năm", "99999999999", "QUYẾT", "ĐỊNH", "-", "ỦY", "BAN"]
)
_PLACES = st.floats(-1e4, 1e4) | st.sampled_from([0.0, 60.0, 75.0, 320.0])


@given(st.lists(st.builds(WordBox, _TEXTS, _PLACES, _PLACES, _PLACES, _PLACES, st.floats(0, 1)), max_size=40))
def test_whatever_stands_on_the_page_an_answer_comes_back(words: list[WordBox]) -> None:
    found = read_head(words, WIDTH, TextSource.OCR, Known(("Sở Y tế",), ("QĐ-UBND",)))
    for field in (found.number, found.notation, found.document_date, found.issuer, found.document_type, found.subject):
        assert 0 <= field.confidence <= 1
