"""The doors of the running office: cookies, forms, keys, addresses, headers."""

import re
from typing import Any

import pytest

from tests.api.office import Browser, House, csrf_in

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
PLACES = (
    "/",
    "/dang-nhap",
    "/van-ban-den",
    "/khong-co",
    "/healthz",
    "/metrics",
    "/openapi.json",
    "/api/v1/search",
    "/static/x",
)


def test_every_answer_protects_the_browser_and_no_page_carries_script_or_style_of_its_own(house: House) -> None:
    for client in (house.nobody(), house.desk("lan")):
        for place in PLACES:
            told = client.get(place)
            policy = told.headers["content-security-policy"]
            assert "unsafe" not in policy
            assert "default-src 'none'" in policy
            assert {name: told.headers[name] for name in HEADERS} == HEADERS, place
            if "text/html" in told.headers.get("content-type", ""):
                assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=|javascript:", told.text), place


def test_cookies_of_the_session_are_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    browser = Browser(house.app, base_url="https://vanthu.test", follow_redirects=False)
    door = browser.get("/dang-nhap")
    sent = {"csrf": csrf_in(door.text), "account": "ha", "password": "Thanh.Binh.99", "next": "/"}
    told = browser.post("/dang-nhap", data=sent)
    for cookie in (*door.headers.get_list("set-cookie"), *told.headers.get_list("set-cookie")):
        assert "HttpOnly" in cookie
        assert re.search(r"SameSite=(lax|strict)", cookie, re.IGNORECASE)
        assert "Secure" in cookie, cookie


def test_a_cookie_set_before_signing_in_is_never_the_session(house: House) -> None:
    browser = Browser(house.app, base_url="http://vanthu.test", follow_redirects=False)
    browser.cookies.set("vanthu_session", "do-ke-khac-dat")
    sent = {"csrf": csrf_in(browser.get("/dang-nhap").text), "account": "ha", "password": "Thanh.Binh.99"}
    fresh = browser.post("/dang-nhap", data=sent).headers["set-cookie"]
    assert "do-ke-khac-dat" not in fresh
    assert len(re.search(r"vanthu_session=([^;]+)", fresh)[1]) >= 32  # type: ignore[index]


@pytest.mark.parametrize("secret", [None, "", "sai", "\u1ec7" * 40])
def test_a_form_without_its_secret_changes_nothing_and_says_so_on_a_page(house: House, secret: str | None) -> None:
    data = {} if secret is None else {"csrf": secret}
    for path in _posts(house):
        told = house.desk("lan").post(path, data=data)
        assert told.status_code == 403, (path, told.status_code)
        assert "Biểu mẫu này không còn hiệu lực" in told.text


def test_a_form_sent_from_another_site_changes_nothing(house: House) -> None:
    lan = house.desk("lan")
    told = lan.send_form("/van-ban-den/cho", headers={"Sec-Fetch-Site": "cross-site"})
    assert told.status_code == 403


def test_a_page_post_without_a_session_leads_to_the_door(house: House) -> None:
    for path in _posts(house):
        told = house.nobody().post(path, data={"csrf": "x"})
        assert (told.status_code, told.headers["location"]) == (303, "/dang-nhap"), path


def _posts(house: House) -> list[str]:
    arrived, drafted = house.incoming["registered"].id, house.outgoing["draft"].id
    return [
        "/van-ban-den/cho",
        f"/van-ban-den/{arrived}/but-phe",
        f"/van-ban-den/{arrived}/trinh",
        f"/van-ban-den/{arrived}/huy",
        "/van-ban-di/soan",
        f"/van-ban-di/{drafted}/trinh",
        "/toi/mat-khau",
        "/toi/khoa",
        "/nhan-su/moi",
        "/co-quan",
        "/tin-ton-dong/intake:1/bo",
        "/dang-xuat",
    ]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//doc.vn",
        "https://doc.vn",
        "/\\doc.vn",
        "\\\\doc.vn",
        "javascript:alert(1)",
        "/\t/doc.vn",
        "%2f%2fdoc.vn",
        "/%0d%0aX: y",
    ],
)
def test_the_door_leads_nowhere_else(house: House, elsewhere: str) -> None:
    browser = Browser(house.app, base_url="http://vanthu.test", follow_redirects=False)
    door = csrf_in(browser.get("/dang-nhap", params={"next": elsewhere}).text)
    sent = {"csrf": door, "account": "ha", "password": "Thanh.Binh.99", "next": elsewhere}
    told = browser.post("/dang-nhap", data=sent)
    where = told.headers["location"]
    assert told.status_code == 303
    assert where.startswith("/")
    assert not where.startswith(("//", "/\\"))
    assert "\n" not in where
    assert "x" not in {name.lower() for name in told.headers}
    signed = browser.get("/dang-nhap", params={"next": elsewhere}).headers["location"]
    assert signed.startswith("/")
    assert not signed.startswith(("//", "/\\"))


def test_a_strange_host_appears_in_no_address_of_ours(house: House) -> None:
    for path in ("/", "/dang-nhap", "/van-ban-den?trang=2", "/static/vanthu.css"):
        told = house.nobody().get(path, headers={"Host": "doc.vn", "X-Forwarded-Host": "doc.vn"})
        assert "doc.vn" not in told.headers.get("location", "") + told.text


@pytest.mark.parametrize("path", ["/healthz", "/dang-nhap", "/openapi.json", "/api/v1/intake/incoming", "/van-ban-den"])
def test_head_is_get_without_a_body_and_other_verbs_are_told_what_is_allowed(house: House, path: str) -> None:
    client = house.api("lan") if path.startswith("/api") else house.desk("lan")
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-type"] == get.headers["content-type"]
    for verb in ("OPTIONS", "TRACE", "DELETE", "BREW"):
        told = client.request(verb, path)
        assert told.status_code == 405, (verb, told.status_code)
        assert "GET" in told.headers["allow"]
        if path.startswith("/api/"):
            assert told.headers["allow"] in told.json()["next"]


@pytest.mark.parametrize(
    "bad",
    [
        "..%2f..%2fetc%2fpasswd",
        "....//etc/passwd",
        "%00",
        "%ed%a0%80",
        "%ff%fe",
        "' or 1=1 --",
        "a" * 5_000,
        "{{7*7}}",
        "-1",
        "9" * 40,
    ],
)
def test_an_address_made_up_by_hand_finds_nothing(house: House, bad: str) -> None:
    son, api = house.desk("son"), house.api("lan")
    arrived, drafted = house.incoming["registered"], house.outgoing["issued"]
    pages = (
        f"/van-ban-den/{bad}",
        f"/van-ban-den/{arrived.id}/tep/{bad}",
        f"/van-ban-den/{arrived.id}/tep/{arrived.main.digest}/trang/{bad}.png",
        f"/van-ban-di/{bad}",
        f"/van-ban-di/{drafted.id}/ban/{bad}/tep.pdf",
        f"/van-ban-di/{drafted.id}/ban/1/trang/{bad}.png",
        f"/van-ban-den/so/so-den/{bad}.pdf",
        f"/kho/tai-lieu/{bad}",
        f"/kho/tai-lieu/{bad}/tep",
        f"/kho/phong/{bad}",
        f"/ho-so/{bad}",
        f"/danh-muc/{bad}",
        f"/so-ky/{bad}",
        f"/dong-dau/{bad}",
        f"/nhan-su/{bad}",
        f"/tin-ton-dong/{bad}",
        f"/static/{bad}",
    )
    for account in ("lan", "quan"):
        for path in pages:
            told = house.desk(account).get(path)
            assert told.status_code in (400, 403, 404, 422), (account, path[:80], told.status_code)
            assert "root:" not in told.text
    assert son.get("/kho/phong", params={"sau": bad}).status_code < 500
    for path in (f"intake/incoming/{bad}", f"intake/outgoing/{drafted.id}/files/{bad}", f"archive/items/{bad}/content"):
        assert api.get(f"/api/v1/{path}").status_code in (404, 422), path[:80]


def test_a_key_opens_what_its_scopes_name_and_nothing_after_it_is_taken_back(house: House) -> None:
    def told(key: str, method: str, path: str, **more: Any) -> int:
        return (
            house.nobody()
            .request(method, f"/api/v1/{path}", headers={"Authorization": f"Bearer {key}"}, **more)
            .status_code
        )

    reads = house.key("lan", "intake:read")
    assert told(reads, "GET", "intake/incoming") == 200
    assert told(reads, "GET", "search") == told(reads, "GET", "archive/fonds") == 403
    assert told(reads, "POST", "intake/registers", json={"name": "x", "direction": "incoming"}) == 403
    assert told(reads, "POST", "directory/tokens", json={"name": "x", "scopes": ["*:write"]}) == 403
    whole = house.key("lan")
    of_lan = house.host.directory.directory.tokens_of
    mine = next(one for one in of_lan(house.people["lan"].id) if whole.startswith(one.hint))
    assert told(whole, "DELETE", f"directory/tokens/{mine.id}") == 204
    assert told(whole, "GET", "directory/me") == 401
    for nonsense in ("", "vt_", "vt_" + "x" * 5_000, whole[:-1], whole + " ", "' or 1=1"):
        assert told(nonsense, "GET", "directory/me") == 401
    lans = of_lan(house.people["lan"].id)[0]
    assert told(house.key("ha"), "DELETE", f"directory/tokens/{lans.id}") == 404


def test_guessing_a_password_is_slowed_down_on_a_page_that_says_for_how_long(house: House) -> None:
    browser = Browser(house.app, base_url="http://vanthu.test", client=("10.9.8.7", 1))
    seen = []
    for _ in range(8):
        sent = {"csrf": csrf_in(browser.get("/dang-nhap").text), "account": "khong.ai", "password": "sai", "next": "/"}
        seen.append(browser.post("/dang-nhap", data=sent))
    assert [one.status_code for one in seen[:5]] == [401] * 5
    assert seen[-1].status_code == 429
    assert "thử lại được sau" in seen[-1].text
