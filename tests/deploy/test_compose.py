"""Everything on one machine: valid, closed to the outside but for the proxy, and kept over a restart."""

import re
from typing import Any

from services.cli.fronting import FINISH_SECONDS
from tests.deploy.tools import DEPLOY

OURS = "vanthu"


def test_only_the_proxy_is_seen_from_outside(composed: dict[str, Any]) -> None:
    services, networks = composed["services"], composed["networks"]
    inside = {name for name, each in networks.items() if each.get("internal")}

    assert [name for name, each in services.items() if each.get("ports")] == ["proxy"]
    assert [name for name, each in services.items() if not set(each["networks"]) <= inside] == ["proxy"]


def test_a_monitor_that_joins_its_network_meets_every_process_with_figures_and_spans_get_there(
    composed: dict[str, Any],
) -> None:
    services = composed["services"]
    told = {name for name in services if name == "api" or name.startswith(("work-", "relay-"))}

    assert {name for name, each in services.items() if "monitoring" in each["networks"]} == told
    assert composed["networks"]["monitoring"] == {"internal": True, "name": "vanthu-monitoring"}
    for name in told:
        assert services[name]["environment"]["OTEL_EXPORTER_OTLP_ENDPOINT"].endswith(":4318"), name


def test_our_processes_have_no_rights_and_write_only_where_they_must(composed: dict[str, Any]) -> None:
    for name, each in composed["services"].items():
        assert "no-new-privileges:true" in each["security_opt"], name
        if each["image"] == OURS:
            assert each["read_only"], name
            assert each["cap_drop"] == ["ALL"], name
            assert "user" not in each, name


def test_a_front_is_given_the_time_it_takes_to_finish_what_is_in_hand(composed: dict[str, Any]) -> None:
    minutes, seconds = re.fullmatch(r"(?:(\d+)m)?(\d+)s", composed["services"]["api"]["stop_grace_period"]).groups("0")  # type: ignore[union-attr]
    assert 60 * int(minutes) + int(seconds) > FINISH_SECONDS


def test_servers_are_of_one_named_version_keep_their_data_and_tell_whether_they_are_well(
    composed: dict[str, Any],
) -> None:
    servers = {name: each for name, each in composed["services"].items() if each["image"] != OURS}

    assert set(servers) == {"proxy", "postgres", "rabbitmq", "minio", "elasticsearch"}
    for name, each in servers.items():
        assert re.search(r":[\w.-]*\d[\w.-]*$", each["image"]), name
        if name != "proxy":
            assert {str(volume).partition(":")[0] for volume in each["volumes"]} <= set(composed["volumes"]), name
            assert each["healthcheck"]["test"], name


def test_nothing_starts_before_what_it_needs(composed: dict[str, Any]) -> None:
    services = composed["services"]

    def before(name: str) -> set[str]:
        waited = set(services[name].get("depends_on", {}))
        return waited.union(*(before(each) for each in waited))

    servers = {"postgres", "rabbitmq", "minio", "elasticsearch"}
    assert before("proxy") >= servers | {"api", "begin", "migrate", "topology"}
    for name in services:
        if name.startswith(("work-", "relay-")):
            assert before(name) >= {"postgres", "rabbitmq", "migrate", "topology"}


def test_the_backup_is_for_the_night_and_only_looks_at_the_folder_of_keys(composed: dict[str, Any]) -> None:
    backup, timer = composed["services"]["backup"], (DEPLOY / "vanthu-backup.timer").read_text(encoding="utf-8")
    unit = (DEPLOY / "vanthu-backup.service").read_text(encoding="utf-8")

    restore = composed["services"]["restore"]
    assert restore["profiles"] == ["restore"], "nobody starts it by mistake"
    assert set(restore["depends_on"]) == {"postgres", "minio", "elasticsearch"}, "none of ours works meanwhile"
    assert "home:/var/lib/vanthu" in [str(volume).removesuffix(":rw") for volume in restore["volumes"]]
    assert backup["profiles"] == ["backup"], "it does not start with the others"
    assert "home:/var/lib/vanthu:ro" in [volume if isinstance(volume, str) else "" for volume in backup["volumes"]]
    assert re.search(r"^ExecStart=\S*docker compose -f deploy/compose.yaml run --rm backup$", unit, re.MULTILINE)
    assert re.search(r"^OnCalendar=\S+ \d\d:\d\d:\d\d$", timer, re.MULTILINE)
