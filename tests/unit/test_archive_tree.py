"""The fonds tree opens level by level, counts only what the person may open, and loses nothing between pages."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.archive.handlers.opening import OpenCaseFile
from services.kernel.errors import NotFound
from services.kernel.facts import DocumentRegistered, ItemDeposited, ItemFiled
from services.kernel.people import OFFICE_READERS, Person
from tests.unit.archive_office import BINH, DUNG, HANH, LAN, MAI, QUAN, ArchiveOffice, archive_office


@pytest.fixture
def office(tmp_path: Path) -> ArchiveOffice:
    return archive_office(tmp_path)


def _walk(office: ArchiveOffice, person: Person, level: str, node_id: str, size: int) -> list[str]:
    seen, after = [], ""
    while True:
        found = office.parts.views.tree.children(person, level, node_id, after, size)
        seen += [node.id for node in found.nodes]
        assert found.total >= len(seen)
        if not found.next:
            assert found.total == len(seen)
            return seen
        after = found.next


def test_every_level_leads_to_the_next_and_pages_neither_skip_nor_repeat(office: ArchiveOffice) -> None:
    items = office.deposit(*(office.incoming(number) for number in range(1, 13)))
    tree = office.parts.views.tree
    (fonds,) = tree.roots(HANH).nodes
    assert (fonds.level, fonds.children, fonds.detail) == ("fonds", 12, "Phông mở")
    (series,) = tree.children(HANH, "fonds", fonds.id).nodes
    assert (series.code, series.children) == ("2026.DEN", 12)
    for size in (1, 5, 12, 50):
        assert _walk(office, HANH, "series", series.id, size) == items
    assert [node.title for node in tree.children(HANH, "series", series.id).path] == [fonds.title, series.title]


def test_a_case_file_shows_its_documents_in_the_order_they_were_put_in(office: ArchiveOffice) -> None:
    items = office.deposit(*(office.incoming(number) for number in range(1, 13)))
    case_file = office.parts.handlers.opening.open(HANH, OpenCaseFile(notation="01.HCLT", title="Hồ sơ", retention="5"))
    order = [items[3], items[0], *items[4:]]
    office.parts.handlers.filing.place(HANH, case_file.id, order)
    assert _walk(office, HANH, "case_file", case_file.id, 4) == order
    fonds = office.parts.views.tree.roots(HANH).nodes[0]
    series = {node.code: node for node in office.parts.views.tree.children(HANH, "fonds", fonds.id).nodes}
    (node,) = office.parts.views.tree.children(HANH, "series", series["2026.HS"].id).nodes
    assert (node.title, node.children, node.detail) == ("Hồ sơ", len(order), "Đang lập")
    with pytest.raises(NotFound):
        office.parts.views.tree.children(DUNG, "case_file", case_file.id)


def test_a_node_that_is_not_there_is_said_to_be_unknown(office: ArchiveOffice) -> None:
    for level in ("fonds", "series", "case_file"):
        with pytest.raises(NotFound):
            office.parts.views.tree.children(HANH, level, "không có")


_KEYS = st.frozensets(st.sampled_from(["person:binh", "person:dung", "unit:tccb", "role:clerk"]), max_size=3)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.lists(_KEYS, min_size=1, max_size=8))
def test_counts_and_lists_tell_exactly_what_a_person_may_open(
    tmp_path_factory: pytest.TempPathFactory, wanted: list[frozenset[str]]
) -> None:
    office = archive_office(tmp_path_factory.mktemp("acl"))
    items = office.deposit(*(office.incoming(i + 1, readers=keys) for i, keys in enumerate(wanted)))
    fonds = office.parts.views.tree.roots(HANH).nodes[0]
    series = office.parts.views.tree.children(HANH, "fonds", fonds.id).nodes[0]
    for person in (BINH, DUNG, MAI, LAN, QUAN, HANH):
        mine = [item for item, keys in zip(items, wanted, strict=True) if person.may_open(keys) or person is HANH]
        assert office.parts.views.tree.roots(person).nodes[0].children == len(mine)
        assert _walk(office, person, "series", series.id, 3) == mine
        assert [line.id for line in office.parts.views.items.unfiled(person, 0, 100)] == mine
        assert office.parts.views.items.count_unfiled(person) == len(mine)
        assert {line.id for line in office.parts.views.items.choose(person, "", "chuyen doi so")} == set(mine)


def test_documents_are_found_for_filing_without_accents_and_by_number(office: ArchiveOffice) -> None:
    one, two = office.deposit(office.incoming(15), office.incoming(16, subject="Về việc tuyển dụng công chức"))
    choose = office.parts.views.items.choose
    assert [line.id for line in choose(HANH, "", "TUYEN dung")] == [two]
    assert [line.id for line in choose(HANH, "", "15/ubnd")] == [one]
    assert choose(HANH, "", "100%_") == []


def test_records_tell_the_facts_again_for_a_new_index(office: ArchiveOffice) -> None:
    items = office.deposit(*(office.incoming(number) for number in range(1, 4)))
    case_file = office.parts.handlers.opening.open(HANH, OpenCaseFile(notation="01.HCLT", title="Hồ sơ", retention="5"))
    office.parts.handlers.filing.place(HANH, case_file.id, items[:1])
    again, told = list(office.parts.views.facts()), office.told()
    key = str
    assert sorted(again, key=key) == sorted(told, key=key)
    assert [type(fact) for fact in again].count(ItemDeposited) == 3
    assert [fact.case_files for fact in again if isinstance(fact, ItemFiled)] == [("Hồ sơ",)]


def test_related_documents_are_shown_from_both_sides(office: ArchiveOffice) -> None:
    from services.kernel.facts import DocumentIssued

    asked = office.incoming(1)
    answer = office.incoming(2, direction="outgoing")
    office.tell(DocumentRegistered(asked, "lan"), DocumentIssued(answer, (), "lan", answers_id=asked.document_id))
    ids = [office.parts.views.items.of_document(HANH, card.document_id) for card in (asked, answer)]
    shown = [office.parts.views.items.show(HANH, each).related for each in ids]
    assert [(how, line.id) for how, line in shown[0]] == [("Được trả lời bằng", ids[1])]
    assert [(how, line.id) for how, line in shown[1]] == [("Trả lời văn bản", ids[0])]
    hidden = office.incoming(3, readers=OFFICE_READERS | {"person:binh"}, direction="outgoing")
    office.tell(DocumentIssued(hidden, (), "lan", answers_id=asked.document_id))
    mine = office.parts.views.items.show(BINH, office.parts.views.items.of_document(BINH, hidden.document_id))
    assert mine.related == ()
