"""What the manual tells an operator to type names services, jobs and words that are there."""

import re
import shlex
from typing import Any

from services.cli import parser
from tests.deploy.tools import ROOT

MANUAL = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
COMPOSE = re.compile(r"docker compose -f deploy/compose\.yaml ([^`#\n]+)")
WITH_VALUE = {"--entrypoint"}
OF_MANY = {"up", "stop", "build", "down"}
LEFT_OUT = re.compile(r"…|\.\.\.")


def typed() -> list[list[str]]:
    return [shlex.split(each) for each in COMPOSE.findall(MANUAL)]


def without_options(words: list[str]) -> list[str]:
    """Up to the first service the options are those of compose; what follows belongs to the container."""
    while words and words[0].startswith("-"):
        words = words[2:] if words[0] in WITH_VALUE else words[1:]
    return words


def test_every_command_of_compose_in_the_manual_names_services_that_are_there(composed: dict[str, Any]) -> None:
    services = set(composed["services"])
    verbs = {words[0] for words in typed()}

    assert verbs >= {"up", "down", "build", "run", "exec"}
    for verb, *words in typed():
        names = without_options(words)
        assert set(names if verb in OF_MANY else names[:1]) <= services, [verb, *words]


def test_what_is_run_in_a_container_of_ours_is_a_word_of_vanthu(composed: dict[str, Any]) -> None:
    ours = {name for name, each in composed["services"].items() if each["image"] == "vanthu"}
    run = [without_options(words[1:]) for words in typed() if words[0] == "run" and "--entrypoint" not in words]
    inside = [without_options(words[1:]) for words in typed() if words[0] == "exec"]

    assert [name for name, *_ in run if name not in ours] == []
    for words in [*(words[1:] for words in run), *(words[2:] for words in inside if words[1] == "vanthu")]:
        if words and not any(map(LEFT_OUT.search, words)):
            assert parser().parse_args(words)


def test_every_object_of_the_cluster_in_the_manual_is_made_by_the_chart(rendered: list[dict[str, Any]]) -> None:
    made = {(each["kind"].lower(), each["metadata"]["name"]) for each in rendered}
    named = set(re.findall(r"\b(deploy|cronjob)[/ ](office-[\w-]+)", MANUAL))

    assert named
    assert {(kind.replace("deploy", "deployment"), name) for kind, name in named} <= made


def test_new_passwords_restart_all_that_reads_them_and_no_server(composed: dict[str, Any]) -> None:
    anew = [set(without_options(words[1:])) for words in typed() if "--force-recreate" in words]
    ours = {name for name, each in composed["services"].items() if each["image"] == "vanthu"}
    once = {name for name, each in composed["services"].items() if each["restart"] == "no"}

    assert anew == [ours - once, {"proxy"}]
    assert all("--no-deps" in words for words in typed() if "--force-recreate" in words)


def test_a_new_certificate_takes_a_new_container_since_a_secret_is_the_file_that_lay_there(
    composed: dict[str, Any],
) -> None:
    assert all(each.get("file") for each in composed["secrets"].values())
    assert "nginx -s reload" not in MANUAL


def test_a_restore_is_written_out_from_stopping_to_starting() -> None:
    chapter = MANUAL.partition("## Backup and restore")[2].partition("\n## ")[0]
    one_machine, cluster = re.findall(r"```sh\n(.*?)```", chapter, re.DOTALL)

    assert [line.split()[4] for line in one_machine.splitlines()] == ["down", "up", "exec", "exec", "run", "up"]
    assert [" ".join(line.split()[:2]) for line in cluster.splitlines()] == [
        "kubectl scale",
        "kubectl create",
        "kubectl logs",
        "helm upgrade",
        "kubectl scale",
    ]
