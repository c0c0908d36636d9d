"""The frame, forms, lists and words of the desks."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import FormData

from services.kernel.errors import BadInput, Conflict
from services.web import static
from services.web.filters import browser_vn, date_vn, moment_vn, number_vn, size_vn
from services.web.idempotency import KeptAnswer, repeated, request_digest
from services.web.sent import SentForm, read_day
from tests.unit.web_desk import SECRET, Letters, open_desk

TODAY = date(2026, 11, 20)


@pytest.fixture
def browser(tmp_path) -> TestClient:
    return open_desk(tmp_path)


def test_the_left_column_shows_only_ones_own_desks_with_what_waits(browser) -> None:
    shown = browser.get("/").text
    assert 'href="/thu"' in shown
    assert "1.234" in shown
    assert "/tin-ton-dong" not in shown


def test_the_bell_counts_what_the_lists_hold(browser) -> None:
    assert browser.get("/chuong").json() == {"total": 1234, "desks": {"thu": 1234}}


def test_a_refused_form_returns_whole_with_each_fault_at_its_field(browser) -> None:
    back = browser.post("/thu", data={"csrf": SECRET, "subject": "", "due": "31/2"})
    assert back.status_code == 422
    assert 'value="31/2"' in back.text
    assert "Chưa nhập: Trích yếu." in back.text
    assert 'aria-describedby=" e-due"' in back.text or 'id="e-due"' in back.text


def test_the_note_after_an_action_is_shown_once_and_harmless(browser) -> None:
    sent = browser.post("/thu", data={"csrf": SECRET, "subject": "Báo cáo"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/thu")
    assert "Đã vào sổ số 124 &lt;b&gt;." in browser.get("/thu").text
    assert "Đã vào sổ" not in browser.get("/thu").text


def test_behind_a_proxy_that_brings_https_the_note_is_for_https_alone(tmp_path) -> None:
    browser = open_desk(tmp_path, secure_cookies=True)
    sent = browser.post("/thu", data={"csrf": SECRET, "subject": "Báo cáo"})
    assert "; secure" in sent.headers["set-cookie"].lower()


def test_a_forged_note_breaks_nothing(browser) -> None:
    browser.cookies.set("vanthu_note", "%%%khong-phai")
    assert browser.get("/thu").status_code == 200


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5/3", date(2026, 3, 5)),
        ("05/03/2025", date(2025, 3, 5)),
        ("5.3.2025", date(2025, 3, 5)),
        ("hn", TODAY),
        ("2026-11-20", TODAY),
        ("29/2/2024", date(2024, 2, 29)),
        ("29/2/2026", None),
        ("17/4/20201", None),
        ("0/0", None),
        ("1/1/0001", None),
        ("mai", None),
    ],
)
def test_a_day_is_read_as_clerks_write_it(typed: str, meant: date | None) -> None:
    assert read_day(typed, TODAY) == meant


def test_all_faults_of_a_form_are_told_at_once() -> None:
    form = SentForm(FormData([("pages", "-3"), ("kind", "lạ"), ("long", "x" * 600), ("day", "31/2")]), TODAY)
    form.whole("pages", "Số tờ", least=1)
    form.choice("kind", "loại", ["cv"])
    form.text("long", "Trích yếu")
    form.day("day", "Hạn")
    form.file("main", "Văn bản", required=True)
    with pytest.raises(BadInput) as refused:
        form.check()
    assert set(refused.value.fields) == {"pages", "kind", "long", "day", "main"}


def test_words_and_numbers_read_as_the_office_writes_them() -> None:
    moment = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    assert date_vn(moment) == "21/11/2026", "the office is seven hours ahead"
    assert moment_vn(moment) == "00:30 21/11/2026"
    assert (number_vn(6430), number_vn(12.5), number_vn(None)) == ("6.430", "12,5", "—")
    assert (size_vn(845), size_vn(1_230_000), size_vn(200_000_000)) == ("845 B", "1,2 MB", "200 MB")


def test_the_sheet_and_the_script_are_named_by_their_content_and_kept_by_browsers(browser) -> None:
    shown = browser.get("/").text
    address = shown.split('rel="stylesheet" href="')[1].split('"')[0]
    got = browser.get(address)
    assert "immutable" in got.headers["cache-control"]
    assert browser.get(address, headers={"If-None-Match": got.headers["etag"]}).status_code == 304


def test_no_page_of_the_shell_needs_inline_script_or_style() -> None:
    for file in Path(static.__file__).parent.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert "style=" not in text, file.name
        assert " onclick" not in text, file.name
        assert "<script>" not in text, file.name


def test_the_same_key_with_the_same_content_gets_the_old_answer_and_with_another_a_refusal() -> None:
    digest = request_digest('{"subject": "a"}', "ab" * 32)
    kept = KeptAnswer(digest, 201, '{"id": 1}', {"Location": "/1"})
    old = repeated(kept, digest)
    assert old is not None
    assert (old.status_code, old.body, old.headers["location"]) == (201, b'{"id": 1}', "/1")
    with pytest.raises(Conflict, match="nội dung khác"):
        repeated(kept, request_digest('{"subject": "b"}', "ab" * 32))
    assert repeated(None, digest) is None
    assert request_digest("ab", "c") != request_digest("a", "bc")


def test_an_administrator_reads_retries_and_discards_dead_letters(tmp_path) -> None:
    letters = Letters()
    browser = open_desk(tmp_path, letters, cookie="quan")
    assert "Đĩa đầy." in browser.get("/tin-ton-dong").text
    address = "/tin-ton-dong/intake:7"
    assert "DocumentRegistered" in browser.get(address).text
    refused = browser.post(f"{address}/bo", data={"csrf": SECRET, "why": " "})
    assert (refused.status_code, letters.done) == (422, [])
    assert browser.post(f"{address}/bo", data={"csrf": SECRET, "why": "Trùng"}).status_code == 303
    assert browser.post(f"{address}/gui-lai", data={"csrf": SECRET}).status_code == 303
    assert letters.done == [("discard", "intake:7", "Trùng"), ("retry", "intake:7")]
    assert "Không có tin tồn đọng" in browser.get("/tin-ton-dong").text


def test_an_administrator_mends_a_field_of_a_dead_letter_and_sends_several_again(tmp_path) -> None:
    letters = Letters()
    browser = open_desk(tmp_path, letters, cookie="quan")
    address = "/tin-ton-dong/intake:7"
    assert 'name="value"' not in browser.get(address).text
    assert 'name="value"' in browser.get(f"{address}?muc=id").text
    sent = {"csrf": SECRET, "field": "id", "value": "y"}
    assert browser.post(f"{address}/sua?muc=id", data=sent).status_code == 303
    assert browser.post(f"{address}/sua?muc=id", data=sent | {"field": "none"}).status_code == 404
    both = {"csrf": SECRET, "letter": ["intake:7", "signing:1"]}
    assert browser.post("/tin-ton-dong/gui-lai", data=both).status_code == 303
    assert letters.done == [("edit", "intake:7", "id", "y"), ("retry", "intake:7", "signing:1")]


def test_a_letter_that_is_no_json_is_shown_as_it_came(tmp_path) -> None:
    letters = Letters()
    letters.one = replace(letters.one, body="\\xff{ không đọc được")
    assert "không đọc được" in open_desk(tmp_path, letters, cookie="quan").get("/tin-ton-dong/intake:7").text


def test_a_clerk_may_not_open_the_dead_letters(tmp_path) -> None:
    refused = open_desk(tmp_path, Letters()).get("/tin-ton-dong")
    assert refused.status_code == 403
    assert "Chỉ quản trị được xem tin tồn đọng" in refused.text


def test_a_browser_is_named_as_people_know_it() -> None:
    windows = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
    )
    assert browser_vn(windows) == "Chrome trên Windows"
    assert browser_vn(f"{windows} Edg/130.0") == "Edge trên Windows"
    assert browser_vn("curl/8.5") == "Chương trình khác"
