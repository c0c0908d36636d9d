"""The automatic check of form finds what a format checker would, and leaves good papers alone."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from services.backends.demo.texts import Plan, dispatches
from services.backends.pdf import inspect_pdf
from services.backends.typesetting.letters import typeset, typeset_draft
from services.intake.domain.formatting import Wanted, deviations
from services.kernel.doctypes import document_type
from services.kernel.papers import Inspection, PageSize, TextSource, WordBox
from services.kernel.people import Organisation
from tests.unit.typesetting_builders import a_letter

A4 = PageSize(210, 297)
LETTER = Wanted(document_type("cong_van"), "Trần Đức Bình", date(2026, 2, 3))


def _paper(tmp_path: Path, code: str = "cong_van") -> Inspection:
    path = tmp_path / f"{code}.pdf"
    path.write_bytes(typeset_draft(a_letter(code))[0])
    return inspect_pdf(path)


def _codes(paper: Inspection, wanted: Wanted = LETTER) -> set[str]:
    return {one.code for one in deviations(paper, wanted)}


def _without(paper: Inspection, *words: str) -> Inspection:
    text = paper.text
    for word in words:
        text = text.replace(word, "")
    return replace(paper, text=text, words=tuple(one for one in paper.words if one.text not in words))


@pytest.mark.parametrize("code", ["cong_van", "quyet_dinh", "bao_cao", "dang_nghi_quyet", "dang_cong_van"])
def test_drafts_of_our_own_templates_have_nothing_to_mend(tmp_path: Path, code: str) -> None:
    assert deviations(_paper(tmp_path, code), Wanted(document_type(code), "Trần Đức Bình")) == ()


def test_issued_dispatches_of_the_demo_have_nothing_to_mend(tmp_path: Path) -> None:
    office = Organisation("Ủy ban nhân dân tỉnh Thanh Bình", "UBND", "", "Thanh Bình", "H99")
    plan = Plan(office, (("Nguyễn Văn An", "Chủ tịch"),), ("VX",), date(2026, 11, 20), count=25)
    for number, one in enumerate(dispatches(plan)):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(typeset(one.letter))
        assert deviations(inspect_pdf(path), Wanted(one.letter.type, one.letter.signer)) == ()


def test_a_sheet_of_letter_size_is_reported_in_millimetres(tmp_path: Path) -> None:
    paper = replace(_paper(tmp_path), sizes=(PageSize(215.9, 279.4),))
    found = [one for one in deviations(paper, LETTER) if one.code == "page-size"]
    assert "216 × 279 mm" in found[0].sentence


def test_a_landscape_table_is_fine_after_page_one_only(tmp_path: Path) -> None:
    paper = _paper(tmp_path)
    assert "page-size" not in _codes(replace(paper, sizes=(A4, PageSize(297, 210))))
    assert "page-size" in _codes(replace(paper, sizes=(PageSize(297, 210), A4)))


def test_a_page_moved_to_the_left_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "dai.pdf"
    path.write_bytes(typeset(a_letter(body=("Nội dung cần báo cáo đầy đủ, kịp thời. " * 20,))))
    paper = inspect_pdf(path)
    moved = tuple(word._replace(x0=word.x0 - 30, x1=word.x1 - 30) for word in paper.words)
    assert _codes(replace(paper, words=moved)) == {"margin-left", "margin-right"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("NGHĨA",), "national-name-missing"),
        (("phúc",), "motto-missing"),
        (("ỦY", "BAN", "NHÂN", "DÂN", "TỈNH", "THANH", "BÌNH"), "issuer-missing"),
        (("Số:",), "number-missing"),
        (("tháng",), "date-missing"),
        (("V/v",), "subject-missing"),
        (("Kính",), "addressee-missing"),
        (("Nơi",), "recipients-missing"),
        (("./.",), "end-mark-missing"),
        (("Bình", "Trần Đức Bình"), "signer-missing"),
    ],
)
def test_each_missing_part_is_named(tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    assert code in _codes(_without(_paper(tmp_path), *words))


def test_a_decision_sent_as_report_is_noticed_by_type_and_notation(tmp_path: Path) -> None:
    found = _codes(_paper(tmp_path, "quyet_dinh"), Wanted(document_type("bao_cao"), "Trần Đức Bình"))
    assert found == {"type-missing", "notation-of-other-type"}


def test_a_party_paper_ends_without_the_state_mark(tmp_path: Path) -> None:
    paper = _paper(tmp_path, "dang_nghi_quyet")
    found = _codes(replace(paper, text=paper.text + " ./."), Wanted(document_type("dang_nghi_quyet")))
    assert found == {"end-mark-unwanted"}


def test_a_scan_without_words_says_so_and_nothing_else() -> None:
    scan = Inspection(1, "1.7", (A4,), "", 1, (), TextSource.NONE)
    assert _codes(scan) == {"text-missing"}


def test_a_page_with_one_stray_word_is_answered_with_a_list() -> None:
    stray = Inspection(1, "1.7", (A4,), "ồ", 1, (WordBox("ồ", 0, 0, 5, 5),), TextSource.OCR)
    assert len(_codes(stray)) > 8


def test_a_line_of_twenty_thousand_signs_is_judged_at_once() -> None:
    words = tuple(WordBox("ngày", 60 + at / 50, 60, 64 + at / 50, 70) for at in range(4_000))
    commas = tuple(word._replace(text=",") for word in words)
    long = Inspection(1, "1.7", (A4,), "x", 1, (*words, *commas), TextSource.LAYER)
    begun = process_time()
    assert _codes(long)
    assert process_time() - begun < 1.0
