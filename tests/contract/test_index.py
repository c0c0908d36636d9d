"""What every index promises, whatever it lies on: what it finds, in which order, and for whom."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from services.backends.index.opening import OpenedIndex
from services.kernel.finding import Ask, Key, Place
from services.search.domain.record import Record, entry
from tests.contract.index_engines import CLERK, ENGINES, ask, ids, opened


def record(id: str, subject: str, symbol: str = "15/QĐ-UBND", day: date = date(2026, 3, 5), **facts: object) -> Record:
    """A registered document; only what a test speaks of is given."""
    whole: dict[str, object] = {
        "flow": "incoming", "register_id": "r1", "register_name": "Sổ đến", "year": day.year, "number": 123,
        "registered_on": day, "document_date": day, "issuer": "Sở Nội vụ", "signer": "Trần Văn An",
        "type_code": "quyet_dinh", "type_name": "Quyết định", "urgency": "normal", "state": "", "readers": CLERK,
    } | facts  # fmt: skip
    return Record(id=id, subject=subject, symbol=symbol, **whole)  # type: ignore[arg-type]


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenedIndex]:
    """An empty index on each engine."""
    with opened(request.param, tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    "line",
    ["quyet dinh", "QUYET ĐINH", "quyết định", "que\u0302\u0301t".replace("que", "quye") + " định", '"quyết định"'],
)
def test_every_way_to_type_it_finds_the_document(index: OpenedIndex, line: str) -> None:
    """Invariant 15: with or without marks, in either case and either normal form."""
    index.put([entry(record("a", "Quyết định kiện toàn ban", type_name="Công văn"), "")])
    assert ids(index, line) == ["a"]


def test_marks_as_typed_come_first_bare_letters_after(index: OpenedIndex) -> None:
    """Invariant 15: exact first."""
    index.put([
        entry(record("folded", "Bao cáo thầu", type_name="Công văn", day=date(2026, 5, 1)), ""),
        entry(record("body", "Về việc khác", type_name="Công văn", day=date(2026, 4, 1)), "có báo rồi, cáo sau"),
        entry(record("exact", "V/v báo cáo quý", type_name="Công văn", day=date(2020, 1, 1)), ""),
    ])  # fmt: skip
    assert ids(index, "báo cáo") == ["exact", "body", "folded"]


def test_old_and_new_tone_places_find_each_other(index: OpenedIndex) -> None:
    index.put([entry(record("a", "Uỷ ban xã Hoà An"), "")])
    assert ids(index, '"ủy" "hòa"') == ["a"]


def test_an_abbreviation_finds_its_words(index: OpenedIndex) -> None:
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
def test_the_number_aware_box_goes_straight_to_the_document(index: OpenedIndex, line: str) -> None:
    index.put([
        entry(record("a", "Kiện toàn"), ""),
        entry(record("b", "Khác", "16/STC-NS", date(2025, 7, 9), number=77, type_code="cong_van", flow="outgoing"), ""),
    ])  # fmt: skip
    assert ids(index, line) == ["a"]


def test_party_numbers_are_read_without_their_zero(index: OpenedIndex) -> None:
    index.put([entry(record("a", "Chương trình công tác", "08-CTr/TU", type_code="dang_chuong_trinh"), "")])
    assert ids(index, "08 ctr tu") == ids(index, "8-CTr/TU") == ["a"]


def test_those_who_speak_of_a_number_come_after_the_one_that_has_it(index: OpenedIndex) -> None:
    index.put([
        entry(record("speaks", "Triển khai Quyết định số 15/QĐ-UBND", "9/STC", date(2026, 9, 9)), ""),
        entry(record("has", "Kiện toàn ban chỉ đạo"), ""),
    ])  # fmt: skip
    assert ids(index, "15/QĐ-UBND") == ["has", "speaks"]


def test_what_is_not_open_is_neither_found_nor_counted(index: OpenedIndex) -> None:
    index.put([
        entry(record("open", "Kế hoạch mật", readers=frozenset({"person:an"}), fonds_id="f1"), ""),
        entry(record("closed", "Kế hoạch mật", readers=frozenset({"person:binh"}), fonds_id="f2"), ""),
    ])  # fmt: skip
    found = ask(index, "kế hoạch", frozenset({"person:an"}), facets=("fonds", "year"))
    assert [hit.id for hit in found.hits] == ["open"]
    assert found.total == 1
    assert [(count.value, count.count) for count in found.facets["fonds"]] == [("f1", 1)]
    assert ask(index, "kế hoạch", frozenset()).total == 0


def test_pages_meet_without_gap_or_twin_though_all_days_are_equal_and_others_arrive(index: OpenedIndex) -> None:
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


def test_a_document_put_twice_is_one_and_the_newest(index: OpenedIndex) -> None:
    index.put([entry(record("a", "Cũ"), "")])
    index.put([entry(record("a", "Mới"), "")])
    assert ids(index, "mới") == ["a"]
    assert ids(index, "cũ") == []


def test_a_late_write_never_overwrites_a_newer_one(index: OpenedIndex) -> None:
    index.put([entry(record("a", "Bản mới"), "", version=7)])
    assert index.put([entry(record("a", "Bản cũ"), "", version=6), entry(record("b", "Bản đầu"), "", version=1)]) == ()
    assert ids(index, "bản mới") == ["a"]
    assert ids(index, "bản cũ") == []
    assert ids(index, "bản đầu") == ["b"]
    index.put([entry(record("a", "Bản sửa"), "", version=7)])
    assert ids(index, "bản sửa") == ["a"]


def test_one_entry_that_cannot_be_held_is_named_and_hides_no_other(index: OpenedIndex) -> None:
    good = [entry(record(f"good{at}", "Kế hoạch"), "") for at in range(4)]
    bad = [replace(entry(record(f"bad{at}", "Kế hoạch"), ""), numbers={"entry": (1 << 70,)}) for at in range(2)]
    rejected = index.put([good[0], bad[0], good[1], good[2], bad[1], good[3]])
    assert [one.id for one in rejected] == ["bad0", "bad1"]
    assert all(one.reason and "hoạch" not in one.reason for one in rejected)
    assert sorted(ids(index, "kế hoạch")) == [f"good{at}" for at in range(4)]


def test_an_index_is_made_again_beside_the_one_that_is_asked(index: OpenedIndex) -> None:
    index.put([entry(record("old", "Kế hoạch"), "", version=9)])
    before = index.identity()
    index.renew()
    assert index.identity() != before
    index.put([entry(record("new", "Kế hoạch"), "", version=1)])
    index.publish(before)
    assert ids(index, "kế hoạch") == ["old"]
    index.publish(index.identity())
    assert ids(index, "kế hoạch") == ["new"]
    index.put([entry(record("more", "Kế hoạch"), "")])
    assert sorted(ids(index, "kế hoạch")) == ["more", "new"]


def test_an_index_begun_twice_is_the_later_one(index: OpenedIndex) -> None:
    index.renew()
    first = index.identity()
    index.put([entry(record("first", "Kế hoạch"), "")])
    index.renew()
    index.put([entry(record("second", "Kế hoạch"), "")])
    index.publish(first)
    assert ids(index, "kế hoạch") == []
    index.publish(index.identity())
    assert ids(index, "kế hoạch") == ["second"]


def test_no_keys_no_finds_and_no_counts(index: OpenedIndex) -> None:
    index.put([entry(record("a", "Kế hoạch"), "")])
    assert index.count(CLERK, Key("entry", 123)) == 1
    assert index.count(frozenset(), Key("entry", 123)) == 0
    assert index.count(frozenset({"role:nobody"}), Key("entry", 123)) == 0
    assert index.find(frozenset(), Ask(Key("entry", 123), facets=("year",))).facets["year"] == ()


def test_a_phrase_never_reaches_from_one_piece_into_the_next(index: OpenedIndex) -> None:
    index.put([entry(record("a", "Kế hoạch", issuer="Sở Nội vụ", signer="Lê An"), "")])
    assert ids(index, '"nội vụ"') == ["a"]
    assert ids(index, '"vụ lê"') == []


def test_a_word_longer_than_any_line_in_the_box_hides_nothing(index: OpenedIndex) -> None:
    index.put([entry(record("a", "Kế hoạch " + "x" * 301 * 130 + "an ninh"), "x" * 299 + "yz")])
    assert ids(index, '"an ninh"') == []
    assert ids(index, "ninh hoạch") == ["a"]
    assert ids(index, "x" * 300) == []


def test_days_outside_the_order_stand_at_its_ends(index: OpenedIndex) -> None:
    index.put([
        entry(record("early", "Kế hoạch", day=date(1954, 7, 20)), ""),
        entry(record("late", "Kế hoạch", day=date(2999, 1, 1)), ""),
    ])  # fmt: skip
    assert [(hit.id, hit.place.day) for hit in ask(index, "").hits] == [("late", 32767), ("early", 0)]
    after = Place(0, 0, "f")
    assert [hit.id for hit in ask(index, "", after=after).hits] == ["early"]


def test_equal_counts_of_a_facet_come_by_name(index: OpenedIndex) -> None:
    issuers = ("Sở Y tế", "Sở Nội vụ", "UBND xã An Phú", "Sở Tài chính")
    index.put(
        [entry(record(f"{at}", "Kế hoạch", issuer=issuer), "") for at, issuer in enumerate((*issuers, issuers[0]))]
    )
    counts = ask(index, "", facets=("from",)).facets["from"]
    assert [(one.value, one.count) for one in counts] == [
        ("Sở Y tế", 2), ("Sở Nội vụ", 1), ("Sở Tài chính", 1), ("UBND xã An Phú", 1),
    ]  # fmt: skip
