"""The chart: what a cluster accepts, with the rights of the restricted profile."""

import json
import re
from collections.abc import Iterator
from typing import Any

import kubernetes_validate
import pytest
import yaml

from services.backends.pool import MEMORY
from services.cli.fronting import FINISH_SECONDS
from tests.deploy.processes import pods
from tests.deploy.tools import CHART, helm, run, said

Documents = list[dict[str, Any]]


def of(kind: str, documents: Documents) -> Iterator[dict[str, Any]]:
    return (each for each in documents if each["kind"] == kind)


def component(document: dict[str, Any]) -> str:
    return str(document["metadata"]["labels"]["app.kubernetes.io/component"])


def test_the_linter_of_charts_is_content() -> None:
    said(helm(), "lint", "--strict", str(CHART), "--kube-version", "1.33.0")


@pytest.mark.parametrize("version", ["1.27", "1.37"])
def test_old_and_new_clusters_take_every_document(rendered: Documents, version: str) -> None:
    for document in rendered:
        kubernetes_validate.validate(document, version, strict=True)


def test_pods_keep_to_the_restricted_profile_and_write_to_no_root(rendered: Documents) -> None:
    for pod in pods(rendered):
        spec = pod["spec"]
        (container,) = spec["containers"]
        assert spec["securityContext"]["runAsNonRoot"]
        assert spec["securityContext"]["runAsUser"] > 0
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert not spec["automountServiceAccountToken"]
        # Else a service named vanthu would set VANTHU_PORT to something that is no port.
        assert not spec["enableServiceLinks"]
        assert {"cpu", "memory"} <= set(container["resources"]["requests"])
        assert container["resources"]["limits"]["memory"]
        assert {next(iter(set(each) - {"name"})) for each in spec["volumes"]} <= {
            "projected",
            "emptyDir",
            "persistentVolumeClaim",
        }


def test_only_the_front_takes_requests_and_others_only_those_of_the_monitor(rendered: Documents) -> None:
    monitor = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
    for policy in of("NetworkPolicy", rendered):
        rules = policy["spec"].get("ingress", [])
        ports = {port["port"] for rule in rules for port in rule["ports"]}
        if component(policy) == "api":
            assert ports == {8080}
        else:
            assert ports <= {9100}
            assert all(peer == monitor for rule in rules for peer in rule["from"])
    assert [component(each) for each in of("Service", rendered)] == ["api"]


def test_spans_of_what_runs_all_day_reach_the_collector_that_is_named_and_nobody_else_does(rendered: Documents) -> None:
    peers = [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "tracing"}}}]
    named = ("--set-json", f"servers.collector.peers={json.dumps(peers)}", "--set", "settings.more.VANTHU_TRACING=1")
    printed = said(helm(), "template", "office", str(CHART), "--kube-version", "1.33.0", *named)
    reached = {
        component(each): {
            port["port"] for rule in each["spec"]["egress"] if rule["to"] == peers for port in rule["ports"]
        }
        for each in of("NetworkPolicy", [each for each in yaml.safe_load_all(printed) if each])
    }

    assert {name for name, ports in reached.items() if ports == {4318}} == {"api", "work", "relay"}
    assert {name for name, ports in reached.items() if not ports} == {"migrate", "topology"}
    assert "4318" not in str(rendered), "without one nobody gets there"


def test_jobs_come_before_an_upgrade_and_the_databases_before_the_queues(rendered: Documents) -> None:
    notes = {component(each): each["metadata"]["annotations"] for each in of("Job", rendered)}

    assert {each["helm.sh/hook"] for each in notes.values()} == {"pre-install,pre-upgrade"}
    assert sorted(notes, key=lambda name: int(notes[name]["helm.sh/hook-weight"])) == ["migrate", "topology"]
    # What a hook names must be there before the first install: no config map of the chart is.
    assert not [each for each in of("Job", rendered) if "ConfigMap" in str(each) or "configMap" in str(each)]


def test_the_front_grows_stays_up_in_an_upgrade_and_is_spread(rendered: Documents) -> None:
    (front,) = (each for each in of("Deployment", rendered) if component(each) == "api")
    (scaling,), (disruption,) = of("HorizontalPodAutoscaler", rendered), of("PodDisruptionBudget", rendered)
    (container,) = front["spec"]["template"]["spec"]["containers"]

    assert "replicas" not in front["spec"]  # an upgrade would else take back what the load asked for
    assert front["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}
    assert scaling["spec"]["scaleTargetRef"]["name"] == front["metadata"]["name"]
    assert scaling["spec"]["minReplicas"] > disruption["spec"]["minAvailable"]
    assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(container)
    assert front["spec"]["template"]["spec"]["topologySpreadConstraints"]
    without = said(helm(), "template", "office", str(CHART), "--kube-version", "1.33.0", "--set", _ALONE)
    assert "HorizontalPodAutoscaler" not in without


_ALONE = "api.autoscaling.enabled=false"


def test_a_front_is_given_the_time_it_takes_to_finish_what_is_in_hand(rendered: Documents) -> None:
    (front,) = (each for each in of("Deployment", rendered) if component(each) == "api")
    assert front["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] > FINISH_SECONDS


def test_as_many_hard_papers_as_may_be_at_once_end_no_pod(rendered: Documents) -> None:
    for each in of("Deployment", rendered):
        if component(each) not in {"api", "relay"}:  # a worker hears facts, it reads no paper
            continue
        (container,) = each["spec"]["template"]["spec"]["containers"]
        told = {one["name"]: one["value"] for one in container["env"]}
        processes = int(container["args"][2]) if component(each) == "api" else 1
        readers = 2 if component(each) == "api" else 1  # what reads a scan is a program of its own, as large as it
        papers = int(told["VANTHU_WORKERS"]) * readers * MEMORY
        assert mebibytes(container["resources"]["limits"]["memory"]) << 20 >= processes * (papers + (300 << 20))


def mebibytes(written: str) -> int:
    number, unit = re.fullmatch(r"(\d+)(Mi|Gi)", written).groups()  # type: ignore[union-attr] - as the chart writes
    return int(number) * (1024 if unit == "Gi" else 1)


def test_a_server_that_is_away_takes_no_pod_out_of_service(rendered: Documents) -> None:
    for pod in pods(rendered):
        (container,) = pod["spec"]["containers"]
        for name in ("startupProbe", "readinessProbe", "livenessProbe"):
            assert container.get(name, {}).get("httpGet", {}).get("path", "/healthz") == "/healthz"


def test_a_relay_is_alone_and_never_doubled(rendered: Documents) -> None:
    relays = [each["spec"] for each in of("Deployment", rendered) if component(each) == "relay"]

    assert len(relays) == 5
    assert all((each["replicas"], each["strategy"]) == (1, {"type": "Recreate"}) for each in relays)


@pytest.mark.parametrize(
    "mistake", ["workers.intak.replicas=1", "relays={intake}", "secrets.services=", "api.replicas=0"]
)
def test_a_slip_in_the_values_is_refused_before_anything_is_installed(mistake: str) -> None:
    refused = run(helm(), "template", "office", str(CHART), "--kube-version", "1.33.0", "--set", mistake)

    assert refused.returncode != 0
    assert "schema" in refused.stderr


def test_the_backup_runs_every_night_never_twice_at_once_and_only_looks_at_the_folder_of_keys(
    rendered: Documents,
) -> None:
    (job,) = (each for each in of("CronJob", rendered) if component(each) == "backup")
    spec = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    mounts = {each["name"]: each.get("readOnly", False) for each in spec["containers"][0]["volumeMounts"]}
    claims = {each["name"]: each.get("persistentVolumeClaim") for each in spec["volumes"]}

    assert (job["spec"]["concurrencyPolicy"], job["spec"]["timeZone"]) == ("Forbid", "Asia/Ho_Chi_Minh")
    assert (mounts["keys"], mounts["backups"]) == (True, False)
    assert claims["backups"] == {"claimName": "backups"}
    without = run(helm(), "template", "office", str(CHART), "--kube-version", "1.33.0")
    assert "CronJob" not in without.stdout
    nowhere = run(helm(), "template", "office", str(CHART), "--kube-version", "1.33.0", "--set", "backup.enabled=true")
    assert nowhere.returncode != 0, "a backup needs a place to go to"


def test_a_restore_waits_for_somebody_to_start_it_once_and_may_make_the_home(rendered: Documents) -> None:
    (job,) = (each for each in of("CronJob", rendered) if component(each) == "restore")
    spec = job["spec"]["jobTemplate"]["spec"]
    (container,) = spec["template"]["spec"]["containers"]

    assert job["spec"]["suspend"] is True
    assert spec["backoffLimit"] == 0, "what went wrong is read by somebody before it is tried again"
    assert {each["name"]: each.get("readOnly", False) for each in container["volumeMounts"]}["keys"] is False


def test_an_image_is_named_by_tag_or_by_exactly_its_bytes(rendered: Documents) -> None:
    digest = f"sha256:{'a1' * 32}"
    wanted = ("--set", f"image.repository=kho.coquan.vn/vanthu,image.digest={digest}")
    pinned = said(helm(), "template", "office", str(CHART), "--kube-version", "1.33.0", *wanted)

    (image,) = {each["spec"]["containers"][0]["image"] for each in pods(rendered)}
    assert re.fullmatch(r"vanthu:\d+\.\d+\.\d+", image)
    assert set(re.findall(r"image: (\S+)", pinned)) == {f'"kho.coquan.vn/vanthu@{digest}"'}
