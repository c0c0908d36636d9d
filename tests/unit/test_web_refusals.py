"""What the shell says when something cannot be done: to programs, to people, never a trace of its insides."""

import json

import pytest
from fastapi.testclient import TestClient

from tests.unit.web_desk import KEY, open_desk

LETTERS = "/api/v1/desk/letters"


@pytest.fixture
def browser(tmp_path) -> TestClient:
    return open_desk(tmp_path)


@pytest.mark.parametrize(
    ("kind", "status"),
    [("BadInput", 422), ("NotFound", 404), ("Conflict", 409), ("Stale", 412), ("TooLarge", 413), ("Unavailable", 503)],
)
def test_a_refusal_is_a_problem_document_with_code_reason_and_next_step(browser, kind: str, status: int) -> None:
    told = browser.get(f"/api/v1/desk/refuse/{kind}", headers=KEY)
    assert told.status_code == status
    assert told.headers["content-type"] == "application/problem+json"
    problem = told.json()
    assert (problem["status"], problem["code"]) == (status, "mot-ma")
    assert (problem["detail"], problem["next"]) == ("Chuyện đã xảy ra.", "Việc cần làm.")


def test_a_program_without_a_key_is_told_how_to_send_one(browser) -> None:
    told = browser.post(LETTERS, json={})
    assert (told.status_code, told.headers["www-authenticate"]) == (401, "Bearer")
    assert "Authorization: Bearer" in told.json()["next"]


def test_the_cookie_of_a_person_opens_no_api(browser) -> None:
    assert browser.get("/api/v1/desk/refuse/NotFound").status_code == 401


def test_every_wrong_field_is_named_in_vietnamese(browser) -> None:
    told = browser.post(LETTERS, json={"subject": "x" * 501, "count": "ba", "la": 1}, headers=KEY).json()
    assert told["code"] == "bad-fields"
    assert told["fields"] == {
        "subject": "Không quá 500 ký tự.",
        "count": "Phải là số nguyên.",
        "la": "Không có trường này.",
    }


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"[" * 100_000, "json-too-deep"),
        (b'{"anything":' * 40 + b"1" + b"}" * 40, "json-too-deep"),
        (b'{"subject": "\\ud800"}', "lone-surrogate"),
        (b'{"subject": "a", "anything": {"\\udc00": 1}}', "lone-surrogate"),
        (b'{"subject": "\xff\xfe"}', "not-utf8"),
        (b'{"subject": "a"', "json-invalid"),
        (b'{"subject": "a", "count": NaN}', "json-invalid"),
        (b'{"subject": "a", "anything": 1e999}', "number-too-large"),
        (b'{"subject": "a", "count": 99999999999999999999}', "number-too-large"),
        (b'{"subject": "a", "count": ' + b"9" * 5000 + b"}", "number-too-large"),
        (b'"' * 200_001, "json-invalid"),
    ],
)
def test_json_that_cannot_be_kept_is_refused(browser, body: bytes, code: str) -> None:
    told = browser.post(LETTERS, content=body, headers=KEY | {"Content-Type": "application/json"})
    assert (told.status_code, told.json()["code"]) == (422, code)


def test_text_is_cleaned_on_the_way_in(browser) -> None:
    sent = json.dumps({"subject": "  Ðồng\u00a0 chí\u202e \u0000x "})
    kept = browser.post(LETTERS, content=sent, headers=KEY | {"Content-Type": "application/json"})
    assert kept.json()["subject"] == "Đồng chí x"


def test_a_body_ends_at_its_limit_whether_its_length_was_told_or_not(browser) -> None:
    big = b"x" * 1_100_000
    assert browser.post("/thu", content=big).status_code == 413
    assert (
        browser.post(
            "/thu", content=iter([big]), headers={"Content-Type": "application/x-www-form-urlencoded"}
        ).status_code
        == 413
    )
    assert browser.post("/lon", content=big).status_code in {404, 405}
    assert (
        browser.post(LETTERS, content=iter([big]), headers=KEY | {"Content-Type": "application/json"}).status_code
        == 413
    )


@pytest.mark.parametrize("path", ["/hong", "/api/v1/desk/broken"])
def test_a_mistake_of_ours_shows_a_reference_and_nothing_else(browser, path: str) -> None:
    told = browser.get(path, headers=KEY)
    assert told.status_code == 500
    assert "mã tra cứu" in told.text
    for inside in ("ZeroDivision", "Traceback", "nội bộ", ".py"):
        assert inside not in told.text


def test_an_address_that_does_not_exist_says_so_to_each_in_his_way(browser) -> None:
    assert "Không có trang hay tài liệu nào ở địa chỉ này." in browser.get("/khong-co").text
    assert browser.get("/api/v1/khong-co", headers=KEY).json()["code"] == "not-found"
    assert browser.delete(LETTERS, headers=KEY).json()["code"] == "method-not-allowed"


def test_the_description_of_the_api_is_openapi_3_1_and_tells_of_problems(browser) -> None:
    described = browser.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    answers = described["paths"][LETTERS]["post"]["responses"]
    assert {"401", "403", "413", "422"} <= set(answers)
    refused = described["components"]["responses"]["422"]["content"]["application/problem+json"]
    assert refused["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert "/thu" not in described["paths"]


def test_every_answer_carries_its_id_and_the_headers_that_protect(browser) -> None:
    for path in ("/thu", "/khong-co", "/hong", "/healthz", "/openapi.json"):
        headers = browser.get(path, headers={"X-Request-ID": "yeu-cau-7"}).headers
        assert headers["x-request-id"] == "yeu-cau-7"
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    strange = browser.get("/thu", headers={"X-Request-ID": "a b<script>"}).headers["x-request-id"]
    assert strange.isalnum()


def test_alive_ready_and_figures_are_there_for_those_who_run_it(browser) -> None:
    browser.get("/thu")
    assert browser.get("/healthz").json() == {"status": "ok"}
    assert browser.get("/readyz").json()["status"] == "ok"
    assert 'vanthu_requests_total{method="GET",route="/thu",status="200"} 1.0' in browser.get("/metrics").text
