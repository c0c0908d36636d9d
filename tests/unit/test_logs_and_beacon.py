"""What processes without desks tell those who run them."""

import json
import logging
import sys
import urllib.error
import urllib.request

import pytest
from prometheus_client import CollectorRegistry, Counter

from services.backends.beacon import Beacon
from services.backends.logs import JsonLines


@pytest.fixture
def beacon():
    registry = CollectorRegistry()
    Counter("vanthu_tried", "Tries", registry=registry).inc()
    trouble: dict[str, str | None] = {"bus": None}
    made = Beacon(("127.0.0.1", 0), {"bus": lambda: trouble["bus"]}, registry)
    made.start()
    yield made, trouble
    made.stop()


def asked(beacon: Beacon, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{beacon.port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_ready_names_the_dependency_that_is_away_and_alive_stays_alive(beacon) -> None:
    made, trouble = beacon
    assert asked(made, "/readyz")[0] == 200
    trouble["bus"] = "không nối được"
    status, body = asked(made, "/readyz")
    assert (status, json.loads(body)["checks"]["bus"]) == (503, "không nối được")
    assert asked(made, "/healthz")[0] == 200


def test_figures_are_told_and_other_paths_are_not_there(beacon) -> None:
    made, _ = beacon
    assert "vanthu_tried_total 1.0" in asked(made, "/metrics")[1]
    assert asked(made, "/etc/passwd")[0] == 404


def test_a_log_line_names_ids_and_where_it_broke_but_never_what_the_paper_said() -> None:
    try:
        raise ValueError("Nguyễn Văn A, số căn cước 001")
    except ValueError:
        record = logging.LogRecord("vanthu.bus", 40, __file__, 1, "reaction failed", (), sys.exc_info())
    record.document = "d1"
    line = JsonLines("work-archive").format(record)
    said = json.loads(line)
    assert (said["document"], said["error"], said["process"]) == ("d1", "ValueError", "work-archive")
    assert "test_logs_and_beacon.py" in said["where"][0]
    assert "Nguyễn" not in line
