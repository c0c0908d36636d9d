"""Registering and routing over the API."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from services.intake.tables.incoming import INCOMING
from services.intake.wiring.incoming_papers import BenchPapers
from tests.unit.incoming_browser import PAPER, Browser, browser
from tests.unit.incoming_office import BOOK, CLERK, DRAFTER, HEAD, LEADER, STRANGER, IncomingOffice, office, pdf_bytes

__all__ = ["browser", "office"]


def test_a_sent_document_gets_its_number_etag_and_address(browser: Browser) -> None:
    made = browser.send(CLERK)

    assert (made["register"], made["arrival_number"], made["arrival_date"]) == (BOOK.id, 1, "2026-11-22")
    assert made["files"][0]["part"] == "main"
    assert browser.api(CLERK, "GET", f"/incoming/{made['id']}")["subject"] == PAPER["subject"]


def test_the_same_key_answers_the_same_and_refuses_another_content(browser: Browser) -> None:
    first = browser.send(CLERK, key="k-1")
    again = browser.send(CLERK, key="k-1")
    other = browser.send(CLERK, 409, key="k-1", subject="Nội dung khác")

    assert again == first
    assert other["code"] == "idempotency-key-reused"
    assert browser.api(CLERK, "GET", "/incoming")["total"] == 1


def test_the_same_request_is_known_again_whatever_we_read_in_it_or_made_of_it(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, skim = iter((b"first", b"second")), BenchPapers.skim
    texts = iter(("đọc kịp", "đọc không kịp"))
    monkeypatch.setattr(
        BenchPapers, "from_image", lambda self, _: self.objects.put(BytesIO(pdf_bytes(str(next(made)))))
    )
    monkeypatch.setattr(BenchPapers, "skim", lambda self, digest: replace(skim(self, digest), text=next(texts)))
    image = BytesIO()
    Image.new("RGB", (300, 400), "white").save(image, "PNG")

    first = browser.send(CLERK, key="k-1", content=image.getvalue(), name="quét.png")
    assert browser.send(CLERK, key="k-1", content=image.getvalue(), name="quét.png") == first


def test_a_twin_is_named_and_registered_only_with_a_reason(browser: Browser) -> None:
    """Invariant 10: issuer, number and date met before raise a warning [App. VI]."""
    browser.send(CLERK)
    refused = browser.send(CLERK, 409, content=pdf_bytes("another scan"))
    taken = browser.send(CLERK, content=pdf_bytes("another scan"), despite="Bản giấy gửi bổ sung")

    assert refused["detail"] == "Văn bản này đã vào sổ với số đến 1 ngày 22/11/2026 (Phạm Thị Lan)."
    assert taken["arrival_number"] == 2


def test_classified_documents_are_refused_before_a_byte_is_stored(browser: Browser, office: IncomingOffice) -> None:
    refused = browser.send(CLERK, 403, secrecy="mat")

    assert refused["code"] == "secret-refused"
    assert "Luật Bảo vệ bí mật nhà nước" in refused["next"]
    assert not list(office.objects.digests())


@pytest.mark.parametrize(
    ("status", "what"),
    [
        (422, {"document_date": "2030-01-01"}),
        (422, {"present_to": "khong-co"}),
        (422, {"present_to": DRAFTER.id}),
        (404, {"register": "khong-co"}),
        (409, {}),
    ],
)
def test_what_is_refused_without_looking_at_the_file_leaves_no_byte_of_it(
    browser: Browser, office: IncomingOffice, status: int, what: dict[str, str]
) -> None:
    browser.send(CLERK)
    before = set(office.objects.digests())
    browser.send(CLERK, status, content=pdf_bytes("never kept"), **({"notation": "46/SNV"} if what else {}), **what)
    assert set(office.objects.digests()) == before


def test_a_closed_register_is_refused_before_a_byte_is_stored(browser: Browser, office: IncomingOffice) -> None:
    with office.stores() as store:
        store.keep_register(replace(BOOK, closed_on=date(2026, 1, 2)))
    assert browser.send(CLERK, 409)["code"] == "register-closed"
    assert not list(office.objects.digests())


def test_files_before_the_document_part_are_not_taken(browser: Browser, office: IncomingOffice) -> None:
    files = [("file", ("a.pdf", pdf_bytes(), "application/pdf")), ("document", (None, json.dumps(PAPER)))]
    refused = browser.api(CLERK, "POST", "/incoming", 422, files=files)

    assert refused["code"] == "document-first"
    assert not list(office.objects.digests())


def test_a_part_header_without_end_is_cut_short(browser: Browser) -> None:
    endless = b'--x\r\nContent-Disposition: form-data; name="' + b"a" * 20_000
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert browser.api(CLERK, "POST", "/incoming", 422, content=endless, headers=headers)["code"] == "not-multipart"
    assert browser.api(CLERK, "POST", "/incoming", 422, json={})["code"] == "not-multipart"


def test_an_upload_that_breaks_off_leaves_nothing(browser: Browser, office: IncomingOffice) -> None:
    whole = browser.client.build_request("POST", "/", files=_parts()).read()
    boundary = whole.split(b"\r\n")[0][2:].decode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    refused = browser.api(CLERK, "POST", "/incoming", 422, content=whole[:-200], headers=headers)

    assert refused["code"] == "upload-incomplete"
    assert not list(office.objects.digests())


def test_who_may_not_register_is_told_who_may(browser: Browser, office: IncomingOffice) -> None:
    refused = browser.send(DRAFTER, 403)

    assert "văn thư" in refused["detail"]
    assert not list(office.objects.digests())


def test_a_document_goes_from_the_leader_to_its_handler_and_ends(browser: Browser) -> None:
    made = browser.send(CLERK, present_to=LEADER.id)
    path = f"/incoming/{made['id']}"
    assert made["state"] == "presented"
    note = {"note": "Trả lời trước ngày 30.", "lead": DRAFTER.id, "coordinate": ["unit:vp"], "due": "2026-11-30"}
    browser.api(LEADER, "POST", f"{path}/directive", json=note, headers={"If-Match": '"2"'})
    browser.api(DRAFTER, "POST", f"{path}/accept")
    ended = browser.api(DRAFTER, "POST", f"{path}/resolution", json={"note": "Đã trả lời."})

    assert ended["state"] == "resolved"
    steps = [step["what"] for step in browser.api(LEADER, "GET", f"{path}/steps")]
    assert steps == ["Vào sổ, số đến 1", "Trình", "Bút phê", "Nhận việc", "Giải quyết xong"]


def test_a_change_by_somebody_who_read_an_older_version_is_refused(browser: Browser) -> None:
    path = f"/incoming/{browser.send(CLERK)['id']}"
    browser.api(CLERK, "POST", f"{path}/present", json={"leader": LEADER.id}, headers={"If-Match": '"1"'})
    stale = browser.api(CLERK, "POST", f"{path}/present", 412, json={"leader": LEADER.id}, headers={"If-Match": '"1"'})

    assert stale["code"] == "document-stale"


def test_what_does_not_open_to_somebody_is_not_there_for_them(browser: Browser) -> None:
    made = browser.send(CLERK)
    path = f"/incoming/{made['id']}"
    digest = made["files"][0]["digest"]

    assert browser.api(STRANGER, "GET", "/incoming")["total"] == 0
    for address in (path, f"{path}/actions", f"{path}/steps", f"{path}/files/{digest}"):
        assert browser.api(STRANGER, "GET", address, 404)["code"] == "incoming-unknown"
    assert browser.api(STRANGER, "POST", f"{path}/accept", 404)["code"] == "incoming-unknown"


def test_actions_say_what_is_allowed_and_why_the_rest_is_not(browser: Browser) -> None:
    made = browser.send(CLERK)
    actions = {one["act"]: one for one in browser.api(CLERK, "GET", f"/incoming/{made['id']}/actions")["actions"]}

    assert actions["present"]["allowed"]
    assert not actions["accept"]["allowed"]
    assert "Chờ nhận việc" in actions["accept"]["why"]


def test_every_view_and_download_is_in_the_audit(browser: Browser, office: IncomingOffice) -> None:
    made = browser.send(CLERK)
    browser.api(LEADER, "GET", f"/incoming/{made['id']}")
    digest = made["files"][0]["digest"]
    browser.client.get(
        f"/api/v1/intake/incoming/{made['id']}/files/{digest}", headers={"Authorization": f"Bearer {LEADER.id}"}
    )

    assert office.audited(made["id"]) == ["register", "view", "download"]


def test_wrong_fields_are_named_and_no_number_is_taken(browser: Browser, office: IncomingOffice) -> None:
    for wrong, field in (
        ({"document_date": "17/4/20201"}, "document_date"),
        ({"notation": "45 SNV"}, "notation"),
        ({"notation": "0/SNV"}, "notation"),
        ({"type": "khong_co"}, "type"),
        ({"subject": ""}, "subject"),
        ({"document_date": "2026-11-23"}, "document_date"),
        ({"present_to": "khong-co"}, "present_to"),
    ):
        assert field in browser.send(CLERK, 422, **wrong)["fields"], wrong
    assert office.views.expected_number(BOOK.id, 2026) == 1


def test_registers_are_listed_opened_and_checked(browser: Browser) -> None:
    browser.send(CLERK)
    opened = browser.api(CLERK, "POST", "/registers", 201, json={"name": "Sổ giấy mời", "direction": "incoming"})
    names = [one["name"] for one in browser.api(LEADER, "GET", "/registers")]
    checked = browser.api(CLERK, "GET", "/registers/check")

    assert opened["name"] in names
    assert [(one["last"], one["whole"]) for one in checked] == [(1, True)]


def test_statistics_are_shown_to_the_same_people_on_the_page_and_over_the_api(browser: Browser) -> None:
    month = {"first": "2026-11-01", "last": "2026-11-30"}
    for person, status in ((CLERK, 200), (LEADER, 200), (HEAD, 403), (DRAFTER, 403)):
        browser.api(person, "GET", "/statistics/issued", status, params=month)
        browser.get(person, "/so", status)


def test_hidden_marks_and_old_letters_are_cleaned_in_every_field(browser: Browser, office: IncomingOffice) -> None:
    made = browser.send(
        CLERK, subject="Ðề\u00a0nghị\u202e <b>x</b>", issuer="So\u031b\u0309 Nội vụ", name="../../\u202efdp.exe.pdf"
    )

    assert made["subject"] == "Đề nghị <b>x</b>"
    assert made["issuer"] == "Sở Nội vụ"
    assert made["files"][0]["name"] == "fdp.exe.pdf"
    with office.database.read() as connection:
        assert connection.execute(INCOMING.select()).one().subject == "Đề nghị <b>x</b>"


def _parts() -> list[tuple[str, Any]]:
    return [("document", (None, json.dumps(PAPER))), ("file", ("a.pdf", pdf_bytes(), "application/pdf"))]
