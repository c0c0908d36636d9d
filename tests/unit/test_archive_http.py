"""The archive as programs and browsers meet it."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.archive.handlers.opening import OpenCaseFile
from services.archive.handlers.planning import AddPlanLine
from services.kernel.people import OFFICE_READERS, Person
from services.web import cookies
from services.web.app import build
from services.web.contribution import WebParts
from services.web.ports import Signed
from tests.unit.archive_office import BINH, DUNG, HANH, LAN, PEOPLE, QUAN, ArchiveOffice, archive_office


class OpenDoor:
    """Lets in whoever names a person's id as token or cookie."""

    def by_session(self, cookie: str) -> Signed | None:
        return next((Signed(one, csrf="secret") for one in PEOPLE if one.id == cookie), None)

    def by_token(self, token: str) -> Signed | None:
        return next((Signed(one, scopes=frozenset({"*:read", "*:write"})) for one in PEOPLE if one.id == token), None)


@pytest.fixture
def office(tmp_path: Path) -> ArchiveOffice:
    return archive_office(tmp_path)


@pytest.fixture
def client(office: ArchiveOffice) -> TestClient:
    """The shell with the archive only."""
    parts = WebParts([office.parts.contribution], OpenDoor(), lambda: "Văn phòng", clock=office.clock)
    return TestClient(build(parts))


def ask(client: TestClient, person: Person, method: str, path: str, **more: Any) -> Any:
    """An API request with somebody's token."""
    headers = {"Authorization": f"Bearer {person.id}"} | more.pop("headers", {})
    return client.request(method, f"/api/v1/archive/{path}", headers=headers, **more)


def see(client: TestClient, person: Person, path: str, expected: int = 200) -> str:
    """A page in somebody's browser."""
    client.cookies.set(cookies.SESSION, person.id)
    answer = client.get(path)
    assert answer.status_code == expected, answer.text
    return answer.text


def send(client: TestClient, person: Person, path: str, **form: Any) -> Any:
    """A form sent from somebody's browser."""
    client.cookies.set(cookies.SESSION, person.id)
    return client.post(path, data={"csrf": "secret", **form}, follow_redirects=False)


def test_a_program_walks_from_the_fonds_to_the_bytes(office: ArchiveOffice, client: TestClient) -> None:
    (item_id,) = office.deposit(office.incoming(7))
    fonds = ask(client, LAN, "GET", "fonds").json()["nodes"][0]
    series = ask(client, LAN, "GET", f"fonds/{fonds['id']}/children").json()["nodes"][0]
    found = ask(client, LAN, "GET", f"series/{series['id']}/children?size=1").json()
    assert [node["id"] for node in found["nodes"]] == [item_id]
    item = ask(client, LAN, "GET", f"items/{item_id}").json()
    assert (item["notation"], item["fonds_title"]) == ("7/UBND-VX", "Phông Văn phòng UBND tỉnh Thanh Bình")
    content = ask(client, LAN, "GET", f"items/{item_id}/content")
    assert content.content == "%PDF-1.7 văn bản đến 7".encode()
    assert content.headers["ETag"] == f'"{item["files"][0]["digest"]}"'
    assert 'filename="main.pdf"' in content.headers["Content-Disposition"]
    assert "filename*=UTF-8''main.pdf" in content.headers["Content-Disposition"]
    assert len(office.audit("download")) == 1
    again = ask(client, LAN, "GET", f"items/{item_id}/content", headers={"If-None-Match": content.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert ask(client, LAN, "GET", f"fonds/{fonds['id']}").json()["creator"] == "Văn phòng UBND tỉnh Thanh Bình"


def test_a_program_is_told_why_not(office: ArchiveOffice, client: TestClient) -> None:
    (item_id,) = office.deposit(office.incoming(7))
    nothing = ask(client, LAN, "GET", "items/nothing").json()
    for person in (DUNG, QUAN):
        for path in (f"items/{item_id}", f"items/{item_id}/content", f"items/{item_id}/actions"):
            refused = ask(client, person, "GET", path)
            assert (refused.status_code, refused.json()["code"]) == (404, "item-unknown")
            assert refused.json()["detail"] == nothing["detail"], "closed and missing are told in one sentence"
    assert ask(client, LAN, "GET", f"items/{item_id}/content?digest={'0' * 64}").status_code == 404
    assert ask(client, LAN, "GET", "series/nothing/children?size=0").status_code == 422
    assert client.get("/api/v1/archive/fonds").status_code == 401


def test_a_program_opens_fills_and_closes_a_case_file(office: ArchiveOffice, client: TestClient) -> None:
    (item_id,) = office.deposit(office.incoming(7, readers=OFFICE_READERS | {"person:binh"}))
    body = {"notation": "01.TCCB", "title": "Hồ sơ tuyển dụng", "retention": "20"}
    made = ask(client, BINH, "POST", "case-files", json=body)
    assert made.status_code == 201, made.text
    path = made.headers["Location"].removeprefix("/api/v1/archive/")
    assert ask(client, BINH, "POST", "case-files", json=body).json()["code"] == "case-file-opened"
    assert ask(client, BINH, "POST", f"{path}/items", json={"item_ids": [item_id]}).json() == {"placed": 1}
    assert ask(client, BINH, "POST", f"{path}/items", json={"item_ids": []}).status_code == 422
    found = ask(client, BINH, "GET", path).json()
    assert [item["id"] for item in found["items"]] == [item_id]
    assert ask(client, BINH, "GET", "case-files").json()[0]["id"] == found["id"]
    assert ask(client, DUNG, "GET", path).status_code == 404
    assert ask(client, BINH, "DELETE", f"{path}/items/{item_id}").status_code == 204
    assert ask(client, BINH, "POST", f"{path}/close", json={}).json()["code"] == "case-file-empty"
    ask(client, BINH, "POST", f"{path}/items", json={"item_ids": [item_id]})
    closed = ask(client, BINH, "POST", f"{path}/close", json={"ended_on": "2026-12-01"}).json()
    assert (closed["doc_total"], closed["page_total"], closed["transfer_due"]) == (1, 3, "2027-12-31")
    offered = ask(client, BINH, "GET", f"{path}/actions").json()["actions"]
    assert {each["allowed"] for each in offered} == {False}


def test_the_archivist_checks_the_archive_and_nobody_else(office: ArchiveOffice, client: TestClient) -> None:
    office.deposit(office.incoming(7))
    assert ask(client, HANH, "POST", "fixity").json()["findings"] == []
    assert ask(client, BINH, "POST", "fixity").status_code == 403
    assert send(client, BINH, "/kho/toan-ven").status_code == 403
    assert send(client, HANH, "/kho/toan-ven").headers["location"] == "/kho/toan-ven"
    assert "Lần kiểm tra gần nhất không thấy sai khác" in see(client, HANH, "/kho/toan-ven")


def test_the_archivist_walks_the_desk_from_fonds_to_item(office: ArchiveOffice, client: TestClient) -> None:
    card = office.incoming(7, subject="<b>Đậm</b> & “ngoặc”")
    (item_id,) = office.deposit(card)
    path, seen = "/kho", ""
    for _ in range(4):
        seen = see(client, HANH, path)
        path = re.search(r'data-open href="([^"]+)"', seen)[1] if "data-open" in seen else ""  # type: ignore[index]
    assert "&lt;b&gt;Đậm&lt;/b&gt;" in seen
    assert "<b>Đậm" not in seen
    assert "H99.01.2026.000001" in seen
    assert "Nộp lưu" in seen
    assert "H99.01.2026.000001" in see(client, HANH, f"/kho/van-ban/{card.document_id}")
    see(client, DUNG, f"/kho/tai-lieu/{item_id}", 404)
    see(client, DUNG, f"/kho/van-ban/{card.document_id}", 404)
    client.cookies.set(cookies.SESSION, "hanh")
    assert client.get(f"/kho/tai-lieu/{item_id}/tep").headers["content-disposition"].startswith("attachment")


def test_every_desk_of_the_archive_opens_empty_and_full(office: ArchiveOffice, client: TestClient) -> None:
    addresses = [
        "/kho", "/kho/ho-so-cua-toi", "/kho/chua-lap", "/kho/den-han", "/kho/danh-muc", "/kho/toan-ven",
        "/kho/phong-moi", "/kho/ho-so/mo",
    ]  # fmt: skip
    for address in addresses:
        see(client, HANH, address)
    office.deposit(office.incoming(7))
    office.parts.handlers.plan.add(HANH, AddPlanLine(2026, "", "Đào tạo", "10", "binh"))
    office.parts.handlers.opening.open(HANH, OpenCaseFile(notation="01.HCLT", title="Hồ sơ kho", retention="5"))
    fonds = office.parts.views.tree.roots(HANH).nodes[0].id
    for address in (*addresses, f"/kho/phong/{fonds}", f"/kho/phong/{fonds}/mo-ta"):
        see(client, HANH, address)
    assert "Hồ sơ kho" in see(client, HANH, "/kho/ho-so-cua-toi")
    assert "Đào tạo" in see(client, BINH, "/kho/danh-muc")


def test_counts_of_the_desks_equal_their_lists(office: ArchiveOffice, client: TestClient) -> None:
    office.deposit(office.incoming(7), office.incoming(8))
    office.parts.handlers.opening.open(HANH, OpenCaseFile(notation="01.HCLT", title="Hồ sơ kho", retention="5"))
    client.cookies.set(cookies.SESSION, "hanh")
    counts = client.get("/chuong").json()["desks"]
    for key, address in (("chua-lap", "/kho/chua-lap"), ("ho-so", "/kho/ho-so-cua-toi"), ("den-han", "/kho/den-han")):
        assert see(client, HANH, address).count("<tr data-row>") == counts[key]
    assert (counts["chua-lap"], counts["ho-so"], counts["toan-ven"]) == (2, 1, 0)


def test_a_handler_files_by_hand_without_script(office: ArchiveOffice, client: TestClient) -> None:
    (item_id,) = office.deposit(office.incoming(7, readers=OFFICE_READERS | {"person:binh"}))
    line = office.parts.handlers.plan.add(HANH, AddPlanLine(2026, "", "Tuyển dụng", "10", "binh"))
    assert f'value="{line.id}" selected' in see(client, BINH, f"/kho/ho-so/mo?dong={line.id}")
    opened = send(client, BINH, "/kho/ho-so/mo", plan_line_id=line.id, access_level="conditional")
    assert opened.status_code == 303, opened.text
    address = opened.headers["location"]
    assert "07/" not in see(client, BINH, f"{address}?tim=khong-co")
    assert item_id in see(client, BINH, f"{address}?tim=chuyen doi so")
    assert send(client, BINH, f"{address}/tai-lieu").status_code == 422
    assert send(client, BINH, f"{address}/tai-lieu", item=item_id).status_code == 303
    assert "Tuyển dụng" in see(client, BINH, f"/kho/tai-lieu/{item_id}")
    assert send(client, BINH, f"{address}/lay-ra/{item_id}").status_code == 303
    into = send(client, BINH, f"/kho/tai-lieu/{item_id}/dua-vao-ho-so", case_file=address.rsplit("/", 1)[1])
    assert into.status_code == 303, into.text
    assert send(client, BINH, f"/kho/tai-lieu/{item_id}/dua-vao-ho-so", case_file="khác").status_code == 422
    wrong = send(client, BINH, f"{address}/ket-thuc", ended_on="31/02/2026")
    assert (wrong.status_code, "không phải một ngày có thật" in wrong.text) == (422, True)
    assert send(client, BINH, f"{address}/ket-thuc", ended_on="hn").status_code == 303
    shown = see(client, BINH, address)
    assert "Đã kết thúc" in shown
    assert "Việc chưa làm được" in shown


def test_ticked_documents_of_the_list_go_into_a_case_file_together(office: ArchiveOffice, client: TestClient) -> None:
    first, second, _ = office.deposit(office.incoming(7), office.incoming(8), office.incoming(9))
    order = OpenCaseFile(notation="01.HCLT", title="Hồ sơ kho", retention="5")
    case_file = office.parts.handlers.opening.open(HANH, order)
    assert see(client, HANH, "/kho/chua-lap").count("data-pick") == 3
    unchosen = send(client, HANH, "/kho/chua-lap", item=[first])
    assert (unchosen.status_code, unchosen.text.count(f'value="{first}" data-pick checked')) == (422, 1)
    assert send(client, HANH, "/kho/chua-lap", case_file=case_file.id).status_code == 422, "nothing is ticked"
    assert send(client, HANH, "/kho/chua-lap", case_file=case_file.id, item=[first, second]).status_code == 303
    assert see(client, HANH, "/kho/chua-lap").count("data-pick") == 1
    assert see(client, HANH, f"/kho/ho-so/{case_file.id}").count("<tr data-row>") == 2


def test_an_archivist_files_also_into_the_oldest_of_very_many_case_files(
    office: ArchiveOffice, client: TestClient
) -> None:
    first, second = office.deposit(office.incoming(7), office.incoming(8))
    order = OpenCaseFile(notation="01.HCLT", title="Hồ sơ cũ nhất", retention="5")
    oldest = office.parts.handlers.opening.open(HANH, order)
    assert "hồ sơ cũ hơn" not in see(client, HANH, "/kho/chua-lap")
    with office.endpoint.stores() as store:
        for number in range(200):
            another = replace(
                oldest, id=f"f{number:031}", notation=f"{number}.X", reference_code=f"H99.2026.{number}.X"
            )
            store.add_case_file(another)
    assert oldest.id not in see(client, HANH, "/kho/chua-lap")
    assert "hồ sơ cũ hơn" in see(client, HANH, f"/kho/tai-lieu/{second}")
    assert send(client, BINH, "/kho/chua-lap", case_file=oldest.id, item=[first]).status_code == 422, "not his"
    assert send(client, HANH, "/kho/chua-lap", case_file=oldest.id, item=[first]).status_code == 303
    assert send(client, HANH, f"/kho/tai-lieu/{second}/dua-vao-ho-so", case_file=oldest.id).status_code == 303
    assert see(client, HANH, f"/kho/ho-so/{oldest.id}").count("<tr data-row>") == 2


def test_a_refused_form_comes_back_whole(office: ArchiveOffice, client: TestClient) -> None:
    refused = send(client, BINH, "/kho/ho-so/mo", title="Việc đã gõ", access_level="conditional", started_on="5/3")
    assert refused.status_code == 422
    assert 'value="Việc đã gõ"' in refused.text
    assert "Chưa nhập: Ký hiệu." in refused.text
    plan = send(client, HANH, "/kho/danh-muc/2026", title="Dòng đã gõ", retention="10", owner_id="ai đó")
    assert (plan.status_code, 'value="Dòng đã gõ"' in plan.text) == (422, True)
    fonds = send(client, HANH, "/kho/phong-moi", title="Phông đã gõ", status="open", access_level="open")
    assert (fonds.status_code, 'value="Phông đã gõ"' in fonds.text) == (422, True)


def test_the_archivist_keeps_fonds_and_plan_by_hand(office: ArchiveOffice, client: TestClient) -> None:
    form = {"code": "H99.02", "title": "Phông Sở Nông nghiệp", "creator": "Sở Nông nghiệp", "status": "closed"}
    made = send(client, HANH, "/kho/phong-moi", **form, access_level="open", start_year="1991", end_year="2025")
    assert made.status_code == 303, made.text
    address = made.headers["location"]
    assert "1991 – 2025" in see(client, HANH, address)
    changed = {**form, "title": "Phông Sở Nông nghiệp và PTNT", "access_level": "open"}
    assert send(client, HANH, f"{address}/mo-ta", **changed).status_code == 303
    assert send(client, HANH, f"{address}/nhan", direction="outgoing").status_code == 303
    assert "Nhận: văn bản đi" in see(client, HANH, address)
    line = {"title": "Đào tạo", "retention": "10", "owner_id": "binh"}
    assert send(client, HANH, "/kho/danh-muc/2026", **line).headers["location"] == "/kho/danh-muc/2026"
    assert "01.TCCB" in see(client, HANH, "/kho/danh-muc/2026")
    assert send(client, HANH, "/kho/danh-muc/2027/chep").status_code == 303
    assert "01.TCCB" in see(client, HANH, "/kho/danh-muc/2027")
    assert send(client, BINH, f"{address}/mo-ta", **changed).status_code == 403


def test_a_program_plans_a_year_and_days_beyond_reason_are_refused(office: ArchiveOffice, client: TestClient) -> None:
    line = {"title": "Đào tạo", "retention": "10", "owner_id": "binh"}
    made = ask(client, HANH, "POST", "plan/2026", json=line)
    assert (made.status_code, made.json()["notation"]) == (201, "01.TCCB")
    assert ask(client, BINH, "POST", "plan/2026", json=line).status_code == 403
    assert ask(client, HANH, "POST", "plan/12026", json=line).status_code == 422
    opened = ask(client, BINH, "POST", "case-files", json={"plan_line_id": made.json()["id"]})
    assert opened.json()["title"] == "Đào tạo"
    assert ask(client, BINH, "GET", "plan/2026").json()[0]["case_file_id"] == opened.json()["id"]
    body = {"notation": "09.TCCB", "title": "x", "retention": "5", "started_on": "9999-12-31"}
    assert ask(client, BINH, "POST", "case-files", json=body).status_code == 422


def test_a_document_without_a_file_and_one_with_a_spreadsheet_only_still_have_their_pages(
    office: ArchiveOffice, client: TestClient
) -> None:
    sheet = replace(office.store_file(b"PK"), name="Biểu số 1.xlsx", media_type="application/vnd.ms-excel", pages=0)
    bare, table = office.deposit(office.incoming(1, files=()), office.incoming(2, files=(sheet,)))
    assert "không có trang để xem" in see(client, HANH, f"/kho/tai-lieu/{bare}")
    see(client, HANH, f"/kho/tai-lieu/{bare}/tep", 404)
    see(client, HANH, f"/kho/tai-lieu/{table}/trang/1", 404)
    client.cookies.set(cookies.SESSION, "hanh")
    given = client.get(f"/kho/tai-lieu/{table}/tep").headers["content-disposition"]
    assert 'filename="bieu-so-1.xlsx"' in given
    assert "filename*=UTF-8''Bi%E1%BB%83u%20s%E1%BB%91%201.xlsx" in given
