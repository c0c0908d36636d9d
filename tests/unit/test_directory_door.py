"""The door: who gets in, for how long, and what guessing costs."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from services.directory.handlers.entry import Knock
from services.kernel.errors import NotSignedIn, Refusal, TooMany
from services.kernel.people import Role
from tests.unit.directory_office import PASSWORD, Office, open_office


@pytest.fixture
def office(tmp_path) -> Office:
    made = open_office(tmp_path)
    made.add("lan", Role.CLERK)
    return made


def test_a_page_asks_to_sign_in_and_comes_back_to_itself(office: Office) -> None:
    browser = office.browser()
    asked = browser.get("/toi?trang=2")
    assert (asked.status_code, asked.headers["location"]) == (303, "/dang-nhap?next=%2Ftoi%3Ftrang%3D2")
    entered = office.post(
        browser, asked.headers["location"], "/dang-nhap", account="lan", password=PASSWORD, next="/toi"
    )
    assert entered.headers["location"] == "/toi"
    assert "Nguyễn Thị Lan" in browser.get("/toi").text


@pytest.mark.parametrize("elsewhere", ["https://xau.vn", "//xau.vn", "/\\xau.vn", "javascript:alert(1)"])
def test_the_door_sends_nobody_to_another_site(office: Office, elsewhere: str) -> None:
    entered = office.post(
        office.browser(), "/dang-nhap", "/dang-nhap", account="lan", password=PASSWORD, next=elsewhere
    )
    assert entered.headers["location"] == "/"


def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(office: Office) -> None:
    entered = office.sign_in(office.browser(), "lan")
    cookie = next(c for c in entered.headers.get_list("set-cookie") if c.startswith("vanthu_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_the_table_of_sessions_holds_no_cookie_that_opens_anything(office: Office) -> None:
    browser = office.signed_in("lan")
    kept = office.parts.directory.sessions_of(office.parts.directory.account_named("lan").person.id)[0]
    assert browser.cookies["vanthu_session"] not in str(kept)


def test_a_wrong_password_and_an_unknown_name_read_the_same(office: Office) -> None:
    wrong = office.sign_in(office.browser(), "lan", "sai")
    unknown = office.sign_in(office.browser(), "khong-co", "sai")
    assert wrong.status_code == unknown.status_code == 401
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in wrong.text
    assert wrong.text.count("không đúng") == unknown.text.count("không đúng")


def test_guessing_costs_ever_longer_waiting_and_is_remembered(office: Office) -> None:
    knock = Knock("lan", "sai", "10.0.0.7")
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            office.parts.entry.sign_in(knock)
    with pytest.raises(TooMany, match="thử lại được sau"):
        office.parts.entry.sign_in(Knock("lan", PASSWORD, "10.0.0.8"))
    office.clock.advance(timedelta(seconds=16))
    assert office.parts.entry.sign_in(Knock("lan", PASSWORD, "10.0.0.8")).person.name == "Nguyễn Thị Lan"
    assert len(office.audited("refuse-sign-in")) == 5


def test_one_address_cannot_try_every_account(office: Office) -> None:
    outcomes = [_outcome(office, Knock(f"nguoi-{number}", "sai", "10.0.0.7")) for number in range(25)]
    assert outcomes[:20] == [NotSignedIn] * 20
    assert set(outcomes[20:]) == {TooMany}


def test_guesses_made_at_the_same_moment_are_all_counted(office: Office) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: _outcome(office, Knock("lan", "sai", "10.0.0.7")), range(24)))
    assert outcomes.count(NotSignedIn) == 5


def _outcome(office: Office, knock: Knock) -> type[Refusal] | None:
    try:
        office.parts.entry.sign_in(knock)
    except Refusal as refusal:
        return type(refusal)
    return None


def test_a_session_ends_when_idle_and_when_old(office: Office) -> None:
    browser = office.signed_in("lan")
    office.clock.advance(timedelta(hours=2, minutes=1))
    assert browser.get("/toi").status_code == 303
    busy = office.signed_in("lan")
    for _ in range(13):
        office.clock.advance(timedelta(minutes=55))
        last = busy.get("/toi").status_code
    assert last == 200
    office.clock.advance(timedelta(minutes=30))
    assert busy.get("/toi").status_code == 303


def test_the_cookie_turns_over_and_the_old_one_soon_opens_nothing(office: Office) -> None:
    browser = office.signed_in("lan")
    old = browser.cookies["vanthu_session"]
    office.clock.advance(timedelta(minutes=31))
    browser.get("/toi")
    assert browser.cookies["vanthu_session"] != old
    stolen = office.browser()
    stolen.cookies.set("vanthu_session", old)
    assert stolen.get("/toi").status_code == 200, "a page already on its way still arrives"
    office.clock.advance(timedelta(minutes=2))
    assert stolen.get("/toi").status_code == 303


def test_a_form_opened_before_the_cookie_turned_over_still_counts(office: Office) -> None:
    browser = office.signed_in("lan")
    page = browser.get("/toi").text
    secret = page.split('name="csrf" value="')[1].split('"')[0]
    office.clock.advance(timedelta(minutes=40))
    browser.get("/")
    assert browser.post("/dang-xuat", data={"csrf": secret}).status_code == 303


def test_signing_out_ends_the_session_at_once(office: Office) -> None:
    browser = office.signed_in("lan")
    cookie = browser.cookies["vanthu_session"]
    office.post(browser, "/toi", "/dang-xuat")
    browser.cookies.set("vanthu_session", cookie)
    assert browser.get("/toi").status_code == 303


def test_a_post_without_the_secret_of_the_form_does_nothing(office: Office) -> None:
    browser = office.signed_in("lan")
    for fields in ({}, {"csrf": ""}, {"csrf": "đoán"}):
        refused = browser.post("/dang-xuat", data=fields)
        assert refused.status_code == 403
        assert "Biểu mẫu này không còn hiệu lực" in refused.text
    assert browser.get("/toi").status_code == 200


def test_a_post_that_another_site_caused_does_nothing(office: Office) -> None:
    browser = office.signed_in("lan")
    secret = browser.get("/toi").text.split('name="csrf" value="')[1].split('"')[0]
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert browser.post("/dang-xuat", data={"csrf": secret}, headers=foreign).status_code == 403


def test_a_new_password_signs_out_every_other_browser(office: Office) -> None:
    here, there = office.signed_in("lan"), office.signed_in("lan")
    fields = {"old": PASSWORD, "new": "câu khác dài hơn hẳn", "again": "câu khác dài hơn hẳn"}
    assert office.post(here, "/toi", "/toi/mat-khau", **fields).status_code == 303
    assert here.get("/toi").status_code == 200
    assert there.get("/toi").status_code == 303


@pytest.mark.parametrize("weak", ["ngắn", "aaaaaaaaaaaa", "matkhau2026", "password99"])
def test_a_weak_password_is_refused_with_what_to_do(office: Office, weak: str) -> None:
    browser = office.signed_in("lan")
    refused = office.post(browser, "/toi", "/toi/mat-khau", old=PASSWORD, new=weak, again=weak)
    assert refused.status_code == 422
    assert "Chọn một câu dài" in refused.text


def test_a_password_typed_on_another_keyboard_is_the_same_password(office: Office) -> None:
    browser = office.signed_in("lan")
    office.post(browser, "/toi", "/toi/mat-khau", old=PASSWORD, new="câu rất dài đó", again="câu rất dài đó")
    decomposed = unicodedata.normalize("NFD", "câu rất dài đó")
    assert office.sign_in(office.browser(), "lan", decomposed).status_code == 303


def test_a_password_somebody_else_chose_opens_nothing_but_the_page_that_changes_it(office: Office) -> None:
    person = office.parts.directory.account_named("lan").person
    given = office.parts.people.reset_password("quản trị", person.id)
    browser, program = office.browser(), office.key(person)
    assert office.sign_in(browser, "lan", given).headers["location"] == "/toi#mat-khau"
    for page in ("/", "/toi/khoa"):
        assert browser.get(page).headers["location"] == "/toi#mat-khau"
    refused = browser.get("/api/v1/directory/me", headers=program)
    assert (refused.status_code, refused.json()["code"]) == (403, "password-change-due")
    same = office.post(browser, "/toi", "/toi/mat-khau", old=given, new=given, again=given)
    assert (same.status_code, "phải khác mật khẩu hiện tại" in same.text) == (422, True)
    assert browser.get("/toi/khoa").headers["location"] == "/toi#mat-khau", "it is still the one somebody else knows"
    new = {"old": given, "new": "câu của riêng tôi", "again": "câu của riêng tôi"}
    assert office.post(browser, "/toi", "/toi/mat-khau", **new).status_code == 303
    assert browser.get("/toi/khoa").status_code == 200
    assert browser.get("/api/v1/directory/me", headers=program).status_code == 200
