"""Presenting, directing, handling: who may, in which order, and what the others hear."""

from datetime import UTC, date, datetime

import pytest

from services.intake.domain.incoming import State
from services.intake.domain.incoming_actions import Act, actions
from services.intake.handlers.keeping import note_kept
from services.intake.views.incoming_lists import IncomingAsk, Tray
from services.kernel.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from services.kernel.facts import DocumentChanged, DocumentRegistered, ItemDeposited
from services.kernel.people import Person, Role
from services.kernel.values import Urgency
from tests.unit.incoming_office import (
    ADMIN,
    CLERK,
    DRAFTER,
    HEAD,
    LEADER,
    STRANGER,
    Direct,
    IncomingOffice,
    Slip,
    another,
    office,
)

__all__ = ["office"]


def test_a_document_goes_its_way_and_every_step_is_told_with_a_higher_version(office: IncomingOffice) -> None:
    document = office.directed(due=date(2026, 11, 30))
    office.desk.routing.accept(DRAFTER, Slip(document.id))
    office.desk.routing.resolve(DRAFTER, Slip(document.id), "Đã trả lời")

    told = [fact for fact in office.told() if isinstance(fact, DocumentRegistered | DocumentChanged)]
    assert [fact.card.state for fact in told] == [
        "Đã vào sổ, chưa trình",
        "Chờ bút phê",
        "Chờ nhận việc",
        "Đang xử lý",
        "Đã giải quyết xong",
    ]
    versions = [fact.card.version for fact in told]
    assert versions == sorted(set(versions))
    assert told[-1].card.due == date(2026, 11, 30)


def test_the_directive_opens_the_document_to_handlers_and_the_heads_of_their_units(office: IncomingOffice) -> None:
    document = office.arrive()
    for person in (DRAFTER, HEAD, STRANGER, ADMIN):
        assert office.views.incoming_if_open(person, document.id) is None, person
    office.desk.routing.direct(LEADER, Slip(document.id), Direct("Làm", DRAFTER.id))

    assert office.views.incoming_if_open(DRAFTER, document.id)
    assert office.views.incoming_if_open(HEAD, document.id)
    assert office.views.incoming_if_open(STRANGER, document.id) is None
    assert office.views.incoming_if_open(ADMIN, document.id) is None


def test_a_handler_returns_it_with_a_reason_and_no_longer_sees_it(office: IncomingOffice) -> None:
    document = office.directed()
    with pytest.raises(BadInput, match="lý do trả lại"):
        office.desk.routing.send_back(DRAFTER, Slip(document.id), " ")
    office.desk.routing.send_back(DRAFTER, Slip(document.id), "Không thuộc việc của tôi")

    assert office.views.incoming_if_open(DRAFTER, document.id) is None
    assert office.views.incoming_list(LEADER, _ask(Tray.TO_DIRECT)).total == 1
    assert office.views.incoming_sheet(LEADER, document.id).steps[-1].note == "Không thuộc việc của tôi"


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        (CLERK, {Act.PRESENT, Act.VOID}),
        (LEADER, {Act.DIRECT}),
        (DRAFTER, set()),
        (HEAD, set()),
        (ADMIN, set()),
    ],
)
def test_what_each_role_may_do_with_a_new_document(office: IncomingOffice, who: Person, allowed: set[Act]) -> None:
    offered = actions(office.arrive(), who)
    assert {action.act for action in offered if action.allowed} == allowed
    assert all(action.why and action.next for action in offered if not action.allowed)


def test_only_the_lead_accepts_returns_and_resolves(office: IncomingOffice) -> None:
    document = office.directed(coordinate=(STRANGER.id,))
    for person in (HEAD, STRANGER, CLERK, LEADER):
        with pytest.raises(NotAllowed, match="Chỉ người chủ trì \\(Trần Văn Nam\\)"):
            office.desk.routing.accept(person, Slip(document.id))


def test_steps_out_of_order_are_refused_with_the_state(office: IncomingOffice) -> None:
    document = office.directed()
    with pytest.raises(Conflict, match="Chờ nhận việc"):
        office.desk.routing.resolve(DRAFTER, Slip(document.id), "Xong")


def test_a_directive_names_one_lead_and_nobody_twice(office: IncomingOffice) -> None:
    document = office.arrive()
    for order in (
        Direct("Làm", ""),
        Direct("Làm", DRAFTER.id, (DRAFTER.id,)),
        Direct("Làm", "khong-co"),
        Direct("Làm", DRAFTER.id, ("unit:khong-co",)),
        Direct("Làm", DRAFTER.id, due=date(2026, 11, 21)),
    ):
        with pytest.raises(BadInput):
            office.desk.routing.direct(LEADER, Slip(document.id), order)


def test_it_is_presented_to_leaders_only(office: IncomingOffice) -> None:
    document = office.arrive()
    with pytest.raises(BadInput, match="không phải lãnh đạo"):
        office.desk.routing.present(CLERK, Slip(document.id), HEAD.id)


def test_a_unit_head_in_the_lead_passes_it_on_within_the_unit(office: IncomingOffice) -> None:
    document = office.arrive()
    office.desk.routing.direct(LEADER, Slip(document.id), Direct("Giao phòng", HEAD.id, due=date(2026, 11, 30)))
    with pytest.raises(NotAllowed, match="không thuộc Phòng Chuyển đổi số"):
        office.desk.routing.direct(HEAD, Slip(document.id), Direct("Giúp", STRANGER.id))
    passed = office.desk.routing.direct(HEAD, Slip(document.id), Direct("Nam làm", DRAFTER.id, due=date(2026, 12, 9)))

    assert [one.person_id for one in passed.routing.assignees] == [DRAFTER.id]
    assert passed.due == date(2026, 11, 30), "the leader's due day is not moved out"


def test_overdue_is_computed_from_the_day_and_ends_with_the_work(office: IncomingOffice) -> None:
    document = office.directed(due=date(2026, 11, 23))
    assert not document.is_overdue(date(2026, 11, 23))
    assert document.is_overdue(date(2026, 11, 24))
    assert office.views.incoming_count(DRAFTER, Tray.MINE_OVERDUE, date(2026, 11, 24)) == 1
    office.desk.routing.accept(DRAFTER, Slip(document.id))
    office.desk.routing.resolve(DRAFTER, Slip(document.id), "Xong")
    assert office.views.incoming_count(DRAFTER, Tray.MINE_OVERDUE, date(2026, 11, 24)) == 0


def test_a_late_reader_is_told_that_it_changed(office: IncomingOffice) -> None:
    document = office.arrive()
    office.desk.routing.present(CLERK, Slip(document.id, expected=1), LEADER.id)
    with pytest.raises(Stale):
        office.desk.routing.present(CLERK, Slip(document.id, expected=1), LEADER.id)


def test_the_archives_answer_is_noted_once_however_often_it_is_told(office: IncomingOffice) -> None:
    document = office.arrive()
    fact = ItemDeposited("i-1", document.id, "H99.01.123", "f-1", "Phông UBND tỉnh")
    for _ in range(5):
        with office.stores() as store:
            note_kept(fact, store)

    sheet = office.views.incoming_sheet(CLERK, document.id)
    assert sheet.document.kept_as == "H99.01.123"
    assert [step.what for step in sheet.steps] == ["Vào sổ, số đến 1", "Nhận lưu"]
    assert sheet.document.version == 1, "keeping is no step: nobody's If-Match grows stale"


def test_urgent_documents_go_first_in_every_tray(office: IncomingOffice) -> None:
    office.arrive(another(notation="1/SNV"))
    urgent = office.arrive(another(notation="2/SNV", urgency=Urgency.HOA_TOC))
    office.arrive(another(notation="3/SNV", urgency=Urgency.KHAN))

    rows = office.views.incoming_list(CLERK, _ask(Tray.TO_PRESENT)).rows
    assert rows[0].id == urgent.id
    assert [row.paper.urgency.rank for row in rows] == [3, 1, 0]


def test_what_was_told_can_be_told_again_from_the_records(office: IncomingOffice) -> None:
    document = office.directed()
    office.desk.registration.void(CLERK, document.id, "Nhầm")
    office.clock.moment = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    told, again = office.told(), list(office.views.incoming_facts())
    assert again[-1] == told[-1]
    first = again[0]
    assert isinstance(first, DocumentRegistered)
    assert first.card.state == State.VOIDED.label


def test_people_without_a_reading_role_find_only_what_is_theirs(office: IncomingOffice) -> None:
    office.arrive()
    assert office.views.incoming_list(DRAFTER, _ask(Tray.ALL)).total == 0
    auditor = Person("tra", "Trần Thị Trà", "Thanh tra viên", "vp", "Văn phòng", frozenset({Role.AUDITOR}))
    assert office.views.incoming_list(auditor, _ask(Tray.ALL)).total == 1
    with pytest.raises(NotFound):
        office.desk.opening.view(ADMIN, office.views.incoming_list(auditor, _ask(Tray.ALL)).rows[0].id)


def _ask(tray: Tray) -> IncomingAsk:
    return IncomingAsk(date(2026, 11, 22), tray)
