"""Official documents come out in the layout of state and Party, whatever people type into them."""

import re
import time
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from services.backends.demo.texts import Plan, dispatches
from services.backends.typesetting.letters import typeset, typeset_draft
from services.kernel.anchors import Anchors, Box
from services.kernel.errors import BadInput
from services.kernel.people import Organisation
from services.kernel.values import Urgency
from tests.unit.typesetting_builders import a_letter, sizes_of, text_of


def test_a_letter_carries_every_part_the_decree_wants() -> None:
    words = text_of(typeset(a_letter()))
    for part in (
        "ỦY BAN NHÂN DÂN TỈNH THANH BÌNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/UBND-VX",
        "Thanh Bình, ngày 03 tháng 02 năm 2026",
        "V/v báo cáo kết quả chuyển đổi số",
        "Kính gửi:",
        "- Sở Nội vụ; - Sở Tài chính.",
        "1. Gửi trước ngày 20/02/2026./.",
        "Nơi nhận:",
        "- Lưu: VT, VX.",
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "Trần Đức Bình",
    ):
        assert part in words


def test_the_month_is_padded_only_for_january_and_february() -> None:
    assert "ngày 29 tháng 6 năm 2019" in text_of(typeset(a_letter(issued_on=date(2019, 6, 29))))


def test_a_decision_names_its_type_and_no_addressee() -> None:
    words = text_of(typeset(a_letter("quyet_dinh", body=("QUYẾT ĐỊNH:", "Điều 1. Kiện toàn Ban Chỉ đạo."))))
    assert "QUYẾT ĐỊNH Về việc kiện toàn Ban Chỉ đạo" in words
    assert "Kính gửi" not in words
    assert words.count("./.") == 1


def test_a_party_resolution_follows_the_party_layout() -> None:
    letter = a_letter("dang_nghi_quyet", issuer="Tỉnh ủy Thanh Bình", notation="NQ/TU", kept="Lưu Văn phòng Tỉnh ủy")
    words = text_of(typeset(letter))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in words
    assert "Số 05-NQ/TU" in words
    assert "CỘNG HÒA" not in words
    assert "./." not in words
    assert "- Lưu Văn phòng Tỉnh ủy." in words


def test_whatever_is_typed_prints_literally() -> None:
    typed = "#let x = 1 *đậm* _nghiêng_ $a^2$ <nhãn> @ai `mã` \\n -- // [ngoặc] {khối} “trích” #import"
    assert typed in text_of(typeset(a_letter(body=(typed, "Hết."), subject="V/v #eval(1) *")))


def test_text_typed_on_a_mac_and_eth_for_d_print_as_vietnamese() -> None:
    words = text_of(typeset(a_letter(signer="Nguyễn Ðức Việt", subject="về việc hoà giải")))
    assert "Nguyễn Đức Việt" in words
    assert "V/v hoà giải" in words


def test_a_sign_the_font_lacks_is_refused_by_name() -> None:
    with pytest.raises(BadInput) as refused:
        typeset(a_letter(body=("Xin chúc mừng 🎉 漢",)))
    assert refused.value.code == "letter-unprintable"
    assert "🎉" in refused.value.detail


def test_missing_parts_are_named_at_their_fields() -> None:
    with pytest.raises(BadInput) as refused:
        typeset(a_letter(subject=" ", signer="", body=()))
    assert set(refused.value.fields) == {"subject", "signer", "body"}


def test_pages_are_a4_and_numbered_from_the_second() -> None:
    paper = typeset(a_letter(body=tuple(f"{n}. " + "Nội dung cần báo cáo. " * 30 for n in range(1, 9))))
    assert set(sizes_of(paper)) == {(595, 842)}
    first, second, *_ = text_of(paper).split("\f")
    assert not first.startswith("1 ")
    assert second.startswith("2 ")


def test_no_signature_stands_alone_on_a_page() -> None:
    for count in range(20, 34):
        pages = text_of(typeset(a_letter(body=tuple(f"{n}. Nhiệm vụ." for n in range(1, count))))).split("\f")
        assert f"{count - 1}. Nhiệm vụ./." in pages[-1]


def test_the_words_stay_inside_the_margins() -> None:
    with pypdfium2.PdfDocument(BytesIO(typeset(a_letter()))) as document:
        text = document[0].get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
    assert min(box[0] for box in boxes) >= 84
    assert max(box[2] for box in boxes) <= 554


def test_urgent_letters_bear_their_stamp() -> None:
    assert "HỎA TỐC" in text_of(typeset(a_letter(urgency=Urgency.HOA_TOC)))
    assert "KHẨN" not in text_of(typeset(a_letter()))


def test_the_file_is_pdf_a_2b_and_ends_its_last_line() -> None:
    paper = typeset(a_letter())
    assert paper.endswith(b"%%EOF\n")
    with pikepdf.open(BytesIO(paper)) as pdf, pdf.open_metadata() as told:
        assert told.pdfa_status == "2B"


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert typeset(a_letter()) == typeset(a_letter())


@pytest.mark.parametrize("code", ["cong_van", "quyet_dinh", "dang_nghi_quyet"])
def test_a_draft_leaves_number_and_day_open_where_its_anchors_say(code: str) -> None:
    paper, anchors = typeset_draft(a_letter(code))
    assert not re.search(r"ngày \d", text_of(paper).split("Thực hiện")[0])
    for gap in (anchors.number, anchors.day, anchors.month):
        assert _words_in(paper, gap) == ""
        assert gap.width >= 18
    assert _words_in(paper, anchors.signature) == ""
    assert anchors.signature.width > 130


def test_anchors_stand_beside_their_words() -> None:
    paper, anchors = typeset_draft(a_letter())
    before = replace(anchors.number, x0=anchors.number.x0 - 24, x1=anchors.number.x0)
    behind = replace(anchors.day, x0=anchors.day.x1, x1=anchors.day.x1 + 36)
    under = replace(anchors.signature, y0=anchors.signature.y0 - 18, y1=anchors.signature.y0)
    assert _words_in(paper, before) == "Số:"
    assert "tháng" in _words_in(paper, behind)
    assert _words_in(paper, under) == "Trần Đức Bình"


def test_anchors_of_a_long_draft_are_on_its_last_page() -> None:
    body = tuple("Nội dung cần báo cáo. " * 30 for _ in range(8))
    paper, anchors = typeset_draft(a_letter(body=body))
    assert anchors.signature.page == len(sizes_of(paper))
    assert anchors.number.page == 1


def test_anchors_travel_as_text() -> None:
    _, anchors = typeset_draft(a_letter())
    assert Anchors.from_json(anchors.to_json()) == anchors
    assert Anchors.from_json("") is None
    with pytest.raises(BadInput):
        Anchors.from_json('{"number": 3}')


def test_an_office_sets_many_letters_a_second() -> None:
    office = Organisation("Ủy ban nhân dân tỉnh Thanh Bình", "UBND", "", "Thanh Bình", "H99")
    plan = Plan(office, (("Nguyễn Văn An", "Chủ tịch"),), ("VX",), date(2026, 11, 20), count=40)
    begun = time.perf_counter()
    papers = [typeset(one.letter) for one in dispatches(plan)]
    assert len(papers) == 40
    assert time.perf_counter() - begun < 8


def _words_in(paper: bytes, box: Box) -> str:
    with pypdfium2.PdfDocument(BytesIO(paper)) as document:
        text = document[box.page - 1].get_textpage()
        return " ".join(text.get_text_bounded(box.x0, box.y0 + 1, box.x1, box.y1 - 2).split())
