"""Words and numbers as they come: cleaned, refused field by field, never half written, never a mistake of ours."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import hostile
from tests.api.office import House, outgoing_at

ARRIVALS = "/api/v1/intake/incoming"
QUEUE = "/van-ban-den/cho"
TURNS: Iterator[int] = iter(range(1, 10_000))


@pytest.fixture
def paper(tmp_path: Path) -> bytes:
    """A sound file that nobody sent before."""
    return hostile.plain_pdf(tmp_path / "x.pdf", text=f"Loi {next(TURNS)}").read_bytes()


def send(house: House, paper: bytes, document: str | bytes | None = None, **changes: Any) -> httpx.Response:
    """Register over the API; `document` takes the place of the whole JSON."""
    plain = {
        "register": "so-den",
        "notation": f"{next(TURNS)}/SNV-TCCB",
        "document_date": "2026-03-05",
        "issuer": "Sở Nội vụ",
        "subject": "Thử chữ",
    }
    parts = [
        ("document", (None, document or json.dumps({**plain, **changes}), "application/json")),
        ("file", ("a.pdf", paper, "application/pdf")),
    ]
    return house.api("lan").post(ARRIVALS, files=parts)


def test_decomposed_letters_hard_spaces_and_the_icelandic_letter_are_cleaned(house: House, paper: bytes) -> None:
    made = send(
        house,
        paper,
        notation="45/QÐ-UBND",
        issuer="Uy\u0309 ban\u00a0nhân dân xã Ð\u00f4ng Ha\u0300",
        subject="Quye\u0302\u0301t \u00d0i\u0323nh\u200b  \u202eve\u0302\u0300\tviệc",
    )
    assert made.status_code == 201, made.text
    found = made.json()
    assert found["notation"] == "45/QĐ-UBND"
    assert found["issuer"] == "Uỷ ban nhân dân xã Đông Hà"
    assert found["subject"] == "Quyết Định về việc"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("document_date", "17/4/20201"),
        ("document_date", "2026-02-30"),
        ("document_date", "20201-04-17"),
        ("document_date", "2199-01-01"),
        ("document_date", "0001-01-01"),
        ("notation", "15 QĐ UBND"),
        ("notation", "0/QĐ-UBND"),
        ("notation", "/QĐ-UBND"),
        ("notation", "15/" + "A" * 200),
        ("issuer", ""),
        ("issuer", "\u200b \u00a0"),
        ("issuer", "x" * 301),
        ("subject", ""),
        ("subject", "x" * 1001),
        ("type", "khong-co"),
        ("urgency", "ngay"),
        ("secrecy", "kín"),
        ("sheets", -1),
        ("sheets", 10**30),
        ("copies", 1.5),
        ("due", "2020-01-01"),
        ("register", "khong-co"),
        ("register", "so-di"),
        ("present_to", "khong-co"),
        ("khong_co", "x"),
    ],
)
def test_a_wrong_field_is_named_and_takes_no_number(house: House, paper: bytes, field: str, value: Any) -> None:
    before = house.arrivals()
    told = send(house, paper, **{field: value})
    assert told.status_code in (404, 409, 422), told.text
    problem = told.json()
    assert problem["next"]
    assert problem["code"]
    assert told.headers["content-type"] == "application/problem+json"
    assert house.arrivals() == before


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ('{"a":' * 5_000 + "1" + "}" * 5_000, "json-too-deep"),
        ('{"register":"so-den","issuer":"x","subject":"\\ud800"}', "lone-surrogate"),
        ('{"register":"so-den","sheets":1e999}', "number-too-large"),
        ('{"register": NaN}', "json-invalid"),
        (b'{"register":"\xff"}', "not-utf8"),
        ("{", "json-invalid"),
        ("[]", "bad-fields"),
        ("null", "bad-fields"),
    ],
    ids=lambda it: it if isinstance(it, str) and len(it) < 20 else "json",
)
def test_json_that_is_not_sound_is_refused_before_the_file(
    house: House, paper: bytes, document: str | bytes, code: str
) -> None:
    told = send(house, paper, document)
    assert (told.status_code, told.json()["code"]) == (422, code), told.text
    assert not house.keeps(paper)
    address = f"/api/v1/intake/incoming/{house.incoming['registered'].id}/void"
    raw = document if isinstance(document, bytes) else document.encode()
    plain = house.api("lan").post(address, content=raw, headers={"Content-Type": "application/json"})
    assert plain.status_code == 422


def test_an_upload_that_breaks_off_or_comes_without_a_file_leaves_nothing(house: House, paper: bytes) -> None:
    before, lan = house.arrivals(), house.api("lan")
    whole = httpx.Request("POST", "http://x/", files={"document": (None, "{}"), "file": ("a.pdf", paper)})
    kind = {"Content-Type": whole.headers["content-type"]}
    for body in (whole.read()[:-40], b"", b"--x--", whole.read()[: len(paper) // 2]):
        assert lan.post(ARRIVALS, content=body, headers=kind).status_code == 422
    assert lan.post(ARRIVALS, json={}).status_code == 422
    assert house.arrivals() == before
    assert not house.keeps(paper)


def test_what_was_changed_meanwhile_is_not_overwritten(house: House, paper: bytes) -> None:
    made = send(house, paper)
    address, leader = made.headers["location"], {"leader": house.people["an"].id}
    first = house.api("lan").post(f"{address}/present", json=leader, headers={"If-Match": made.headers["etag"]})
    assert first.status_code == 200
    stale = house.api("lan").post(f"{address}/void", json={"reason": "x"}, headers={"If-Match": made.headers["etag"]})
    assert stale.status_code == 412
    assert stale.json()["next"]
    wrong = house.api("lan").post(f"{address}/void", json={"reason": "x"}, headers={"If-Match": "ba"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "if-match-invalid")
    assert house.api("lan").get(address).json()["state"] == "presented"


def test_two_answers_to_one_signing_request_count_once(house: House) -> None:
    document, work = outgoing_at(house, "format_checked"), house.work
    request, signer = work.in_book(document), document.content.signer_id
    account = next(name for name, person in house.people.people.items() if person.id == signer)
    api, here = house.api(account), f"/api/v1/signing/requests/{request.id}"
    assert api.post(f"{here}/sign", json={"digest": "0" * 64}).status_code == 412
    assert api.post(f"{here}/sign", json={"digest": request.file.digest}).status_code == 200
    for path, body in (("sign", {"digest": request.file.digest}), ("refuse", {"reason": "Đổi ý"}), ("put-off", {})):
        told = api.post(f"{here}/{path}", json=body)
        assert told.status_code == 409, (path, told.text)
        assert told.json()["next"]


def test_an_unknown_unit_or_person_is_refused_at_its_field(house: House) -> None:
    an, here = house.api("an"), f"{ARRIVALS}/{house.incoming['presented'].id}/directive"
    for lead in ("unit:khong-co", "khong-co", "unit:", "", "\u200b"):
        told = an.post(here, json={"note": "Giao.", "lead": lead})
        assert told.status_code in (404, 422), (lead, told.text)
    person = {"account": "moi", "name": "Người Mới", "unit_id": "khong-co", "roles": ["drafter"]}
    assert house.api("quan").post("/api/v1/directory/people", json=person).status_code in (404, 422)


def test_the_form_keeps_what_was_typed_when_it_is_refused(house: House, paper: bytes) -> None:
    lan = house.desk("lan")
    opened = lan.send_form(QUEUE, {"secrecy": "none"}, files={"file": ("a.pdf", paper)})
    assert opened.status_code == 200
    typed = {
        "viec": "vao-so",
        "register": "so-den",
        "notation": "15 QĐ UBND",
        "document_date": "17/4/20201",
        "issuer": "Ủy ban nhân dân xã <b>An Phú</b>",
        "type_code": "cong_van",
        "subject": "Chữ <script>đã gõ</script> còn nguyên",
    }
    told = lan.send_form(opened.url.path, typed)
    assert told.status_code == 422
    assert "17/4/20201" in told.text
    assert "không phải một ngày có thật" in told.text
    assert "&lt;script&gt;đã gõ&lt;/script&gt;" in told.text
    assert "<script>đã" not in told.text
