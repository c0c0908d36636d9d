"""A backup as it is made: what is copied again, what is refused, and that an unfinished one is none."""

import json
import os
import resource
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from sqlalchemy import text

from services.backends.backup.carrying import carry
from services.backends.backup.files import Files
from services.backends.database import Database
from services.backends.objects.folder import FolderStore
from tests.backups import objects_of, register, say, within
from tests.fault.small_office import SmallOffice, small_office
from tests.object_stores import Pattern


@pytest.fixture
def office(tmp_path: Path) -> SmallOffice:
    """An office with three registered papers."""
    made = small_office(tmp_path)
    within(made.settings, lambda host: register(host, "một", "hai", "ba"))
    return made


def test_the_second_backup_copies_only_what_is_new_and_lets_go_of_what_was_erased(
    office: SmallOffice, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    first = say(office.settings, "backup", copy)
    assert (first.code, first.lines[0]["objects"], first.lines[0]["copied"]) == (0, 3, 3)
    within(office.settings, lambda host: register(host, "bốn"))
    FolderStore(office.home / "objects").put(Pattern(5000))  # type: ignore[arg-type]  # reads like a stream
    second = say(office.settings, "backup", copy).lines[0]
    assert (second["objects"], second["copied"], second["dropped"]) == (5, 2, 0)

    FolderStore(office.home / "objects").remove(Pattern.digest(5000))
    third = say(office.settings, "backup", copy).lines[0]

    assert (third["objects"], third["copied"], third["dropped"]) == (4, 0, 1)
    assert Pattern.digest(5000) not in objects_of(copy)
    assert len(list((copy / "databases").iterdir())) == 1


def test_an_object_spoiled_in_the_backup_is_copied_anew_by_the_next(office: SmallOffice, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    say(office.settings, "backup", copy)
    spoiled = next(iter(objects_of(copy).values()))
    spoiled.chmod(0o600)
    spoiled.write_bytes(b"x" * spoiled.stat().st_size)

    assert say(office.settings, "backup", copy).lines[0]["copied"] == 1
    assert say(office.settings, "backup", copy).lines[0]["copied"] == 0


def test_a_missing_object_is_named_and_the_backup_before_stays_good(office: SmallOffice, tmp_path: Path) -> None:
    copy, kept = tmp_path / "copy", FolderStore(office.home / "objects")
    say(office.settings, "backup", copy)
    before = (copy / "manifest.json").read_bytes()
    (document,) = within(office.settings, lambda host: register(host, "bốn"))
    digest = document.main.digest
    kept.remove(digest)

    said = say(office.settings, "backup", copy)

    assert (said.code, said.refused) == (3, "backup-objects-lacking")
    assert digest in said.words
    assert (copy / "manifest.json").read_bytes() == before
    assert say(_elsewhere(office, tmp_path).settings, "restore", copy).code == 0


def test_without_a_manifest_it_is_no_backup(office: SmallOffice, tmp_path: Path) -> None:
    kept = FolderStore(office.home / "objects")
    kept.remove(next(iter(kept.digests())))
    assert say(office.settings, "backup", tmp_path / "copy").refused == "backup-objects-lacking"

    said = say(_elsewhere(office, tmp_path).settings, "restore", tmp_path / "copy")

    assert (said.code, said.refused) == (3, "backup-missing")
    assert not (tmp_path / "elsewhere").exists()


def test_no_private_key_is_in_a_backup_and_each_is_named_with_its_hash(office: SmallOffice, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    say(office.settings, "backup", copy)

    secrets = [path.read_bytes() for path in (office.home / "keys").glob("*.p12")]
    assert len(secrets) >= 4
    held = [path.read_bytes() for path in copy.rglob("*") if path.is_file()]
    assert not any(secret in file for secret in secrets for file in held)
    noted = {each["path"] for each in json.loads((copy / "manifest.json").read_text("utf-8"))["keys"]}
    assert {path.name for path in (office.home / "keys").glob("*.p12")} <= noted


def test_a_folder_of_other_things_of_another_office_or_in_the_home_is_refused(
    office: SmallOffice, tmp_path: Path
) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").touch()
    assert say(office.settings, "backup", tmp_path / "photos").refused == "backup-folder-foreign"
    assert say(office.settings, "backup", office.home / "copy").refused == "backup-folder-foreign"
    (tmp_path / "file").touch()
    assert say(office.settings, "backup", tmp_path / "file" / "copy").refused == "backup-folder-unusable"

    say(office.settings, "backup", tmp_path / "copy")
    other = SmallOffice(tmp_path / "other", {}, {}).settings
    founding = ("--name", "Sở Y tế", "--abbreviation", "SYT", "--place", "Thanh Bình")
    say(other, "init", *founding)
    assert say(other, "backup", tmp_path / "copy").refused == "backup-of-another-office"


def test_where_there_is_no_office_nothing_is_backed_up(tmp_path: Path) -> None:
    nobody = SmallOffice(tmp_path / "nobody", {}, {}).settings
    assert say(nobody, "backup", tmp_path / "copy").refused == "office-missing"
    assert not (tmp_path / "nobody").exists()


@pytest.mark.parametrize("room", [20_000, 300_000])
def test_a_full_disk_is_told_in_words(office: SmallOffice, tmp_path: Path, room: int) -> None:
    within(office.settings, lambda host: host.objects.put(Pattern(1 << 20)))
    ended = subprocess.run(
        [sys.executable, "-m", "services", "backup", str(tmp_path / "copy"), "--json"],
        env={**os.environ, **office.environment()}, capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )  # fmt: skip
    assert ended.returncode == 3, ended.stderr
    assert json.loads(ended.stderr)["code"] == "backup-no-room"
    assert not (tmp_path / "copy" / "manifest.json").exists()


def test_a_large_object_never_lies_in_memory_whole(tmp_path: Path) -> None:
    source, target = FolderStore(tmp_path / "a"), FolderStore(tmp_path / "b")
    size = 150_000_000
    digest = source.put(Pattern(size)).digest  # type: ignore[arg-type]  # reads like a stream
    tracemalloc.start()
    (carried,) = carry([digest], source, target)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (carried.size, carried.copied, carried.fault) == (size, True, "")
    assert most < 8_000_000


def _elsewhere(office: SmallOffice, tmp_path: Path) -> SmallOffice:
    return SmallOffice(tmp_path / "elsewhere", office.tokens, office.ids)


_IN_TURN = """
import sqlite3, sys
files = [sqlite3.connect(path, isolation_level=None, timeout=60) for path in sys.argv[1:]]
for file in files:
    file.execute("PRAGMA journal_mode=WAL")
    file.execute("PRAGMA synchronous=OFF")
    file.execute("CREATE TABLE IF NOT EXISTS t (turn)")
    file.execute("INSERT INTO t VALUES (0)")
print("ready", flush=True)
for turn in range(1, 100_000_000):
    for file in files:
        file.execute("UPDATE t SET turn = ?", (turn,))
"""


def test_files_written_in_turn_are_copied_as_they_all_are_at_one_instant(tmp_path: Path) -> None:
    names = ("directory", "intake", "signing", "archive", "search")
    paths = {name: tmp_path / f"{name}.db" for name in names}
    writer = subprocess.Popen([sys.executable, "-c", _IN_TURN, *map(str, paths.values())], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    writer.stdout.readline()
    files = Files({name: f"sqlite:///{path}" for name, path in paths.items()}, tmp_path)
    try:
        for number in range(15):
            place = tmp_path / str(number)
            place.mkdir()
            with files.cut(place) as databases:
                turns = [_turn(databases[name]) for name in names]
            assert turns == sorted(turns, reverse=True), "a later file knows more than an earlier one"
            assert turns[0] - turns[-1] <= 1
    finally:
        writer.kill()
        writer.wait()
    assert turns[0] > 15


def _turn(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(text("SELECT turn FROM t")).scalar_one())
