"""The proxy before the desks, as nginx itself reads it."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from services.web.headers import CONTENT_POLICY
from tests.deploy.proxied import Proxied, proxied
from tests.deploy.tools import NGINX, debian


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> Iterator[Proxied]:
    with proxied(debian(NGINX), tmp_path_factory.mktemp("proxy"), kept) as running:
        yield running


def test_plain_requests_are_sent_to_tls_and_browsers_told_to_remember(proxy: Proxied) -> None:
    plain = httpx.get(f"{proxy.plain}/tim?q=x", follow_redirects=False)

    assert (plain.status_code, plain.headers["location"]) == (308, "https://localhost/tim?q=x")
    assert int(re.findall(r"max-age=(\d+)", proxy.client.get("/").headers["strict-transport-security"])[0]) >= 31536000


def test_security_headers_of_the_desks_pass_and_none_is_doubled(proxy: Proxied) -> None:
    answer = proxy.client.get("/")

    assert answer.headers["content-security-policy"] == CONTENT_POLICY
    assert {
        name: many for name, many in Counter(name for name, _ in answer.headers.multi_items()).items() if many > 1
    } == {}
    assert not re.search(r"\d", answer.headers["server"])


def test_a_request_has_one_id_from_the_door_on_the_callers_if_it_is_a_good_one(proxy: Proxied) -> None:
    given = proxy.client.get("/", headers={"X-Request-ID": "from-outside.1"})
    made = proxy.client.get("/", headers={"X-Request-ID": "not good\tat all;"})

    assert given.json()["headers"]["x-request-id"] == given.headers["x-request-id"] == "from-outside.1"
    assert re.fullmatch(r"[0-9a-f]{32}", made.headers["x-request-id"])
    assert made.headers["x-request-id"] == made.json()["headers"]["x-request-id"]


def test_who_asks_is_told_by_the_proxy_and_not_by_the_caller(proxy: Proxied) -> None:
    seen = proxy.client.get("/", headers={"X-Forwarded-For": "10.1.1.1", "X-Forwarded-Proto": "http"}).json()["headers"]

    assert (seen["x-forwarded-for"], seen["x-forwarded-proto"]) == ("127.0.0.1", "https")


def test_figures_and_readiness_are_for_the_monitor_and_being_alive_for_all(proxy: Proxied) -> None:
    answers = {path: proxy.client.get(path).status_code for path in ("/metrics", "/readyz", "/healthz")}

    assert answers == {"/metrics": 403, "/readyz": 403, "/healthz": 200}


def test_the_largest_upload_of_the_desks_fits_and_a_larger_one_is_refused_at_the_door(
    proxy: Proxied, desks: FastAPI
) -> None:
    largest = max(most for share in desks.state.web.contributions for most in share.uploads.values())

    with proxy.sending(largest + 1) as refused:
        assert refused.getresponse().status == 413
    proxy.arriving.clear()
    with proxy.sending(largest) as taken:
        taken.send(b"x" * 65536)
        assert proxy.arriving.wait(10), "the proxy keeps the upload to itself instead of passing it on as it comes"


def test_guessing_passwords_is_slowed_down_and_looking_is_not(proxy: Proxied) -> None:
    guesses = Counter(proxy.client.post("/dang-nhap").status_code for _ in range(20))
    looks = Counter(proxy.client.get("/dang-nhap").status_code for _ in range(20))

    assert guesses[429] >= 5
    assert guesses[200] >= 10
    assert looks == {200: 20}


def test_the_log_names_the_request_and_never_what_was_sought(proxy: Proxied) -> None:
    asked = proxy.client.get("/tim?q=Nguyen+Van+A", headers={"Referer": "https://localhost/tim?q=Tran+Thi+B"})
    time.sleep(0.1)
    logged = proxy.log.read_text(encoding="utf-8")

    assert asked.headers["x-request-id"] in logged
    assert "/tim" in logged
    assert "Nguyen" not in logged
    assert "Tran" not in logged
