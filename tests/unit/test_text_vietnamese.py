"""What the office means by "the same text"."""

import unicodedata

import pytest

from services.kernel.text import bears_mark, fold, normalise, normalise_lines, tokens, tone_normal


@pytest.mark.parametrize(
    "written", ["Quyết định", "QUYẾT ĐỊNH", unicodedata.normalize("NFD", "Quyết định"), "quyet  dinh"]
)
def test_every_way_to_write_a_word_folds_to_the_same(written: str) -> None:
    assert fold(written) == "quyet dinh"


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Ðảng bộ", "dang bo"), ("hòa hoà", "hoa hoa"), ("Số: 05/BNV-VP", "so: 05/bnv-vp"), ("Ưu đãi ƠN", "uu dai on")],
)
def test_folding_handles_the_hard_letters(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_text_from_the_web_is_cleaned_once() -> None:
    assert normalise("\u202eÐảng\u00a0ủy \t xã\u200b An\u00adPhú\ud800\x00 ") == "Đảng ủy xã AnPhú"
    assert normalise(unicodedata.normalize("NFD", "Ủy ban")) == "Ủy ban"
    assert normalise("a\r\nb\u2028c") == "a b c"


def test_a_note_keeps_its_lines() -> None:
    assert normalise_lines("\nGiao\u00a0Phòng A \r\n  trước 5/3\n") == "Giao Phòng A\ntrước 5/3"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hoà", "hòa"), ("CỘNG HOÀ", "CỘNG HÒA"), ("uỷ ban", "ủy ban"), ("thuý", "thúy"), ("khoẻ", "khỏe"),
        ("Uỷ", "Ủy"),
        ("hoàn", "hoàn"), ("quý", "quý"), ("hoài", "hoài"), ("hòa", "hòa"), ("thuyền", "thuyền"),
    ],
)  # fmt: skip
def test_old_and_new_tone_places_are_one(old: str, new: str) -> None:
    assert tone_normal(old) == new


def test_tokens_are_words_in_search_form() -> None:
    assert tokens("Số: 15/QĐ-UBND, Uỷ ban") == ["số", "15", "qđ", "ubnd", "ủy", "ban"]
    assert tokens(unicodedata.normalize("NFD", "Ðề án")) == ["đề", "án"]


def test_a_mark_shows_that_it_was_meant() -> None:
    assert bears_mark("đ")
    assert bears_mark("hòa")
    assert not bears_mark("hoa")
    assert not bears_mark("15")
