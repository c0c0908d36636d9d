"""What the search service learns, forgets, shows and hides."""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from services.kernel.errors import BadInput, Unavailable
from services.kernel.facts import DocumentChanged, DocumentIssued, DocumentRegistered, DocumentVoided, Fact
from services.search.handlers.searching import Search
from tests.unit.search_office import (
    BINH,
    DUNG,
    HANH,
    LAN,
    QUAN,
    SearchOffice,
    close,
    deposited,
    filed,
    search_office,
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SearchOffice]:
    """The service in an empty office."""
    made = search_office(tmp_path)
    yield made
    close(made)


def test_a_registered_document_is_found_within_a_second(office: SearchOffice) -> None:
    office.parts.start()
    begun = time.perf_counter()
    office.tell(DocumentRegistered(office.card(), "lan"), wait=False)
    while not office.ids("kien toan") and time.perf_counter() - begun < 5:
        time.sleep(0.01)
    assert time.perf_counter() - begun < 1
    assert office.ids("15 qd ubnd") == ["d1"]


def test_the_text_of_a_document_is_found_and_shown_marked(office: SearchOffice) -> None:
    office.register(
        body="Căn cứ Luật. " * 60 + "Giao Sở Tài chính bố trí <b>kinh phí</b> thực hiện. " + "Nơi nhận. " * 60
    )
    (hit,) = office.search("kinh phí").hits
    assert [part.text for part in hit.snippet if part.marked] == ["kinh phí"]
    assert "Sở Tài chính bố trí <b>" in "".join(part.text for part in hit.snippet)
    assert sum(len(part.text) for part in hit.snippet) < 300


def test_the_subject_is_marked_as_it_is_written(office: SearchOffice) -> None:
    office.register(subject="Báo cáo về Hoà giải, bao che")
    (hit,) = office.search("hòa bao").hits
    assert [part.text for part in hit.subject if part.marked] == ["Báo", "Hoà", "bao"]


def test_facts_told_five_times_in_any_order_end_the_same(tmp_path: Path) -> None:
    first = search_office(tmp_path / "0")
    newer = replace(
        first.card(subject="Kiện toàn lần hai"), version=3, readers=frozenset({"role:clerk", "person:binh"})
    )
    facts: list[Fact] = [
        DocumentRegistered(first.card(), "lan"), DocumentChanged(newer, "lan"), deposited(),
        filed("d1", 2, "Hồ sơ A", "Hồ sơ B"), filed("d1", 1, "Hồ sơ A"),
    ]  # fmt: skip
    seen = set()
    for turn, order in enumerate(list(permutations(facts))[::17]):
        office = first if turn == 0 else search_office(tmp_path / str(turn))
        office.tell(*order, *order[::-1], *order, *order, *order)
        (hit,) = office.search("", HANH).hits
        seen.add(hit.record)
        assert office.ids("lan hai", BINH) == ["d1"]
        close(office)
    (record,) = seen
    assert (record.case_files, record.fonds_id) == (("Hồ sơ A", "Hồ sơ B"), "f1")


def test_what_others_say_of_an_unknown_document_waits_for_its_card(office: SearchOffice) -> None:
    office.tell(deposited(), DocumentVoided("d1", 2, "nhầm", "lan"))
    assert office.search("").total == 0
    office.register()
    (hit,) = office.search("45").hits
    assert hit.record.voided
    assert hit.record.reference == "H99.01.d1"


def test_a_routed_document_opens_to_its_handler_and_only_to_him(office: SearchOffice) -> None:
    office.register()
    assert office.ids("kien toan", BINH) == []
    office.tell(DocumentChanged(office.card(version=2, readers=frozenset({"person:binh"})), "lan"))
    assert office.ids("kien toan", BINH) == ["d1"]
    assert office.ids("kien toan", DUNG) == office.ids("kien toan", QUAN) == office.ids("kien toan") == []


def test_who_lost_access_a_moment_ago_sees_nothing_though_the_index_lags(office: SearchOffice) -> None:
    office.register()
    changed = DocumentChanged(office.card(version=2, readers=frozenset({"person:binh"})), "lan")
    office.tell(changed, wait=False)
    assert office.search("kien toan").hits == ()
    assert office.parts.searching.look(LAN, "d1", Search()) is None
    assert office.looks() == []


def test_the_archivist_finds_what_the_archive_keeps(office: SearchOffice) -> None:
    office.register()
    assert office.ids("kien toan", HANH) == []
    office.tell(deposited())
    assert office.ids("kien toan", HANH) == ["d1"]
    (facet,) = [one for one in office.search("", HANH).facets if one.name == "fonds"]
    assert [(value.value, value.label, value.count) for value in facet.values] == [("f1", "Phông f1", 1)]


def test_an_issued_document_is_found_by_its_outgoing_number(office: SearchOffice) -> None:
    office.tell(DocumentIssued(office.card("o1", direction="outgoing", number=12, notation="12/UBND-VP"), (), "lan"))
    assert office.ids("đi 12") == ["o1"]
    assert office.ids("đến 12") == []


def test_what_was_understood_is_said_and_each_part_can_go(office: SearchOffice) -> None:
    found = office.search("cv 45 ngày 5/3")
    assert [(chip.words, chip.rest) for chip in found.chips] == [
        ("công văn", "45 ngày 5/3"), ("số 45", "cv ngày 5/3"), ("ngày 05/3", "cv 45"),
    ]  # fmt: skip


def test_facets_narrow_and_count_what_is_left(office: SearchOffice) -> None:
    office.register("a", year=2025)
    office.register("b", year=2026, type_code="cong_van", type_name="Công văn")
    found = office.search("kien toan", chosen=(("year", "2026"),))
    assert [hit.record.id for hit in found.hits] == ["b"]
    assert {facet.name: [value.label for value in facet.values] for facet in found.facets}["type"] == ["Công văn"]


def test_nothing_found_offers_the_gentler_question_with_its_count(office: SearchOffice) -> None:
    office.register()
    offer = office.search("kiện toàn xyzt").offer
    assert offer is not None
    assert (offer.question.line, offer.total) == ("kiện toàn", 1)
    assert office.search("kiện toàn xyzt", DUNG).offer is None
    offer = office.search("15/QĐ-STC").offer
    assert offer is None or offer.total == 1


def test_pages_go_on_by_cursor_and_refuse_one_of_another_question(office: SearchOffice) -> None:
    office.tell(*(DocumentRegistered(office.card(f"d{at:02d}", number=at), "lan") for at in range(25)))
    seen: list[str] = []
    cursor = ""
    while True:
        found = office.search("kien toan", cursor=cursor, size=10)
        seen += [hit.record.id for hit in found.hits]
        assert found.total == 25
        if not (cursor := found.next_cursor):
            break
        last = cursor
    assert sorted(seen) == [f"d{at:02d}" for at in range(25)]
    assert len(seen) == 25
    for bad in (last + "x", "rác", "", "a" * 300, "MC4wLmQx"):
        if bad:
            with pytest.raises(BadInput):
                office.search("kien toan", cursor=bad)
    with pytest.raises(BadInput):
        office.search("khac", cursor=last)


def picture(office: SearchOffice) -> dict[str, list[str]]:
    """What several people find with several questions."""
    lines = ("", "kiện toàn", "kien toan", "15/QĐ-UBND", "45", "kinh phí", '"ban chỉ đạo"', "2026", "qđ tháng 3")
    return {f"{who.id} {line}": office.ids(line, who) for who in (LAN, BINH, HANH) for line in lines}


def test_an_index_made_again_answers_the_same(office: SearchOffice) -> None:
    facts: list[Fact] = [
        DocumentRegistered(office.card("d1", body="Bố trí kinh phí"), "lan"),
        DocumentRegistered(office.card("d2", number=7, readers=frozenset({"person:binh"})), "lan"),
        DocumentIssued(office.card("d3", direction="outgoing", number=45), (), "lan"),
        deposited("d1"), filed("d1", 1, "Hồ sơ chuyển đổi số"), DocumentVoided("d2", 5, "nhầm", "lan"),
    ]  # fmt: skip
    office.tell(*facts)
    before = picture(office)
    assert before["lan kinh phí"] == ["d1"]
    assert office.parts.reindex() == 3
    assert picture(office) == before
    assert office.parts.reindex(facts) == 3
    assert picture(office) == before


def test_a_lost_index_comes_back_by_itself(tmp_path: Path) -> None:
    office = search_office(tmp_path)
    office.register()
    close(office)
    (tmp_path / "index" / "format.json").unlink()
    again = search_office(tmp_path)
    assert again.ids("kien toan") == []
    again.parts.indexing.catch_up_wholly()
    assert again.ids("kien toan") == ["d1"]
    close(again)


def test_an_index_has_one_writer_and_says_so(office: SearchOffice, tmp_path: Path) -> None:
    office.parts.start()
    office.register()
    other = search_office(tmp_path)
    with pytest.raises(Unavailable):
        other.parts.reindex()
    assert other.ids("kien toan") == ["d1"]
    other.parts.endpoint.database.close()


def test_a_text_that_is_missing_does_not_stop_the_others(office: SearchOffice) -> None:
    card = office.card(body="Bố trí kinh phí")
    lost = replace(card, document_id="d0", files=(replace(card.files[0], digest="0" * 64),))
    office.tell(DocumentRegistered(lost, "lan"), DocumentRegistered(card, "lan"))
    assert sorted(office.ids("kien toan")) == ["d0", "d1"]
    assert office.ids("kinh phí") == ["d1"]
