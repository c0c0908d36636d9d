"""Board and alerts: every figure they name is one the office tells, and the rules sound when they should."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from services.backends.bus.rabbit.address import Address
from services.backends.bus.rabbit.hand import Hand
from services.backends.bus.rabbit.line import Line
from services.backends.bus.rabbit.sounding import Sounding
from services.backends.bus.rabbit.telling import on_broker
from tests.deploy.tools import DEPLOY, PROMTOOL, debian, said
from tests.unit.bus_desks import desks as toy_desks

NAME = re.compile(r"\b(vanthu_\w+|up)\b(?:\{([^}]*)\})?")
PARTS = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}


def alerts() -> dict[str, str]:
    (group,) = yaml.safe_load((DEPLOY / "alerts.yaml").read_text(encoding="utf-8"))["groups"]
    return {each["alert"]: each["expr"] for each in group["rules"]}


def board() -> list[tuple[str, str]]:
    panels = json.loads((DEPLOY / "grafana" / "vanthu.json").read_text(encoding="utf-8"))["panels"]
    return [(panel["title"], target["expr"]) for panel in panels for target in panel["targets"]]


def asked() -> Iterator[tuple[str, str, set[str]]]:
    """Where, which figure, and by which labels it is chosen."""
    for place, expression in [*alerts().items(), *board()]:
        for name, chosen in NAME.findall(expression):
            yield place, name, set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", chosen))


@pytest.fixture(scope="session")
def told(desks: FastAPI) -> Mapping[str, set[str]]:
    """Every figure the desks tell, with the labels seen on it."""
    client = TestClient(desks)
    client.get("/healthz")
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(client.get("/metrics").text):
        for part in PARTS[family.type]:
            found[family.name + part] = set()
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


@pytest.fixture
def of_the_broker(tmp_path: Path) -> Mapping[str, set[str]]:
    """What workers and relays tell besides."""
    (_, second, _), nowhere = toy_desks(tmp_path), Address("127.0.0.1", 1, "second", "")
    line = Line("second", nowhere, {}, {})
    told = on_broker(second, Sounding(line, hears=True), Hand())
    return {each.name + ("_total" if each.counted else ""): {each.label} for each in told}


def test_board_and_alerts_ask_for_nothing_the_office_does_not_tell(
    told: Mapping[str, set[str]], of_the_broker: Mapping[str, set[str]]
) -> None:
    of_the_monitor = {"up": {"job", "instance"}}
    known = {**of_the_broker, **told, **of_the_monitor, **{each: set[str]() for each in of_the_night()}}
    for place, name, labels in asked():
        assert name in known, f"{place}: {name}"
        assert not known[name] or labels <= known[name], f"{place}: {name} has {known[name]}"


def of_the_night() -> list[str]:
    """What the backup of one machine leaves to be told."""
    unit = (DEPLOY / "vanthu-backup.service").read_text(encoding="utf-8")
    return re.findall(r"\b(vanthu_\w+) \$", unit)


def test_a_backup_that_succeeded_leaves_when_for_the_monitor_of_the_machine(tmp_path: Path) -> None:
    unit = (DEPLOY / "vanthu-backup.service").read_text(encoding="utf-8")
    (words,) = re.findall(r"^ExecStartPost=-/bin/sh -c '(.*)'$", unit, re.MULTILINE)
    folder = tmp_path / "figures"

    said(
        "/bin/sh",
        "-c",
        words.replace("$$", "$").replace("%%", "%").replace("/var/lib/prometheus/node-exporter", str(folder)),
    )

    (left,) = folder.iterdir()
    ((sample,),) = (each.samples for each in text_string_to_metric_families(left.read_text()))
    assert (left.suffix, [sample.name]) == (".prom", of_the_night())
    assert 0 <= time.time() - sample.value < 60


def test_the_manual_lists_every_figure_that_is_told_and_no_other(
    told: Mapping[str, set[str]], of_the_broker: Mapping[str, set[str]]
) -> None:
    manual = (DEPLOY.parent / "docs" / "operating.md").read_text(encoding="utf-8")
    table = manual.partition("## What to watch\n")[2].partition("\n## ")[0]
    listed = set(re.findall(r"`(vanthu_\w+)`", table))

    names = {re.sub(r"_(bucket|sum|count)$", "", name) for name in {**told, **of_the_broker}}
    assert listed == {name for name in names if not name.endswith("_created")}


def test_every_alert_and_every_panel_asks_for_something() -> None:
    everywhere = {place for place, _ in [*alerts().items(), *board()]}

    assert {place for place, *_ in asked()} == everywhere


def test_the_checker_of_rules_is_content_with_alerts_and_with_what_the_board_asks(tmp_path: Path) -> None:
    panels = [expression.replace("$__rate_interval", "5m") for _, expression in board()]
    rules = [{"record": f"panel:{number}", "expr": each} for number, each in enumerate(panels)]
    as_rules = tmp_path / "board.yaml"
    as_rules.write_text(yaml.safe_dump({"groups": [{"name": "board", "rules": rules}]}), encoding="utf-8")

    said(debian(PROMTOOL), "check", "rules", str(DEPLOY / "alerts.yaml"), str(as_rules))


def test_alerts_sound_in_trouble_and_are_quiet_in_a_quiet_office() -> None:
    said(debian(PROMTOOL), "test", "rules", str(Path(__file__).with_name("alerts_over_time.yaml")))


def test_every_alert_is_tried_and_says_what_to_do() -> None:
    tried = yaml.safe_load(Path(__file__).with_name("alerts_over_time.yaml").read_text(encoding="utf-8"))["tests"]
    (group,) = yaml.safe_load((DEPLOY / "alerts.yaml").read_text(encoding="utf-8"))["groups"]

    for case in tried:
        assert {each["alertname"] for each in case["alert_rule_test"]} == set(alerts())
    assert all({"summary", "description"} <= set(each["annotations"]) for each in group["rules"])


def test_panels_of_the_board_have_names_of_their_own_and_take_the_chosen_source() -> None:
    panels = json.loads((DEPLOY / "grafana" / "vanthu.json").read_text(encoding="utf-8"))["panels"]

    assert len({each["id"] for each in panels}) == len({each["title"] for each in panels}) == len(panels)
    assert {each["datasource"]["uid"] for each in panels} == {"${datasource}"}
