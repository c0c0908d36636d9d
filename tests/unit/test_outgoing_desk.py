"""The outgoing desks in the browser without script, and the same steps over the API."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from services.backends.shared import Shared
from services.intake.handlers.slips import Slip
from services.intake.views import IntakeViews
from services.intake.views.outgoing_trays import Tray
from services.intake.wiring.outgoing import outgoing_parts
from services.kernel.people import Person
from services.web.app import build
from services.web.contribution import Contribution, WebParts
from services.web.ports import Signed
from tests.unit.outgoing_office import BOOK, CHECKER, CLERK, CONTENT, DRAFTER, HEAD, PEOPLE, Bench, Desk, Office, office

__all__ = ["office"]
TEMPLATES = Path(__file__).parents[2] / "services/intake/templates"
FORM: dict[str, Any] = {
    "type_code": "quyet_dinh",
    "subject": CONTENT.subject,
    "signer_id": "an",
    "body": "\n".join(CONTENT.body),
    "recipients": "- Như Điều 2;\n- Sở Nội vụ;",
    "capacity": "NONE",
    "urgency": "khan",
}


class Door:
    """Lets everybody in who says who they are."""

    def by_session(self, cookie: str) -> Signed | None:
        """The person whose id the cookie is."""
        return Signed(PEOPLE[cookie], csrf="s3cret") if cookie in PEOPLE else None

    def by_token(self, token: str) -> Signed | None:
        """The person whose id the token is."""
        return Signed(PEOPLE[token], scopes=frozenset({"*:read", "*:write"})) if token in PEOPLE else None


class Browser:
    """One window; whoever sits before it says so with each request."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, person: Person, address: str, status: int = 200) -> str:
        """A page."""
        answer = self.client.get(address, headers=_seat(person), follow_redirects=False)
        assert answer.status_code == status, answer.text
        return str(answer.text)

    def post(self, person: Person, address: str, status: int = 303, **fields: Any) -> str:
        """A form sent; where it leads, or the page that came back."""
        answer = self.client.post(
            address,
            data={"csrf": "s3cret", **fields},
            headers=_seat(person),
            follow_redirects=False,
        )
        assert answer.status_code == status, answer.text
        return str(answer.headers.get("location") or answer.text)

    def api(self, person: Person, method: str, path: str, status: int, **more: Any) -> Any:
        """An API request; the JSON it is answered with."""
        headers = {"Authorization": f"Bearer {person.id}"} | more.pop("headers", {})
        answer = self.client.request(method, f"/api/v1/intake{path}", headers=headers, **more)
        assert answer.status_code == status, answer.text
        return answer.json()


@pytest.fixture
def browser(office: Office) -> Iterator[Browser]:
    """The outgoing desks alone, in one application."""
    shared = Shared(office.clock, office.objects, Bench(), Desk())
    parts = outgoing_parts(None, shared, office.stores, IntakeViews(office.database))  # type: ignore[arg-type]
    share = Contribution("intake", parts.api, parts.pages, TEMPLATES, parts.desks, parts.uploads)
    with TestClient(build(WebParts([share], Door(), lambda: "Văn phòng UBND tỉnh", clock=office.clock))) as client:
        yield Browser(client)


def test_a_draft_goes_by_forms_from_the_drafter_to_the_leaders_book(browser: Browser, office: Office) -> None:
    assert "Soạn văn bản" in browser.get(DRAFTER, "/van-ban-di/du-thao")
    address = browser.post(DRAFTER, "/van-ban-di/soan", **FORM, viec="trinh")
    assert "Chờ duyệt nội dung" in browser.get(DRAFTER, address)
    assert CONTENT.subject in browser.get(HEAD, "/van-ban-di/cho-duyet")
    browser.post(HEAD, f"{address}/duyet-noi-dung")
    assert CONTENT.subject in browser.get(CHECKER, "/van-ban-di/cho-the-thuc")
    assert "Kiểm tra thể thức tự động" in browser.get(CHECKER, address)
    browser.post(CHECKER, f"{address}/duyet-the-thuc")
    assert office.views.outgoing_sheet(HEAD, address.rsplit("/")[-1]).document.state.label == "Chờ ký"


def test_a_draft_leads_back_to_the_list_of_its_drafter_in_which_it_lies(browser: Browser) -> None:
    def back(address: str) -> str:
        return browser.get(DRAFTER, address).split('class="crumbs"')[1].split('href="')[1].split('"')[0]

    saved = browser.post(DRAFTER, "/van-ban-di/soan", **FORM, viec="luu")
    submitted = browser.post(DRAFTER, "/van-ban-di/soan", **FORM, viec="trinh")
    assert (back(saved), back(submitted)) == ("/van-ban-di/du-thao", "/van-ban-di/dang-trinh")
    browser.post(HEAD, f"{submitted}/tra-lai", quick="Thiếu căn cứ")
    assert back(submitted) == "/van-ban-di/bi-tra-lai"


def test_the_preview_shows_the_typeset_page_and_keeps_all_that_was_typed(browser: Browser) -> None:
    page = browser.post(DRAFTER, "/van-ban-di/soan", 200, **FORM, viec="xem")
    assert "data:image/png;base64," in page
    assert CONTENT.subject in page
    assert "Căn cứ Luật Tổ chức" in page


def test_a_faulty_form_comes_back_whole_with_its_faults(browser: Browser) -> None:
    page = browser.post(DRAFTER, "/van-ban-di/soan", 422, **(FORM | {"signer_id": "", "subject": "x<b>"}), viec="luu")
    assert "Chọn người ký trong danh sách" in page
    assert "x&lt;b&gt;" in page


def test_sending_back_without_a_reason_shows_the_form_again_and_with_one_tells_the_drafter(
    browser: Browser, office: Office
) -> None:
    address = browser.post(DRAFTER, "/van-ban-di/soan", **FORM, viec="trinh")
    assert "Chưa ghi lý do" in browser.post(HEAD, f"{address}/tra-lai", 422)
    browser.post(HEAD, f"{address}/tra-lai", quick="Thiếu căn cứ")
    assert "Thiếu căn cứ" in browser.get(DRAFTER, "/van-ban-di/bi-tra-lai")
    browser.get(DRAFTER, f"{address}/sua")
    browser.post(DRAFTER, f"{address}/sua", **FORM, viec="luu", note="Đã bổ sung căn cứ", version="3")
    assert "Đã bổ sung căn cứ" in browser.get(DRAFTER, address)


def test_the_clerk_numbers_and_issues_and_the_register_lists_it(browser: Browser, office: Office) -> None:
    document = office.signed()
    address = f"/van-ban-di/{document.id}"
    asked = browser.get(CLERK, address)
    assert "Cấp số và ngày" in asked
    assert f"{BOOK.name} · số dự kiến 01" in asked
    browser.post(CLERK, f"{address}/cap-so", register=BOOK.id)
    assert "/dong-dau" in browser.get(CLERK, address)
    office.seal(office.views.outgoing_sheet(CLERK, document.id).document)
    browser.post(CLERK, f"{address}/phat-hanh")
    assert "01/QĐ-UBND" in browser.get(CLERK, "/van-ban-di")
    for tab in ("qua-trinh", "lien-quan", "ho-so", "ai-xem"):
        browser.get(CLERK, f"{address}?muc={tab}")


def test_the_register_prints_and_exports_with_the_ten_columns_of_the_form(browser: Browser, office: Office) -> None:
    office.issuing.issue(CLERK, Slip(office.sealed().id))
    paper = browser.client.get(f"/van-ban-di/so/{BOOK.id}/2026.pdf", headers=_seat(CLERK))
    assert paper.content.startswith(b"%PDF")
    exported = browser.client.get(f"/van-ban-di/so/{BOOK.id}/2026.xlsx", headers=_seat(CLERK))
    sheet = load_workbook(BytesIO(exported.content)).active
    assert sheet is not None
    rows = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    assert ["01/QĐ-UBND", "22/11/2026"] in [row[:2] for row in rows]
    assert max(map(len, rows)) == 10
    browser.get(DRAFTER, f"/van-ban-di/so/{BOOK.id}/2026.pdf", 403)


def test_every_tray_opens_also_when_empty(browser: Browser) -> None:
    for slug in ("du-thao", "bi-tra-lai", "dang-trinh", "cho-duyet", "cho-the-thuc", "cho-cap-so", "cho-dong-dau"):
        assert "Không có văn bản nào" in browser.get(CLERK, f"/van-ban-di/{slug}")


def test_page_pictures_and_files_open_to_readers_only(browser: Browser, office: Office) -> None:
    document = office.draft()
    base = f"/van-ban-di/{document.id}/ban/1"
    browser.client.get(f"{base}/tep.pdf")
    answer = browser.client.get(f"{base}/trang/1.png", headers=_seat(DRAFTER))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert office.audited()[-1] == "view", "a picture fetched by itself is a view"
    answer = browser.client.get(f"{base}/tep.pdf", headers=_seat(DRAFTER))
    assert answer.content.startswith(b"%PDF")
    browser.get(CLERK, f"{base}/trang/1.png", 404)
    assert office.audited().count("download") == 1


def test_the_same_way_over_the_api_with_versions_and_actions(browser: Browser) -> None:
    draft = browser.api(DRAFTER, "POST", "/outgoing", 201, json={**_body(), "note": "bản đầu"})
    path = f"/outgoing/{draft['id']}"
    browser.api(DRAFTER, "POST", f"{path}/submit", 412, json={}, headers={"If-Match": '"9"'})
    browser.api(DRAFTER, "POST", f"{path}/submit", 200, json={})
    actions = browser.api(HEAD, "GET", f"{path}/actions", 200)["actions"]
    assert {"approve-content", "return"} == {one["act"] for one in actions if one["allowed"]}
    browser.api(HEAD, "POST", f"{path}/approve-content", 200, json={})
    browser.api(CHECKER, "POST", f"{path}/approve-format", 200, json={"note": "Đạt"})
    found = browser.api(DRAFTER, "GET", "/outgoing?tray=underway", 200)
    assert found["total"] == 1
    assert browser.api(DRAFTER, "POST", f"{path}/return", 422, json={})["code"] == "reason-missing"


def test_the_same_key_begins_one_draft_and_refuses_another_content(browser: Browser, office: Office) -> None:
    key = {"Idempotency-Key": "k-1"}
    once = browser.api(DRAFTER, "POST", "/outgoing", 201, json=_body(), headers=key)
    assert browser.api(DRAFTER, "POST", "/outgoing", 201, json=_body(), headers=key) == once
    other = browser.api(DRAFTER, "POST", "/outgoing", 409, json={**_body(), "subject": "Khác"}, headers=key)
    assert other["code"] == "idempotency-key-reused"
    assert office.views.outgoing_count(DRAFTER, Tray.DRAFTS) == 1


def test_an_uploaded_pdf_becomes_a_draft_and_what_is_no_pdf_is_refused_in_words(
    browser: Browser, office: Office
) -> None:
    edition = office.views.outgoing_sheet(DRAFTER, office.draft().id).edition
    with office.objects.open(edition.file.digest) as stream:
        paper = stream.read()
    document = {"type_code": "quyet_dinh", "subject": "Về việc giao vốn", "signer_id": "an"}
    sent = {"data": {"document": json.dumps(document)}}
    browser.api(DRAFTER, "POST", "/outgoing/upload", 201, files={"file": ("a.pdf", paper)}, **sent)
    refused = browser.api(DRAFTER, "POST", "/outgoing/upload", 422, files={"file": ("a.pdf", b"MZ\x90")}, **sent)
    assert refused["code"] == "file-kind"


def _seat(person: Person) -> dict[str, str]:
    return {"Cookie": f"vanthu_session={person.id}"}


def _body() -> dict[str, object]:
    return {
        "type_code": "quyet_dinh",
        "subject": CONTENT.subject,
        "signer_id": "an",
        "body": list(CONTENT.body),
        "recipients": ["Sở Nội vụ"],
    }


def test_the_form_to_draft_is_not_opened_to_who_may_not_draft(browser: Browser) -> None:
    page = browser.get(CLERK, "/van-ban-di/soan", 403)
    assert "được soạn thảo văn bản đi" in page
    assert 'name="subject"' not in page


def test_every_dialog_of_a_step_can_be_left_without_taking_it(browser: Browser, office: Office) -> None:
    page = browser.get(CLERK, f"/van-ban-di/{office.signed().id}") + browser.get(
        CLERK, f"/van-ban-di/{office.sealed().id}"
    )
    dialogs = re.findall(r'class="popup" id="([^"]+)" popover', page)
    assert {"buoc-cap-so", "buoc-phat-hanh"} <= set(dialogs)
    for dialog in dialogs:
        assert f'popovertarget="{dialog}" popovertargetaction="hide">Thôi</button>' in page
