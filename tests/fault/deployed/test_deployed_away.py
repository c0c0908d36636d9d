"""One server is away for a while: what does not need it goes on, what does is refused in words, nothing half-done."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpx

from services.cli.demo.people import PASSWORD
from tests.fault.clients import incoming
from tests.fault.deployed.running import Up
from tests.fault.deployed.trial import LONG, Work, paper
from tests.fault.deployed.verdict import judge, problem

AWAY_SECONDS = 300.0 if LONG else 10.0
BOUND = 30.0
"""Seconds within which every question is answered, one way or the other, on a busy machine."""


@contextmanager
def away(up: Up, name: str) -> Iterator[None]:
    """The server is dead for the length of a `with`."""
    fleet, servers = up.office.fleet, up.office.servers
    fleet.kill(name)
    try:
        yield
    finally:
        assert fleet.up(name) == servers[name]


def ask(work: Work, method: str, path: str, **what: object) -> httpx.Response:
    """One question, asked once; it is answered in time."""
    headers = {"Authorization": f"Bearer {work.office.tokens['lan']}"}
    url = path if path.startswith("http") else f"{work.office.address}{path}"
    return httpx.request(method, url, headers=headers, timeout=BOUND, **what)  # type: ignore[arg-type]


def send(work: Work, job: int) -> httpx.Response:
    """One upload, asked once."""
    return ask(work, "POST", "/api/v1/intake/incoming", files=incoming(job, paper(job)))


def signed_in(work: Work, account: str) -> httpx.Client:
    """A browser that went through the door."""
    browser = httpx.Client(base_url=work.office.address, timeout=BOUND)
    secret = re.search(r'name="csrf" value="([^"]+)"', browser.get("/dang-nhap").text)
    assert secret
    answer = browser.post("/dang-nhap", data={"csrf": secret[1], "account": account, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return browser


def total(work: Work) -> int:
    """How many documents have arrived."""
    return int(ask(work, "GET", "/api/v1/intake/incoming").json()["total"])


def test_while_the_broker_is_away_clerks_go_on_and_everything_is_delivered_afterwards(up: Up, work: Work) -> None:
    asked, began = work.tally.again, time.monotonic()
    with away(up, "rabbitmq"):
        while time.monotonic() - began < AWAY_SECONDS:
            work.do(registrations=2)
            assert ask(work, "GET", "/readyz").status_code == 200
            assert ask(work, "GET", "/api/v1/intake/outgoing").status_code == 200
    assert work.tally.again == asked, "nobody had to ask twice"
    judge(work)


def test_while_the_index_is_away_the_search_says_so_and_catches_up_afterwards(up: Up, work: Work) -> None:
    with closing(signed_in(work, "lan")) as browser, away(up, "elasticsearch"):
        page = browser.get("/tim", params={"q": "báo cáo"})
        assert page.status_code == 503
        assert "Máy chủ tìm kiếm tạm thời không trả lời" in page.text
        refused = ask(work, "GET", "/api/v1/search", params={"q": "báo cáo"})
        assert refused.status_code == 503, refused.text
        assert problem(refused.text) == (
            "index-away",
            "Các việc khác vẫn làm được. Thử tìm lại sau ít phút; nếu vẫn vậy, báo người quản trị.",
        )
        assert "index" in ask(work, "GET", "/readyz").text
        asked = work.tally.again
        work.do(registrations=4)
        assert work.tally.again == asked, "registering does not need it"
    judge(work)


def test_while_the_objects_are_away_an_upload_is_refused_in_words_and_nothing_is_half_written(
    up: Up, work: Work
) -> None:
    before = total(work)
    ((_, job),) = work.jobs(1, 0)
    with away(up, "minio"):
        refused = send(work, job)
        assert (refused.status_code, refused.json()["code"]) == (503, "store-away"), refused.text
        assert "báo quản trị" in refused.json()["next"]
        assert refused.headers["Retry-After"]
        assert total(work) == before, "no row"
    work.do(registrations=2)  # which are given the next numbers: none was used up
    judge(work)


def test_while_the_database_is_away_everybody_is_told_to_come_back_and_no_process_ends(up: Up, work: Work) -> None:
    before, lived = up.ends(), up.pids()
    ((_, job),) = work.jobs(1, 0)
    with away(up, "postgres"):
        for answer in (send(work, job), ask(work, "GET", "/api/v1/intake/incoming"), ask(work, "GET", "/readyz")):
            assert answer.status_code == 503, answer.text
        for answer in (send(work, job), ask(work, "GET", "/api/v1/intake/incoming")):
            assert answer.json()["code"] == "database-away"
            assert int(answer.headers["Retry-After"]) > 0
        figures = ask(work, "GET", "/metrics").text
        assert 'vanthu_ready{dependency="database intake"} 0.0' in figures, "what can be told is told"
        waiting = threading.Thread(target=work.do, args=(3,))
        waiting.start()
        time.sleep(AWAY_SECONDS / 2)
    waiting.join()
    assert (up.ends(), up.pids()) == (before, lived)
    judge(work)
