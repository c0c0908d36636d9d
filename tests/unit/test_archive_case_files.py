"""Case files: opened from the year's plan, filled without copying, closed with their figures, handed over in time."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from services.archive.domain.case_file import CaseFile
from services.archive.domain.retention import Retention
from services.archive.handlers.filing import CloseCaseFile
from services.archive.handlers.opening import OpenCaseFile
from services.archive.handlers.planning import AddPlanLine
from services.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from services.kernel.facts import ItemFiled
from services.kernel.people import OFFICE_READERS
from services.kernel.values import Part
from tests.unit.archive_office import BINH, DUNG, HANH, LAN, MAI, ArchiveOffice, archive_office


@pytest.fixture
def office(tmp_path: Path) -> ArchiveOffice:
    return archive_office(tmp_path)


def _planned(office: ArchiveOffice, title: str = "Hồ sơ tuyển dụng", retention: str = "20") -> CaseFile:
    line = office.parts.handlers.plan.add(HANH, AddPlanLine(2026, "", title, retention, "binh"))
    return office.parts.handlers.opening.open(BINH, OpenCaseFile(plan_line_id=line.id))


def _his(office: ArchiveOffice, number: int, **changes: object) -> str:
    readers = OFFICE_READERS | {"person:binh"}
    return office.deposit(office.incoming(number, readers=readers, **changes))[0]


def test_lines_of_the_plan_are_numbered_under_the_unit_of_their_owner(office: ArchiveOffice) -> None:
    plan = office.parts.handlers.plan
    lines = [plan.add(HANH, AddPlanLine(2026, "", title, "10", "binh")) for title in ("Đào tạo", "Khen thưởng")]
    assert [line.notation for line in lines] == ["01.TCCB", "02.TCCB"]
    with pytest.raises(Conflict, match="đã có ký hiệu"):
        plan.add(HANH, AddPlanLine(2026, "", "Nữa", "10", "binh", "01.TCCB"))
    with pytest.raises(BadInput, match="Không đọc được ký hiệu"):
        plan.add(HANH, AddPlanLine(2026, "", "Nữa", "10", "binh", "01/TCCB"))
    assert plan.copy(HANH, 2026, 2027) == 2
    assert plan.copy(HANH, 2026, 2027) == 0
    with pytest.raises(NotAllowed, match="Chỉ lưu trữ hoặc văn thư"):
        plan.add(BINH, AddPlanLine(2026, "", "Của tôi", "10", "binh"))


def test_a_file_opened_from_the_plan_takes_its_title_period_and_owner_and_is_opened_once(office: ArchiveOffice) -> None:
    case_file = _planned(office)
    assert (case_file.notation, case_file.reference_code) == ("01.TCCB", "H99.01.2026.01.TCCB")
    assert (case_file.title, case_file.owner_name) == ("Hồ sơ tuyển dụng", BINH.name)
    assert case_file.retention.label == "20 năm"
    with pytest.raises(Conflict, match="đã được mở"):
        office.parts.handlers.opening.open(BINH, OpenCaseFile(plan_line_id=case_file.plan_line_id or ""))


def test_only_its_owner_the_units_head_or_the_archive_opens_a_planned_file(office: ArchiveOffice) -> None:
    line = office.parts.handlers.plan.add(HANH, AddPlanLine(2026, "", "Hồ sơ", "10", "binh"))
    with pytest.raises(NotAllowed, match="do Phạm Đức Bình lập"):
        office.parts.handlers.opening.open(DUNG, OpenCaseFile(plan_line_id=line.id))
    assert office.parts.handlers.opening.open(MAI, OpenCaseFile(plan_line_id=line.id)).owner_id == "binh"


def test_a_file_beside_the_plan_needs_notation_title_and_period(office: ArchiveOffice) -> None:
    opening = office.parts.handlers.opening
    with pytest.raises(BadInput, match="ký hiệu"):
        opening.open(BINH, OpenCaseFile(title="Việc riêng", retention="5"))
    with pytest.raises(BadInput, match="thời hạn"):
        opening.open(BINH, OpenCaseFile(notation="21.TCCB", title="Việc riêng", retention="7"))
    made = opening.open(BINH, OpenCaseFile(notation="21.TCCB", title="Việc riêng", retention="permanent"))
    assert made.retention.label == "Vĩnh viễn"


def test_one_document_lies_in_three_files_without_being_copied(office: ArchiveOffice) -> None:
    files = [_planned(office, title) for title in ("Một", "Hai", "Ba")]
    item_id = _his(office, 1)
    objects = set(office.objects.digests())
    for case_file in files:
        assert office.parts.handlers.filing.place(BINH, case_file.id, [item_id]) == 1
        assert office.parts.handlers.filing.place(BINH, case_file.id, [item_id, item_id]) == 0
    assert set(office.objects.digests()) == objects
    filed = [fact for fact in office.told() if isinstance(fact, ItemFiled)]
    assert [(fact.version, fact.case_files) for fact in filed] == [
        (1, ("Một",)), (2, ("Một", "Hai")), (3, ("Một", "Hai", "Ba")),
    ]  # fmt: skip
    assert [each.title for each in office.parts.views.items.show(BINH, item_id).case_files] == ["Một", "Hai", "Ba"]


def test_a_handler_files_only_what_he_may_open_and_only_into_his_own_file(office: ArchiveOffice) -> None:
    case_file = _planned(office)
    (foreign,) = office.deposit(office.incoming(5))
    with pytest.raises(NotFound, match="chưa mở cho bạn"):
        office.parts.handlers.filing.place(BINH, case_file.id, [foreign])
    with pytest.raises(NotFound, match="chưa mở cho bạn"):
        office.parts.handlers.filing.place(DUNG, case_file.id, [foreign])
    with pytest.raises(NotAllowed, match="Chỉ người lập hồ sơ"):
        office.parts.handlers.filing.place(LAN, case_file.id, [foreign])
    assert office.parts.handlers.filing.place(HANH, case_file.id, [foreign]) == 1
    assert office.parts.views.case_files.contents(BINH, case_file.id) == []


def test_closing_counts_documents_and_pages_and_spans_the_dates(office: ArchiveOffice) -> None:
    """Invariant 13: closing a file computes the totals of documents and pages, and its dates [Art. 30]."""
    case_file = _planned(office)
    first = _his(office, 1, document_date=date(2026, 3, 5))
    annexed = (office.store_file(b"main", pages=2), office.store_file(b"annex", Part.ANNEX, pages=40))
    second = _his(office, 2, document_date=date(2026, 9, 30), files=annexed)
    office.parts.handlers.filing.place(BINH, case_file.id, [second, first])
    closed = office.parts.handlers.filing.close(BINH, CloseCaseFile(case_file.id, date(2026, 12, 1)))
    assert (closed.doc_total, closed.page_total) == (2, 3 + 42)
    assert (closed.date_start, closed.date_end) == (date(2026, 3, 5), date(2026, 9, 30))
    assert office.parts.views.case_files.show(BINH, case_file.id) == closed
    with pytest.raises(Conflict, match="đã kết thúc"):
        office.parts.handlers.filing.place(BINH, case_file.id, [first])
    with pytest.raises(Conflict, match="đã kết thúc"):
        office.parts.handlers.filing.take_out(HANH, case_file.id, first)


def test_an_empty_file_or_one_that_ends_before_it_began_is_not_closed(office: ArchiveOffice) -> None:
    case_file = _planned(office)
    filing = office.parts.handlers.filing
    with pytest.raises(Conflict, match="chưa có tài liệu"):
        filing.close(BINH, CloseCaseFile(case_file.id))
    item_id = _his(office, 1)
    filing.place(BINH, case_file.id, [item_id])
    with pytest.raises(BadInput, match="trước ngày mở"):
        filing.close(BINH, CloseCaseFile(case_file.id, date(2026, 1, 1)))
    assert filing.take_out(BINH, case_file.id, item_id)
    assert not filing.take_out(BINH, case_file.id, item_id)
    with pytest.raises(Conflict, match="chưa có tài liệu"):
        filing.close(BINH, CloseCaseFile(case_file.id))


def test_long_lists_come_in_parts_with_their_count(office: ArchiveOffice) -> None:
    files, filing = office.parts.views.case_files, office.parts.handlers.filing
    case_file = _planned(office, "Dài")
    _planned(office, "Khác")
    items = [_his(office, number) for number in range(1, 4)]
    filing.place(BINH, case_file.id, items)
    parts = [files.contents(BINH, case_file.id, offset, 2) for offset in (0, 2)]
    assert [[line.id for line in part] for part in parts] == [items[:2], items[2:]]
    assert files.count_contents(BINH, case_file.id) == 3
    mine = [line.case_file.title for offset in (0, 1) for line in files.of_owner(BINH, offset, 1)]
    assert (mine, files.count_of_owner(BINH)) == (["Khác", "Dài"], 2)


def test_the_office_is_warned_thirty_days_before_a_file_is_due_and_not_for_short_kept_files(
    office: ArchiveOffice,
) -> None:
    """Invariant 13: the warning comes 30 days before the transfer is due [App. VI]."""
    for title, retention in (("Giữ lâu", "5"), ("Giữ ngắn", "2")):
        case_file = _planned(office, title, retention)
        office.parts.handlers.filing.place(BINH, case_file.id, [_his(office, len(title))])
        office.parts.handlers.filing.close(BINH, CloseCaseFile(case_file.id, date(2026, 12, 1)))
    views = office.parts.views.case_files
    for day, expected in ((date(2027, 11, 30), []), (date(2027, 12, 1), ["Giữ lâu"]), (date(2028, 1, 5), ["Giữ lâu"])):
        assert [line.case_file.title for line in views.near_transfer(HANH, day, 0, 50)] == expected
        assert views.count_near_transfer(HANH, day) == len(expected)
        shown = [line.case_file for line in views.near_transfer(HANH, day, 0, 50)]
        assert all(each.is_transfer_near(day) for each in shown)


@pytest.mark.parametrize("ended", [date(2026, 1, 1), date(2026, 12, 31), date(2024, 2, 29)])
def test_the_list_and_the_rule_agree_on_every_day_around_the_limit(office: ArchiveOffice, ended: date) -> None:
    case_file = replace(_planned(office), started_on=date(2020, 1, 1), ended_on=ended)
    with office.endpoint.stores() as store:
        store.change_case_file(case_file)
    for month, day in ((11, 30), (12, 1), (12, 2), (12, 31), (1, 1)):
        for year in (ended.year + 1, ended.year + 2):
            today = date(year, month, day)
            listed = office.parts.views.case_files.count_near_transfer(HANH, today)
            assert listed == case_file.is_transfer_near(today)


def test_files_kept_five_years_or_more_go_to_the_archive() -> None:
    """Invariant 13: only files kept 5 years or longer are transferred."""
    assert [Retention(code).is_transferred for code in ("2", "5", "permanent", "life_of_works")] == [
        False, True, True, True,
    ]  # fmt: skip


def test_the_day_is_the_offices_own_when_the_year_turns(tmp_path: Path) -> None:
    office = archive_office(tmp_path, datetime(2026, 12, 31, 18, tzinfo=UTC))
    made = office.parts.handlers.opening.open(BINH, OpenCaseFile(notation="01.TCCB", title="Năm mới", retention="5"))
    assert (made.year, made.started_on) == (2027, date(2027, 1, 1))
