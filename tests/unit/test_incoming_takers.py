"""Who work may be given to, and that it then lies on that person's desk."""

from dataclasses import replace

import pytest

from services.intake.domain.incoming_actions import Act, actions
from services.intake.domain.routing import Assignee, Task
from services.intake.pages.incoming_shelves import desks
from services.intake.views.incoming_lists import IncomingAsk, Tray
from services.kernel.errors import BadInput
from services.kernel.people import Person, Role
from tests.unit.incoming_browser import Browser, browser
from tests.unit.incoming_office import CLERK, DRAFTER, LEADER, Direct, IncomingOffice, Slip, office
from tests.unit.outgoing_office import AUDITOR, PEOPLE

__all__ = ["browser", "office"]


def test_what_a_clerk_is_told_to_handle_lies_on_the_clerks_own_shelf(browser: Browser, office: IncomingOffice) -> None:
    document = office.arrive()
    office.desk.routing.direct(LEADER, Slip(document.id), Direct("Lan làm.", CLERK.id))
    assert document.paper.subject in browser.get(CLERK, "/viec-cua-toi")
    assert office.views.incoming_list(CLERK, IncomingAsk(office.clock.today(), Tray.MINE)).total == 1


def test_everybody_who_can_be_chosen_has_the_shelves_and_their_counts(browser: Browser, office: IncomingOffice) -> None:
    document = office.arrive()
    offered = browser.get(LEADER, f"/van-ban-den/{document.id}/but-phe")
    hung = {desk.key: desk for desk in desks(office.views, office.clock.today)}
    for person in PEOPLE.values():
        mine = [hung[key] for key in ("den-mine", "den-informed", "den-mine_overdue")]
        assert all(desk.open_to(person) and desk.count for desk in mine) is (f'"{person.id}"' in offered), person.name


@pytest.mark.parametrize("role", sorted(Role))
def test_only_who_merely_looks_on_takes_no_work(role: Role) -> None:
    assert replace(AUDITOR, roles=frozenset({role, Role.AUDITOR})).takes_work is (role is not Role.AUDITOR)


@pytest.mark.parametrize(
    ("field", "order"),
    [
        ("lead", Direct("Làm.", AUDITOR.id)),
        ("coordinate", Direct("Làm.", DRAFTER.id, coordinate=(AUDITOR.id,))),
        ("inform", Direct("Làm.", DRAFTER.id, inform=(AUDITOR.id,))),
    ],
)
def test_an_auditor_is_given_no_work(office: IncomingOffice, field: str, order: Direct) -> None:
    document = office.arrive()
    with pytest.raises(BadInput, match="chỉ được xem") as refused:
        office.desk.routing.direct(LEADER, Slip(document.id), order)
    assert set(refused.value.fields) == {field}


def test_the_page_and_the_api_refuse_an_auditor_at_the_field(browser: Browser, office: IncomingOffice) -> None:
    document = office.arrive()
    page = browser.post(
        LEADER, f"/van-ban-den/{document.id}/but-phe", 422, version=1, note="Làm.", lead=AUDITOR.id, days="3"
    )
    assert f"{AUDITOR.name} chỉ được xem" in page
    body = {"note": "Làm.", "lead": AUDITOR.id}
    answer = browser.api(
        LEADER, "POST", f"/incoming/{document.id}/directive", 422, json=body, headers={"If-Match": '"1"'}
    )
    assert list(answer["fields"]) == ["lead"]


def test_work_an_auditor_was_given_before_is_not_taken_by_them(office: IncomingOffice) -> None:
    document = office.directed()
    given = (Assignee.person(Task.LEAD, AUDITOR),)
    document = document.changed(state=document.state, routing=replace(document.routing, assignees=given))
    allowed = {action.act for action in actions(document, AUDITOR) if action.allowed}
    assert not allowed & {Act.ACCEPT, Act.RETURN, Act.RESOLVE}


@pytest.mark.parametrize("person", [CLERK, LEADER, AUDITOR])
def test_who_drafts_nothing_is_offered_no_answer_to_write(
    browser: Browser, office: IncomingOffice, person: Person
) -> None:
    document = office.arrive()
    if person.takes_work:
        office.desk.routing.direct(LEADER, Slip(document.id), Direct("Làm.", person.id))
        office.desk.routing.accept(person, Slip(document.id))
    assert "Soạn văn bản trả lời" not in browser.get(person, f"/van-ban-den/{document.id}")


def test_who_drafts_is_offered_the_answer_to_write(browser: Browser, office: IncomingOffice) -> None:
    document = office.directed()
    office.desk.routing.accept(DRAFTER, Slip(document.id))
    assert "Soạn văn bản trả lời" in browser.get(DRAFTER, f"/van-ban-den/{document.id}")
