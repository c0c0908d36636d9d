"""Document types, numbers in words and register columns are those of the law on their day."""

from datetime import date

import pytest

from services.kernel.doctypes import document_type, document_types
from services.kernel.errors import BadInput
from services.kernel.layout import page_layout
from services.kernel.registers import register_form
from services.kernel.words import number_in_words, total_in_words


def test_the_state_knows_29_administrative_types_and_only_letters_have_no_abbreviation() -> None:
    types = document_types(regime="state", kind="administrative")
    assert len(types) == 29
    assert {one.name for one in types if not one.abbreviation} == {"Công văn", "Thư công"}


def test_the_party_knows_25_types_and_8_papers() -> None:
    assert len(document_types(regime="party", kind="administrative")) == 25
    assert len(document_types(regime="party", kind="paper")) == 8


def test_copies_have_their_own_abbreviations() -> None:
    assert [one.abbreviation for one in document_types(regime="state", kind="copy")] == ["SY", "TrS", "SL"]


def test_every_code_names_one_type_on_any_day() -> None:
    for day in (date(2015, 1, 1), date(2020, 3, 4), date(2020, 3, 5), date(2026, 11, 20)):
        codes = [one.code for one in document_types(day)]
        assert len(codes) == len(set(codes))


def test_a_power_of_attorney_of_2019_keeps_its_old_abbreviation() -> None:
    assert document_type("giay_uy_quyen", date(2020, 3, 4)).abbreviation == "UQ"
    assert document_type("giay_uy_quyen", date(2020, 3, 5)).abbreviation == "GUQ"
    assert document_type("giay_uy_quyen").abbreviation == "GUQ"


def test_party_abbreviation_qd_stands_for_two_types() -> None:
    assert {one.name for one in document_types(regime="party") if one.abbreviation == "QĐ"} == {
        "Quyết định",
        "Quy định",
    }


def test_an_unknown_type_is_refused_at_its_field() -> None:
    with pytest.raises(BadInput) as refused:
        document_type("cong_lenh")
    assert refused.value.code == "type-unknown"
    assert "type_code" in refused.value.fields


@pytest.mark.parametrize(
    ("code", "issuer", "unit", "notation"),
    [
        ("quyet_dinh", "UBND", "VP", "QĐ-UBND"),
        ("quy_dinh", "UBND", "", "QyĐ-UBND"),
        ("cong_van", "SNNMT", "VP", "SNNMT-VP"),
        ("cong_van", "SNNMT", "", "SNNMT"),
        ("dang_nghi_quyet", "TU", "", "NQ/TU"),
        ("dang_cong_van", "VPTU", "TH", "CV/VPTU"),
    ],
)
def test_the_notation_follows_type_issuer_and_unit(code: str, issuer: str, unit: str, notation: str) -> None:
    assert document_type(code).notation(issuer, unit) == notation


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (55, "năm mươi lăm"),
        (101, "một trăm linh một"),
        (110, "một trăm mười"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (2_026, "hai nghìn không trăm hai mươi sáu"),
        (6_430, "sáu nghìn bốn trăm ba mươi"),
        (1_000_001, "một triệu không trăm linh một"),
        (3_000_000_000, "ba tỷ"),
        (1_000_000_000_000, "một nghìn tỷ"),
    ],
)
def test_totals_are_read_aloud_as_a_clerk_would(number: int, words: str) -> None:
    assert number_in_words(number) == words


def test_a_total_in_words_begins_with_a_capital() -> None:
    assert total_in_words(21, "văn bản đến") == "Hai mươi mốt văn bản đến"


def test_the_incoming_register_has_the_ten_columns_of_the_form_in_order() -> None:
    assert [one.title for one in register_form("incoming").columns] == [
        "Ngày đến",
        "Số đến",
        "Tác giả",
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Đơn vị hoặc người nhận",
        "Ngày chuyển",
        "Ký nhận",
        "Ghi chú",
    ]


def test_the_outgoing_register_has_the_ten_columns_of_the_form_in_order() -> None:
    assert [one.title for one in register_form("outgoing", date(2026, 1, 1)).columns] == [
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Người ký",
        "Nơi nhận văn bản",
        "Đơn vị, người nhận bản lưu",
        "Số lượng bản",
        "Ngày chuyển",
        "Ký nhận",
        "Ghi chú",
    ]


def test_an_unknown_kind_of_register_is_refused() -> None:
    with pytest.raises(BadInput):
        register_form("postal-pigeon")


def test_margins_of_state_papers_are_those_of_the_decree() -> None:
    layout = page_layout("state", date(2026, 1, 1))
    assert (layout.left.least, layout.left.most, layout.right.least) == (30, 35, 15)
