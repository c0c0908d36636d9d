"""The administrator: people and roles, a letter nobody could deliver, keys for programs; doors that stay shut."""

import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page
from sqlalchemy import insert, select

from services.backends.settings import Settings
from services.embedded import opened
from tests.browser.hosts import Prepare
from tests.browser.looks import barriers, looked_at
from tests.browser.office import Served


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    """Two deliveries given up."""
    return lambda settings: _give_up(settings, 2)


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


@pytest.mark.both_hosts
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


@pytest.mark.both_hosts
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


def test_no_barrier_stands_in_the_administrators_way(office: Served) -> None:
    person = office.desk("quan", "/nhan-su").locator("tr [data-open]").first.get_attribute("href") or ""
    paths = ("/", "/nhan-su", "/nhan-su/moi", person, "/co-quan", "/so", "/tin-ton-dong", "/toi", "/toi/khoa")
    assert looked_at(office, "quan", paths) == {}


def _give_up(settings: Settings, count: int) -> None:
    """What was told last, as if the archive had failed at it for good."""
    with opened(settings) as host:
        told, archive = host.intake.endpoint, host.archive.endpoint
        outbox = told.tables.outbox
        last = select(outbox).where(outbox.c.name == "DocumentChanged").order_by(outbox.c.seq.desc()).limit(count)
        with told.database.read() as connection:
            facts = connection.execute(last).all()
        # A broker leaves it to the hearer what to do with a letter; without one it stays with who told.
        holder = archive if settings.deployed else told
        with holder.database.write() as connection:
            for fact in facts:
                letter = {"subscriber": "archive", "subscription": f"archive.{fact.name}", "fact_id": fact.fact_id}
                ends = {"attempts": 8, "due_at": fact.at, "dead_at": time.time(), "reason": "Kho tệp không trả lời."}
                row = {**letter, **ends, "body": fact.body, "at": fact.at}
                connection.execute(insert(holder.tables.delivery).values(row))


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
