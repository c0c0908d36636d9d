"""The embedded index: what it finds, in which order, and for whom."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from services.backends.index.tantivy import TantivyIndex
from services.kernel.finding import Ask, Found
from services.search.domain.conditions import condition
from services.search.domain.reading import read
from services.search.domain.record import Record, entry

CLERK = frozenset({"role:clerk"})


def record(id: str, subject: str, symbol: str = "15/QĐ-UBND", day: date = date(2026, 3, 5), **facts: object) -> Record:
    """A registered document; only what a test speaks of is given."""
    whole: dict[str, object] = {
        "flow": "incoming", "register_id": "r1", "register_name": "Sổ đến", "year": day.year, "number": 123,
        "registered_on": day, "document_date": day, "issuer": "Sở Nội vụ", "signer": "Trần Văn An",
        "type_code": "quyet_dinh", "type_name": "Quyết định", "urgency": "normal", "state": "", "readers": CLERK,
    } | facts  # fmt: skip
    return Record(id=id, subject=subject, symbol=symbol, **whole)  # type: ignore[arg-type]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[TantivyIndex]:
    """An empty index in a folder."""
    made = TantivyIndex(tmp_path / "index")
    yield made
    made.close()


def ask(index: TantivyIndex, line: str, access: frozenset[str] = CLERK, **more: object) -> Found:
    """What a line in the box finds."""
    meant = condition(read(line))
    return index.find(access, Ask(meant.must, meant.ranks, **more))  # type: ignore[arg-type]


def ids(index: TantivyIndex, line: str, access: frozenset[str] = CLERK) -> list[str]:
    """The ids found, in order."""
    return [hit.id for hit in ask(index, line, access).hits]


@pytest.mark.parametrize(
    "line",
    ["quyet dinh", "QUYET ĐINH", "quyết định", "que\u0302\u0301t".replace("que", "quye") + " định", '"quyết định"'],
)
def test_every_way_to_type_it_finds_the_document(index: TantivyIndex, line: str) -> None:
    """Invariant 15: with or without marks, in either case and either normal form."""
    index.put([entry(record("a", "Quyết định kiện toàn ban", type_name="Công văn"), "")])
    assert ids(index, line) == ["a"]


def test_marks_as_typed_come_first_bare_letters_after(index: TantivyIndex) -> None:
    """Invariant 15: exact first."""
    index.put([
        entry(record("folded", "Bao cáo thầu", type_name="Công văn", day=date(2026, 5, 1)), ""),
        entry(record("body", "Về việc khác", type_name="Công văn", day=date(2026, 4, 1)), "có báo rồi, cáo sau"),
        entry(record("exact", "V/v báo cáo quý", type_name="Công văn", day=date(2020, 1, 1)), ""),
    ])  # fmt: skip
    assert ids(index, "báo cáo") == ["exact", "body", "folded"]


def test_old_and_new_tone_places_find_each_other(index: TantivyIndex) -> None:
    index.put([entry(record("a", "Uỷ ban xã Hoà An"), "")])
    assert ids(index, '"ủy" "hòa"') == ["a"]


def test_an_abbreviation_finds_its_words(index: TantivyIndex) -> None:
    index.put([entry(record("a", "Ủy ban nhân dân xã An Phú", "07/STC"), "")])
    assert ids(index, "ubnd an phú") == ["a"]


@pytest.mark.parametrize(
    "line",
    [
        "123",
        "đến 123",
        "15/QĐ-UBND",
        "15/qd-ubnd",
        "15 qd ubnd",
        "15 qđ ubnd",
        "qd 15",
        "15/QĐ-UBND 2026",
        "qđ ngày 5/3",
        "ngày 5/3/2026",
        "2026",
        "015/qđ",
    ],
)
def test_the_number_aware_box_goes_straight_to_the_document(index: TantivyIndex, line: str) -> None:
    index.put([
        entry(record("a", "Kiện toàn"), ""),
        entry(record("b", "Khác", "16/STC-NS", date(2025, 7, 9), number=77, type_code="cong_van", flow="outgoing"), ""),
    ])  # fmt: skip
    assert ids(index, line) == ["a"]


def test_party_numbers_are_read_without_their_zero(index: TantivyIndex) -> None:
    index.put([entry(record("a", "Chương trình công tác", "08-CTr/TU", type_code="dang_chuong_trinh"), "")])
    assert ids(index, "08 ctr tu") == ids(index, "8-CTr/TU") == ["a"]


def test_those_who_speak_of_a_number_come_after_the_one_that_has_it(index: TantivyIndex) -> None:
    index.put([
        entry(record("speaks", "Triển khai Quyết định số 15/QĐ-UBND", "9/STC", date(2026, 9, 9)), ""),
        entry(record("has", "Kiện toàn ban chỉ đạo"), ""),
    ])  # fmt: skip
    assert ids(index, "15/QĐ-UBND") == ["has", "speaks"]


def test_what_is_not_open_is_neither_found_nor_counted(index: TantivyIndex) -> None:
    index.put([
        entry(record("open", "Kế hoạch mật", readers=frozenset({"person:an"}), fonds_id="f1"), ""),
        entry(record("closed", "Kế hoạch mật", readers=frozenset({"person:binh"}), fonds_id="f2"), ""),
    ])  # fmt: skip
    found = ask(index, "kế hoạch", frozenset({"person:an"}), facets=("fonds", "year"))
    assert [hit.id for hit in found.hits] == ["open"]
    assert found.total == 1
    assert [(count.value, count.count) for count in found.facets["fonds"]] == [("f1", 1)]
    assert ask(index, "kế hoạch", frozenset()).total == 0


def test_pages_meet_without_gap_or_twin_though_all_days_are_equal_and_others_arrive(index: TantivyIndex) -> None:
    index.put(
        [entry(record(f"{serial:03d}", "Báo cáo quý", day=date(2026, 1, 1 + serial % 2)), "") for serial in range(90)]
    )
    seen: list[str] = []
    after = None
    while True:
        found = ask(index, "bao cao", size=7, after=after)
        seen += [hit.id for hit in found.hits]
        after = found.hits[-1].place
        index.put([entry(record(f"new{len(seen)}", "Báo cáo mới", day=date(2026, 2, 1)), "")])
        if not found.more:
            break
    assert [one for one in seen if not one.startswith("new")] == sorted(
        (f"{serial:03d}" for serial in range(90)), key=lambda id: (int(id) % 2, id), reverse=True
    )


def test_a_document_put_twice_is_one_and_the_newest(index: TantivyIndex) -> None:
    index.put([entry(record("a", "Cũ"), "")])
    index.put([entry(record("a", "Mới"), "")])
    assert ids(index, "mới") == ["a"]
    assert ids(index, "cũ") == []


def test_an_index_is_found_again_and_made_anew_when_damaged(tmp_path: Path) -> None:
    first = TantivyIndex(tmp_path)
    first.put([entry(record("a", "Còn đây"), "")])
    first.close()
    again = TantivyIndex(tmp_path)
    assert again.identity() == first.identity()
    assert ids(again, "còn đây") == ["a"]
    again.close()
    (next(tmp_path.glob("segments-*")) / "meta.json").write_text("{")
    anew = TantivyIndex(tmp_path)
    assert anew.identity() != first.identity()
    assert ids(anew, "còn đây") == []
    anew.renew()
    anew.publish(anew.identity())
    assert anew.identity() not in (first.identity(), "")
    anew.close()
