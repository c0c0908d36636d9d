"""One set of processes, whoever starts it; each is told what its work needs and no more."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.backends.settings import SERVICES, keyed
from services.cli.up import members
from services.kernel.errors import BadInput
from tests.deploy.processes import Started, of_chart, of_compose, words

BEFORE = {("migrate",), ("topology",)}
BY_HAND = {("backup", "/backups/office"), ("restore", "/backups/office")}


@pytest.fixture(scope="session", params=["compose", "chart"])
def started(request: pytest.FixtureRequest) -> list[Started]:
    if request.param == "compose":
        return of_compose(request.getfixturevalue("composed"))
    return of_chart(request.getfixturevalue("rendered"))


def may_know(process: Started) -> set[str]:
    """The secrets of a process, by what it does."""
    match process.words:
        case ("migrate",):
            return {"database_admin", "database_reader"} | {f"database_{each}" for each in SERVICES}
        case ("backup", _):
            return {"database_admin", "objects"} | {f"database_{each}" for each in SERVICES}
        case ("restore", _):
            others = {"database_admin", "database_reader", "objects", "index"}
            return others | {f"database_{each}" for each in SERVICES}
        case ("topology",):
            return {"bus_admin"} | {f"bus_{each}" for each in SERVICES}
        case ("work" | "relay", service):
            of_all = set() if service == "directory" else {"database_reader", "objects"}
            return {f"database_{service}", f"bus_{service}"} | of_all | ({"index"} if service == "search" else set())
        case _:  # the front, and what begins an office as the front would
            return {"key_passphrase", "objects", "index"} | {f"database_{each}" for each in SERVICES}


def test_the_same_processes_run_on_one_machine_in_compose_and_in_a_cluster(started: list[Started]) -> None:
    up = [words(member.command[member.command.index("services") + 1 :]) for member in members()]

    assert sorted(each.words for each in started if not each.once) == sorted(up)


def test_on_one_machine_each_process_behind_the_front_is_watched_at_a_door_of_its_own() -> None:
    front, *behind = members(9100)

    assert "VANTHU_PULSE_PORT" not in front.variables
    assert [int(each.variables["VANTHU_PULSE_PORT"]) for each in behind] == [*range(9100, 9100 + len(behind))]


def test_databases_and_queues_are_prepared_before_anything_runs(started: list[Started]) -> None:
    jobs = {each.words for each in started if each.once}

    assert jobs - BY_HAND in (BEFORE, BEFORE | {("demo",)})
    assert jobs >= BY_HAND


def test_every_process_can_start_with_what_it_is_told(started: list[Started], kept: Path) -> None:
    for process in started:
        settings = process.settings(kept)

        assert settings.deployed
        if process.words[0] in {"work", "relay"}:
            service = process.words[1]
            assert settings.pulse_port == 9100
            assert f"//vanthu_{service}:" in settings.database(service)
            assert f"//vanthu_{service}:" in settings.bus_of(service)


def test_nobody_is_told_more_than_its_work_needs(started: list[Started]) -> None:
    assert {each.words: set(each.secrets) for each in started} == {each.words: may_know(each) for each in started}
    for process in started:
        named = {value.rpartition("/")[2] for name, value in process.environment.items() if name.endswith("_FILE")}
        assert {each.replace("-", "_") for each in named} == process.secrets


def test_a_worker_reads_the_directory_only_as_the_reader(started: list[Started], kept: Path) -> None:
    readers = [each for each in started if each.words[0] in {"work", "relay"} and each.words[1] != "directory"]

    assert {each.settings(kept).directory_read.partition(":")[2].partition(":")[0] for each in readers} == {
        "//vanthu_reader"
    }


def test_whoever_has_no_business_with_a_server_cannot_reach_it(started: list[Started]) -> None:
    kinds = {"database", "bus", "objects", "index"}
    for process in started:
        needed = {each.partition("_")[0] for each in process.secrets} & kinds
        assert process.reaches & kinds == needed, process.words


def test_the_folder_of_signing_keys_is_the_fronts_and_backup_and_restore_look_into_it(started: list[Started]) -> None:
    with_keys = {each.words for each in started if each.volumes & {"home", "keys"}}

    assert with_keys in ({("api",), *BY_HAND}, {("api",), ("demo",), *BY_HAND})


def test_the_front_will_not_start_without_what_opens_the_keys(started: list[Started], kept: Path) -> None:
    (front,) = (each for each in started if each.words == ("api",))
    told = {name: value for name, value in front.environment.items() if "PASSPHRASE" not in name}
    locked = replace(front, environment={**told, "VANTHU_DEMO": "0"})

    assert keyed(front.settings(kept))
    with pytest.raises(BadInput, match="VANTHU_KEY_PASSPHRASE"):
        keyed(locked.settings(kept))
