"""Files nobody should trust, sent through the real routes: refused or flagged in words, never half kept."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import hostile
from tests.api.office import House

ARRIVALS = "/api/v1/intake/incoming"
QUEUE, BROKEN = "/van-ban-den/cho", "/van-ban-den/tep-loi"
Builder = Callable[[Path], Path]

UNREADABLE = [
    (hostile.truncated, "pdf-damaged"),
    (hostile.encrypted, "pdf-encrypted"),
    (hostile.zero_pages, "pdf-no-pages"),
    (hostile.page_tree_loop, "pdf-damaged"),
    (hostile.deflate_bomb, "paper-too-hard"),
]
SUSPECT = [
    (hostile.with_javascript, "JavaScript"),
    (hostile.with_embedded_file, "tệp đính"),
    (hostile.with_launch, "chương trình"),
    (hostile.huge_page, "khổ"),
    (hostile.xref_loop, "sửa"),
]
TURNS = iter(range(1, 10_000))


def _document(**changes: Any) -> dict[str, Any]:
    turn = next(TURNS)
    plain = {"register": "so-den", "notation": f"{turn}/SNV-VP", "issuer": "Sở Nội vụ", "subject": f"Thử tệp {turn}"}
    return {**plain, "document_date": "2026-03-05", **changes}


def send(house: House, content: bytes, name: str = "van-ban.pdf", **changes: Any) -> httpx.Response:
    """Register a file over the API."""
    parts = [
        ("document", (None, json.dumps(_document(**changes)), "application/json")),
        ("file", (name, content, "application/pdf")),
    ]
    return house.api("lan").post(ARRIVALS, files=parts)


def bring(house: House, content: bytes, name: str = "van-ban.pdf", **values: str) -> httpx.Response:
    """Put a file into the queue by the clerk's own form."""
    return house.desk("lan").send_form(QUEUE, {"secrecy": "none", **values}, files={"file": (name, content)})


@pytest.mark.parametrize(("build", "code"), UNREADABLE, ids=lambda it: getattr(it, "__name__", it))
def test_a_file_that_cannot_be_read_takes_no_number_and_is_listed_with_its_reason(
    house: House, tmp_path: Path, build: Builder, code: str
) -> None:
    before, content = house.arrivals(), build(tmp_path / "x.pdf").read_bytes()
    told = send(house, content, f"{build.__name__}.pdf")
    assert (told.status_code, told.json()["code"]) == (422, code), told.text
    assert told.json()["next"]
    assert house.arrivals() == before
    assert f"{build.__name__}.pdf" in house.desk("lan").get(BROKEN).text


@pytest.mark.parametrize(("build", "code"), UNREADABLE[:3], ids=lambda it: getattr(it, "__name__", it))
def test_the_form_refuses_the_same_file_in_the_same_words(
    house: House, tmp_path: Path, build: Builder, code: str
) -> None:
    waiting = house.host.intake.views.arrivals_count()
    told = bring(house, build(tmp_path / "x.pdf").read_bytes())
    assert told.status_code == 422
    assert 'role="alert"' in told.text
    assert house.host.intake.views.arrivals_count() == waiting


@pytest.mark.parametrize("build", [hostile.empty, hostile.not_a_pdf])
def test_what_is_no_paper_at_all_leaves_no_byte(house: House, tmp_path: Path, build: Builder) -> None:
    before, content = house.arrivals(), build(tmp_path / "x.pdf").read_bytes()
    assert send(house, content).status_code == bring(house, content).status_code == 422
    assert house.arrivals() == before
    assert not house.keeps(content)


@pytest.mark.parametrize(("build", "word"), SUSPECT, ids=lambda it: getattr(it, "__name__", it))
def test_a_suspect_file_is_kept_as_it_is_and_the_clerk_is_warned(
    house: House, tmp_path: Path, build: Builder, word: str
) -> None:
    content = build(tmp_path / "x.pdf").read_bytes()
    form = bring(house, content)
    assert form.status_code == 200
    assert 'class="note warn"' in form.text
    made = send(house, content, despite="Cùng tệp, hai cách gửi.")
    assert made.status_code == 201, made.text
    (main,) = [file for file in made.json()["files"] if file["part"] == "main"]
    kept = house.api("lan").get(f"{made.headers['location']}/files/{main['digest']}")
    assert kept.content == content
    assert kept.headers["content-disposition"].startswith("attachment")
    assert kept.headers["x-content-type-options"] == "nosniff"


def test_five_thousand_pages_are_registered(house: House, tmp_path: Path) -> None:
    made = send(house, hostile.five_thousand_pages(tmp_path / "x.pdf").read_bytes())
    assert made.status_code == 201, made.text
    assert made.json()["files"][0]["pages"] == 5_000


def test_the_content_decides_whatever_type_and_name_were_told(house: House, tmp_path: Path) -> None:
    content = hostile.plain_pdf(tmp_path / "x.pdf", text="Sai loai").read_bytes()
    parts = [
        ("document", (None, json.dumps(_document()), "application/json")),
        ("file", ("anh.exe", content, "image/png")),
        ("annex", ("cai-dat.pdf", b"MZ" * 500, "application/pdf")),
    ]
    told = house.api("lan").post(ARRIVALS, files=parts)
    assert (told.status_code, told.json()["code"]) == (422, "file-kind")
    made = house.api("lan").post(ARRIVALS, files=parts[:2])
    assert (made.status_code, made.json()["files"][0]["media_type"]) == (201, "application/pdf")
    assert made.json()["files"][0]["name"] == "anh.exe.pdf"


@pytest.mark.parametrize(
    "name",
    [
        "a" * 300 + ".pdf",
        "../../etc/passwd.pdf",
        "C:\\Windows\\system32\\a.pdf",
        "gnp.\u202efdp.pdf",
        "quye\u0302\u0301t\u00a0\u0111inh.pdf",
        "a\x00b.pdf",
        "CON.pdf",
        "...pdf",
        '<img src=x onerror="alert(1)">.pdf',
        ".",
    ],
)
def test_a_name_is_made_safe_and_the_file_comes_back_under_it(house: House, tmp_path: Path, name: str) -> None:
    turn = next(TURNS)
    made = send(house, hostile.plain_pdf(tmp_path / "x.pdf", text=f"Ten {turn}").read_bytes(), name)
    assert made.status_code == 201, made.text
    file = next(one for one in made.json()["files"] if one["part"] == "main")
    assert len(file["name"]) <= 160
    assert not set(file["name"]) & set('/\\<>:"|?*\u202e\x00\u00a0')
    assert not file["name"].startswith(".")
    back = house.api("lan").get(f"{made.headers['location']}/files/{file['digest']}")
    assert back.status_code == 200
    assert "\n" not in back.headers["content-disposition"]


@pytest.mark.parametrize("secrecy", ["mat", "toi_mat", "tuyet_mat"])
def test_what_is_classified_is_refused_with_the_law_before_a_byte_is_stored(
    house: House, tmp_path: Path, secrecy: str
) -> None:
    content = hostile.plain_pdf(tmp_path / "x.pdf", text=f"Mat {secrecy}").read_bytes()
    told = send(house, content, secrecy=secrecy)
    assert (told.status_code, told.json()["code"]) == (403, "secret-refused")
    assert "Luật Bảo vệ bí mật nhà nước" in told.json()["next"]
    form = bring(house, content, secrecy=secrecy)
    assert form.status_code == 403
    assert "Luật Bảo vệ bí mật nhà nước" in form.text
    assert not house.keeps(content)


def test_a_body_over_its_limit_is_cut_off(house: House) -> None:
    lan = house.api("lan")
    big = b"x" * (1 << 20)
    assert (
        lan.post(f"{ARRIVALS}/x/void", content=big * 2, headers={"Content-Type": "application/json"}).status_code == 413
    )
    told = lan.post(
        ARRIVALS, content=b"", headers={"Content-Length": str(10**12), "Content-Type": "multipart/form-data"}
    )
    assert (told.status_code, told.json()["code"]) == (413, "too-large")
    page = house.desk("lan").post("/toi/mat-khau", content=big * 2)
    assert page.status_code == 413
    assert "lớn hơn 1 MB" in page.text


def test_what_the_signature_check_is_given_is_judged_and_not_kept(house: House, tmp_path: Path) -> None:
    for build in (hostile.empty, hostile.not_a_pdf, hostile.truncated, hostile.encrypted, hostile.xref_loop):
        content = build(tmp_path / "x.pdf").read_bytes() + b" " * 77
        told = house.api("lan").post("/api/v1/signing/validate", files={"file": ("x.pdf", content)})
        assert told.status_code in (200, 422), (build.__name__, told.text)
        if told.status_code == 200:
            assert told.json()["outcome"] != "valid"
        assert not house.keeps(content)


def test_a_draft_written_elsewhere_is_judged_like_an_arrival(house: House, tmp_path: Path) -> None:
    draft = {
        "type_code": "quyet_dinh",
        "subject": "Về việc thử tệp",
        "signer_id": house.people["an"].id,
        "body": ["Điều 1. Thử."],
        "recipients": ["Như Điều 1"],
    }
    for build in (hostile.not_a_pdf, hostile.truncated, hostile.encrypted, hostile.zero_pages, hostile.with_javascript):
        told = house.api("dung").post(
            "/api/v1/intake/outgoing/upload",
            data={"document": json.dumps(draft)},
            files={"file": ("x.pdf", build(tmp_path / "x.pdf").read_bytes())},
        )
        assert told.status_code in (201, 422), (build.__name__, told.text)
        assert (told.status_code == 201) == (build is hostile.with_javascript), (build.__name__, told.text)
