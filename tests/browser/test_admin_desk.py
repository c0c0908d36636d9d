"""The administrator: people and roles, a letter nobody could deliver, keys for programs; doors that stay shut."""

import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looks import barriers, looked_at
from tests.browser.office import DESKTOP, PHONE, Served, copy, serving


@pytest.fixture(scope="module")
def office(made_office: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An office with two deliveries given up."""
    home = copy(made_office, tmp_path_factory.mktemp("served") / "home")
    _give_up(home, 2)
    with serving(home) as address:
        yield Served(address, home, chromium)


@pytest.mark.parametrize(("script", "account"), [(True, "hoa.nt"), (False, "hung.lv")])
def test_somebody_new_comes_in_with_the_password_shown_once_and_sets_their_own(
    office: Served, script: bool, account: str
) -> None:
    page = office.desk("quan", "/nhan-su", script=script)
    page.get_by_role("link", name="Thêm người dùng").click()
    page.get_by_label("Họ tên").fill("Nguyễn Thị Hoa")
    page.get_by_label("Chức vụ").fill("Chuyên viên")
    page.locator("#f-unit_id").select_option(label="Phòng Chuyển đổi số")
    page.get_by_label("Chuyên viên", exact=True).last.check()
    page.get_by_label("Tên đăng nhập").fill(account)
    page.get_by_role("button", name="Thêm người dùng").click()
    password = page.locator("code.secret").inner_text()
    page.get_by_role("link", name="Về danh sách").click()
    assert account in page.inner_text("main")
    assert password not in page.content()
    own = office.browser.new_context(java_script_enabled=script).new_page()
    own.goto(office.address + "/dang-nhap")
    own.get_by_label("Tên đăng nhập").fill(account)
    own.get_by_label("Mật khẩu").fill(password)
    own.get_by_role("button", name="Đăng nhập").click()
    assert "Đặt mật khẩu riêng trước khi làm việc" in own.inner_text("main")
    own.get_by_label("Mật khẩu hiện tại").fill(password)
    own.locator("#f-new").fill("mot cau dai de nho")
    own.get_by_label("Nhập lại mật khẩu mới").fill("mot cau dai de nho")
    own.get_by_role("button", name="Đổi mật khẩu").click()
    assert "Đã đổi mật khẩu" in own.inner_text("main")


def test_a_wrong_password_is_told_without_saying_which_half_was_wrong(office: Served) -> None:
    said = []
    for account in ("lan", "khong.co"):
        page = office.browser.new_context().new_page()
        page.goto(office.address + "/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(account)
        page.get_by_label("Mật khẩu").fill("khong phai")
        page.get_by_role("button", name="Đăng nhập").click()
        said.append(page.locator("[role=alert]").inner_text())
        assert barriers(page) == []
    assert said[0] == said[1]


def test_a_changed_role_counts_from_the_very_next_request(office: Served) -> None:
    theirs = office.desk("ha", "/nhat-ky")
    assert theirs.locator("h1").inner_text() != "Nhật ký"
    page = _person(office, "Vũ Ngọc Hà")
    page.get_by_label("Thanh tra, kiểm tra").check()
    page.get_by_role("button", name="Lưu", exact=False).first.click()
    assert "Vai trò mới có hiệu lực ngay" in page.inner_text("main")
    theirs.reload()
    assert theirs.locator("h1").inner_text() == "Nhật ký"
    page.get_by_label("Thanh tra, kiểm tra").uncheck()
    page.get_by_role("button", name="Lưu", exact=False).first.click()
    theirs.reload()
    assert theirs.locator("h1").inner_text() != "Nhật ký"


def test_whoever_is_stopped_is_out_at_once_and_comes_back_when_opened_again(office: Served) -> None:
    theirs = office.desk("giang", "/")
    page = _person(office, "Phan Thanh Giang")
    page.get_by_role("button", name="Ngừng tài khoản").click()
    page.locator("#standing").get_by_role("button", name="Ngừng tài khoản").click()
    theirs.goto(office.address + "/")
    assert "/dang-nhap" in theirs.url
    page.get_by_role("button", name="Mở lại tài khoản").click()
    page.locator("#standing").get_by_role("button", name="Mở lại tài khoản").click()
    assert "Đã mở lại tài khoản" in page.inner_text("main")


def test_a_dead_letter_rings_is_sent_again_or_put_away_with_a_reason(office: Served) -> None:
    page = office.desk("quan", "/tin-ton-dong")
    assert page.locator("tr[data-row]").count() == 2
    assert page.locator("[data-bell]").inner_text() == "2"
    page.locator("tr[data-row] [data-open]").first.click()
    assert barriers(page) == []
    page.get_by_role("button", name="Gửi lại").click()
    assert "hàng chờ gửi lại" in page.inner_text("main")
    page.locator("tr[data-row] [data-open]").last.click()
    page.get_by_role("button", name="Bỏ tin").click()
    assert "lý do" in page.locator("[role=alert]").inner_text().lower()
    page.get_by_label("Lý do bỏ").fill("Đã nhập tay bên lưu trữ.")
    page.get_by_role("button", name="Bỏ tin").click()
    assert "Không có tin tồn đọng" in page.inner_text("main")
    auditor = office.desk("thao", "/nhat-ky?viec=discard-letter")
    assert "Đã nhập tay bên lưu trữ." in auditor.inner_text("main")


@pytest.mark.parametrize("script", [True, False])
def test_a_key_is_shown_once_works_within_its_scope_and_dies_when_revoked(office: Served, script: bool) -> None:
    page = office.desk("lan", "/toi/khoa", script=script)
    page.get_by_label("Tên khóa").fill(f"Máy quét {script}")
    page.get_by_label("Đọc văn bản đến, đi").check()
    page.get_by_role("button", name="Tạo khóa").click()
    secret = page.locator("code.secret").inner_text()
    page.goto(office.address + "/toi/khoa")
    assert secret not in page.content()
    assert _status(office, "/api/v1/intake/incoming", secret) == 200
    assert _status(office, "/api/v1/archive/fonds", secret) == 403
    page.get_by_role("row", name=f"Máy quét {script}").get_by_role("button", name="Thu hồi").click()
    assert "Đã thu hồi khóa" in page.inner_text("main")
    assert _status(office, "/api/v1/intake/incoming", secret) == 401


def test_a_shut_door_and_an_unknown_address_say_what_to_do_instead(office: Served) -> None:
    page = office.desk("dung")
    for address, status in (("/nhan-su", 403), ("/tin-ton-dong", 403), ("/nhat-ky", 403), ("/khong-co-trang-nay", 404)):
        answer = page.goto(office.address + address)
        assert answer is not None
        assert answer.status == status, address
        assert barriers(page) == []
        assert page.get_by_role("link", name="Về trang đầu").is_visible()


@pytest.mark.parametrize("wide", [DESKTOP, PHONE])
def test_no_barrier_stands_in_the_administrators_way(office: Served, wide: int) -> None:
    person = office.desk("quan", "/nhan-su").locator("tr [data-open]").first.get_attribute("href") or ""
    paths = ("/", "/nhan-su", "/nhan-su/moi", person, "/co-quan", "/so", "/tin-ton-dong", "/toi", "/toi/khoa")
    assert looked_at(office, "quan", paths, wide) == {}


def _give_up(home: Path, count: int) -> None:
    """What was told last, as if the archive had failed at it for good."""
    with closing(sqlite3.connect(home / "intake.db")) as database, database:
        last = "select fact_id, name, body, at from outbox where name = 'DocumentChanged' order by seq desc limit ?"
        for fact_id, name, body, at in database.execute(last, (count,)).fetchall():
            database.execute(
                "insert into delivery (subscriber, subscription, fact_id, body, at, attempts, due_at, dead_at, reason)"
                " values ('archive', ?, ?, ?, ?, 8, ?, ?, 'Kho tệp không trả lời.')",
                (f"archive.{name}", fact_id, body, at, at, time.time()),
            )


def _person(office: Served, name: str) -> Page:
    page = office.desk("quan", "/nhan-su")
    page.get_by_role("link", name=name).click()
    return page


def _status(office: Served, path: str, secret: str) -> int:
    asked = urllib.request.Request(office.address + path, headers={"Authorization": f"Bearer {secret}"})
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
