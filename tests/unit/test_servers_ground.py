"""What the servers of the tests stand on: ports, the state file, the cache of fetched things."""

import socket
from pathlib import Path

import pytest

from tests.servers.fetching import Missing, fetched, go_install
from tests.servers.fleet import SERVERS, USUAL
from tests.servers.state import State


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VANTHU_SERVER_CACHE", str(tmp_path))
    return tmp_path


def test_a_server_keeps_its_ports_and_its_password(tmp_path: Path) -> None:
    given = State(tmp_path).give("rabbitmq", 4)
    assert len(set(given.ports)) == 4
    assert State(tmp_path).give("rabbitmq", 4) == given


def test_a_port_that_somebody_took_meanwhile_is_not_given_again(tmp_path: Path) -> None:
    given = State(tmp_path).give("postgres", 1)
    with socket.create_server(("127.0.0.1", given.ports[0])):
        other = State(tmp_path).give("postgres", 1)
    assert (other.ports != given.ports, other.password) == (True, given.password)


def test_only_the_owner_reads_the_passwords(tmp_path: Path) -> None:
    State(tmp_path).give("postgres", 1)
    assert (tmp_path / "state.json").stat().st_mode & 0o077 == 0


def test_a_fetch_that_broke_off_is_begun_anew_and_a_complete_one_is_not(cache: Path) -> None:
    def break_off(folder: Path) -> None:
        (folder / "half").touch()
        raise Missing("the net")

    with pytest.raises(Missing):
        fetched("thing", break_off)
    folder = fetched("thing", lambda folder: (folder / "whole").touch())
    assert {each.name for each in folder.iterdir()} == {"whole", ".complete"}
    assert fetched("thing", break_off) == folder


def test_without_go_a_test_that_needs_minio_is_skipped_in_one_line(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(cache))
    with pytest.raises(Missing, match=r"^Go 1\.25 or newer$"):
        go_install("example.test/thing@v1.0.0", cache)


def test_the_secured_search_server_starts_only_when_asked_for() -> None:
    assert set(SERVERS) - set(USUAL) == {"elasticsearch-secured"}
