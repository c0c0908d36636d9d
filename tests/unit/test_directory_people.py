"""People, roles and the office: who may change what, and what is remembered of it."""

import pytest

from services.directory.domain.accounts import NewPerson, PersonChange
from services.kernel.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from services.kernel.people import Role
from tests.unit.directory_office import PASSWORD, TOOL, Office, open_office


@pytest.fixture
def office(tmp_path) -> Office:
    made = open_office(tmp_path)
    made.add("quan", Role.ADMIN)
    made.add("lan", Role.CLERK)
    return made


def person(office: Office, account: str):
    return office.parts.directory.account_named(account).person


def test_a_new_role_counts_from_the_next_request_on(office: Office) -> None:
    browser = office.signed_in("lan")
    assert browser.get("/nhan-su").status_code == 403
    office.parts.people.change(
        person(office, "quan"), person(office, "lan").id, PersonChange(roles=frozenset({Role.ADMIN}))
    )
    assert browser.get("/nhan-su").status_code == 200


def test_a_change_of_roles_is_remembered_with_who_made_it(office: Office) -> None:
    admin, clerk = person(office, "quan"), person(office, "lan")
    office.parts.people.change(admin, clerk.id, PersonChange(roles=frozenset({Role.CLERK, Role.ARCHIVIST})))
    entry = office.audited("change-person")[-1]
    assert (entry["who"], entry["subject"]) == (admin.id, clerk.id)
    assert '"after": ["archivist", "clerk"]' in str(entry["details"])


def test_only_an_administrator_changes_people(office: Office) -> None:
    clerk = person(office, "lan")
    with pytest.raises(NotAllowed, match="Chỉ quản trị được"):
        office.parts.people.change(clerk, clerk.id, PersonChange(roles=frozenset({Role.ADMIN})))
    with pytest.raises(NotAllowed):
        office.parts.people.add(clerk, NewPerson("moi", "Người Mới", "", office.unit.id, frozenset()))
    with pytest.raises(NotAllowed):
        office.parts.people.reset_password(clerk, clerk.id)


def test_whoever_leaves_is_out_at_once_everywhere(office: Office) -> None:
    clerk = person(office, "lan")
    browser, program = office.signed_in("lan"), office.key(clerk)
    office.parts.people.change(person(office, "quan"), clerk.id, PersonChange(active=False))
    assert browser.get("/toi").status_code == 303
    assert browser.get("/api/v1/directory/me", headers=program).status_code == 401
    assert office.sign_in(office.browser(), "lan").status_code == 401


def test_the_last_administrator_cannot_leave_or_lose_the_role(office: Office) -> None:
    admin = person(office, "quan")
    for change in (PersonChange(active=False), PersonChange(roles=frozenset({Role.CLERK}))):
        with pytest.raises(Conflict, match="quản trị duy nhất"):
            office.parts.people.change(admin, admin.id, change)


def test_two_administrators_do_not_overwrite_each_other(office: Office) -> None:
    admin, clerk = person(office, "quan"), person(office, "lan")
    office.parts.people.change(admin, clerk.id, PersonChange(position="Trưởng phòng"), version=1)
    with pytest.raises(Stale):
        office.parts.people.change(admin, clerk.id, PersonChange(position="Phó phòng"), version=1)


def test_a_sign_in_name_belongs_to_one_person(office: Office) -> None:
    with pytest.raises(Conflict, match="đã có người dùng"):
        office.add("lan", Role.DRAFTER)


@pytest.mark.parametrize("account", ["", "Lan", "lan tt", "lân", "../lan", "a" * 41])
def test_a_sign_in_name_is_plain(office: Office, account: str) -> None:
    with pytest.raises(BadInput) as refused:
        NewPerson(account, "Trần Thị Lan", "", office.unit.id, frozenset())
    assert "account" in refused.value.fields


def test_an_unknown_unit_is_refused(office: Office) -> None:
    with pytest.raises(NotFound, match="Không có đơn vị này"):
        office.parts.people.add(TOOL, NewPerson("moi", "Người Mới", "", "khong-co", frozenset()))


def test_people_are_listed_by_given_name(office: Office) -> None:
    for account in ("binh", "an"):
        office.add(account, Role.DRAFTER)
    assert [one.name.split()[-1] for one in office.parts.directory.people()] == ["An", "Binh", "Lan", "Quan"]
    assert [one.name for one in office.parts.directory.people(Role.CLERK)] == ["Nguyễn Thị Lan"]


def test_an_administrator_enters_somebody_whose_first_password_is_shown_once(office: Office) -> None:
    browser = office.signed_in("quan")
    fields = {"account": "hoa", "name": "Lê Thị Hoa", "position": "Chuyên viên", "unit_id": office.unit.id}
    shown = office.post(browser, "/nhan-su/moi", "/nhan-su/moi", **fields, roles=["drafter"])
    password = shown.text.split('class="secret">')[1].split("<")[0]
    entered = office.sign_in(office.browser(), "hoa", password)
    assert entered.headers["location"] == "/toi#mat-khau", "a password somebody else knows is due to be changed"


def test_a_refused_form_comes_back_with_what_was_typed_and_harmless(office: Office) -> None:
    browser = office.signed_in("quan")
    fields = {"account": "HOA!", "name": "<script>alert(1)</script>", "position": '"><b>', "unit_id": office.unit.id}
    shown = office.post(browser, "/nhan-su/moi", "/nhan-su/moi", **fields)
    assert shown.status_code == 422
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.text
    assert "<script>alert" not in shown.text
    assert 'href="#f-account"' in shown.text


def test_the_office_changes_its_name_on_every_page(office: Office) -> None:
    browser = office.signed_in("quan")
    fields = {"name": "UBND phường Đông Hà", "abbreviation": "UBND", "regime": "state"}
    assert office.post(browser, "/co-quan", "/co-quan", **fields).status_code == 303
    assert "UBND phường Đông Hà" in browser.get("/").text


def test_two_units_cannot_share_an_abbreviation(office: Office) -> None:
    browser = office.signed_in("quan")
    refused = office.post(browser, "/co-quan", "/co-quan/don-vi", unit_name="Vật phẩm", unit_abbreviation="VP")
    assert refused.status_code == 409


def test_programs_read_and_change_people_with_versions(office: Office) -> None:
    browser, key = office.browser(), office.key(person(office, "quan"))
    base = "/api/v1/directory/people"
    body = {
        "account": "hoa",
        "name": "Lê Thị Hoa",
        "unit_id": office.unit.id,
        "roles": ["drafter"],
        "password": PASSWORD,
    }
    added = browser.post(base, json=body, headers=key)
    assert (added.status_code, added.headers["etag"]) == (201, '"1"')
    where = added.headers["location"]
    changed = browser.patch(where, json={"roles": ["clerk"]}, headers=key | {"If-Match": '"1"'})
    assert (changed.json()["roles"], changed.headers["etag"]) == (["clerk"], '"2"')
    stale = browser.patch(where, json={"roles": []}, headers=key | {"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "person-changed")


def test_a_key_opens_only_its_scopes_and_gives_no_more_than_it_has(office: Office) -> None:
    browser, key = office.browser(), office.key(person(office, "quan"), "directory:read", "directory:write")
    order = {"name": "con", "scopes": ["intake:write"]}
    beyond = browser.post("/api/v1/directory/tokens", json=order, headers=key)
    assert (beyond.status_code, beyond.json()["code"]) == (403, "scope-beyond")
    reading = office.key(person(office, "quan"), "directory:read")
    refused = browser.put("/api/v1/directory/organisation", json={"name": "X", "abbreviation": "X"}, headers=reading)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")


def test_a_key_taken_back_opens_nothing(office: Office) -> None:
    browser = office.signed_in("lan")
    shown = office.post(browser, "/toi/khoa", "/toi/khoa", name="máy quét", days="30", scopes=["directory:read"])
    secret = shown.text.split('class="secret">')[1].split("<")[0]
    header = {"Authorization": f"Bearer {secret}"}
    assert browser.get("/api/v1/directory/me", headers=header).json()["name"] == "Nguyễn Thị Lan"
    assert browser.get("/api/v1/directory/me", headers=header).json()["account"] == "lan"
    assert "lan" in [one["account"] for one in browser.get("/api/v1/directory/people", headers=header).json()]
    assert secret not in browser.get("/toi/khoa").text
    token = office.parts.directory.tokens_of(person(office, "lan").id)[0]
    office.post(browser, "/toi/khoa", f"/toi/khoa/{token.id}/thu-hoi")
    assert browser.get("/api/v1/directory/me", headers=header).status_code == 401
