"""An office comes back from its backup: whole, proved, into an empty place only, as often interrupted as may be."""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, update

from services.backends.backup.folder import digest_of
from services.backends.bus.forgetting import DAY, forget
from services.embedded import Host
from services.search.handlers.searching import Search
from tests.backups import archived, objects_of, register, say, within
from tests.fault.small_office import SmallOffice, small_office


@pytest.fixture
def office(tmp_path: Path) -> SmallOffice:
    """An office with three registered papers, whose facts were carried."""
    made = small_office(tmp_path)
    within(made.settings, lambda host: (register(host, "một", "hai", "ba"), host.bus.settle()))
    return made


@pytest.fixture
def copy(office: SmallOffice, tmp_path: Path) -> Path:
    """Its backup."""
    assert say(office.settings, "backup", tmp_path / "copy").code == 0
    return tmp_path / "copy"


@pytest.fixture
def elsewhere(office: SmallOffice, tmp_path: Path) -> SmallOffice:
    """The same office's new home; nothing is there yet."""
    return SmallOffice(tmp_path / "elsewhere", office.tokens, office.ids)


def test_everything_comes_back_and_numbering_goes_on(office: SmallOffice, copy: Path, elsewhere: SmallOffice) -> None:
    before = within(office.settings, _shown)
    shutil.rmtree(office.home)

    said = say(elsewhere.settings, "restore", copy)

    assert said.code == 0, said
    assert [line["last"] for line in said.lines if "first_gap" in line] == [3]
    assert within(elsewhere.settings, _shown) == before
    assert within(elsewhere.settings, lambda host: register(host, "bốn")[0].entry.number) == 4


def test_keys_put_into_the_new_home_before_are_left_alone_and_missing_ones_are_named(
    office: SmallOffice, copy: Path, elsewhere: SmallOffice, tmp_path: Path
) -> None:
    keys = {path.name for path in (office.home / "keys").iterdir() if not path.name.startswith(".")}
    shutil.copytree(office.home / "keys", elsewhere.home / "keys")
    (elsewhere.home / "keys" / "root.p12").unlink()
    (elsewhere.home / "keys" / "agency.p12").write_bytes(b"another")

    said = say(elsewhere.settings, "restore", copy)

    assert said.code == 0
    assert {line["key"]: line["there"] for line in said.lines if "key" in line} == {
        "root.p12": False,
        "agency.p12": True,
    }
    bare = say(SmallOffice(tmp_path / "bare", {}, {}).settings, "restore", copy)
    assert {line["key"] for line in bare.lines if "key" in line} == keys


def test_a_home_that_holds_anything_is_refused(office: SmallOffice, copy: Path, elsewhere: SmallOffice) -> None:
    assert say(office.settings, "restore", copy).refused == "restore-not-empty"
    elsewhere.home.mkdir()
    (elsewhere.home / "notes.txt").touch()
    assert say(elsewhere.settings, "restore", copy).refused == "restore-not-empty"
    assert [path.name for path in elsewhere.home.iterdir()] == ["notes.txt"]


def test_a_home_whose_settings_were_only_tried_is_still_empty(copy: Path, elsewhere: SmallOffice) -> None:
    assert say(elsewhere.settings, "check-config").code == 0
    assert (elsewhere.home / "intake.db").exists()
    assert say(elsewhere.settings, "restore", copy).code == 0
    assert len(within(elsewhere.settings, archived)) == 3


def _spoil_database(copy: Path) -> str:
    path = next(copy.glob("databases/*/intake.db"))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    return "intake.db"


def _lose_database(copy: Path) -> str:
    next(copy.glob("databases/*/archive.db")).unlink()
    return "archive.db"


def _spoil_object(copy: Path) -> str:
    digest, path = next(iter(objects_of(copy).items()))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    return digest


def _lose_object(copy: Path) -> str:
    digest, path = next(iter(objects_of(copy).items()))
    path.unlink()
    return digest


def _spoil_list(copy: Path) -> str:
    path = next(copy.glob("databases/*/objects.txt"))
    path.write_text(path.read_text().replace(path.read_text()[:64], "0" * 64))
    return "objects.txt"


@pytest.mark.parametrize("harm", [_spoil_database, _lose_database, _spoil_object, _lose_object, _spoil_list])
def test_what_is_damaged_or_missing_is_named_before_anything_is_touched(
    harm: Callable[[Path], str], copy: Path, elsewhere: SmallOffice
) -> None:
    name = harm(copy)

    said = say(elsewhere.settings, "restore", copy)

    assert (said.code, said.refused) == (3, "backup-damaged")
    assert name in said.words
    assert not elsewhere.home.exists()


def _newer(told: dict[str, object]) -> None:
    told["format"] = 2


def _newer_schema(told: dict[str, dict[str, dict[str, str]]]) -> None:
    told["services"]["intake"]["revision"] = "9999"


def _other_engine(told: dict[str, dict[str, dict[str, str]]]) -> None:
    told["services"]["search"]["engine"] = "postgresql"


def _outside(told: dict[str, list[dict[str, str]]]) -> None:
    told["files"][0]["path"] = "../../etc/passwd"


def _shorter(told: dict[str, object]) -> None:
    del told["services"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_newer, "backup-newer"),
        (_newer_schema, "backup-newer"),
        (_other_engine, "backup-engine-other"),
        (_outside, "backup-unreadable"),
        (_shorter, "backup-unreadable"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    change: Callable[[object], None], code: str, copy: Path, elsewhere: SmallOffice
) -> None:
    manifest = copy / "manifest.json"
    told = json.loads(manifest.read_text("utf-8"))
    change(told)
    manifest.write_text(json.dumps(told), "utf-8")
    assert say(elsewhere.settings, "restore", copy).refused == code
    assert not elsewhere.home.exists()


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"\xff\xfe", b'{"format": "x"}'])
def test_a_manifest_that_is_none_is_refused(content: bytes, tmp_path: Path, elsewhere: SmallOffice) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    assert say(elsewhere.settings, "restore", tmp_path).refused == "backup-unreadable"
    assert say(elsewhere.settings, "restore", tmp_path / "nowhere").refused == "backup-missing"


def test_an_interrupted_restore_lets_nobody_work_and_is_begun_again(copy: Path, elsewhere: SmallOffice) -> None:
    room = 200_000  # the largest database does not fit
    ended = subprocess.run(
        [sys.executable, "-m", "services", "restore", str(copy), "--json"],
        env={**os.environ, **elsewhere.environment()}, capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )  # fmt: skip
    assert (ended.returncode, json.loads(ended.stderr)["code"]) == (3, "backup-no-room")
    assert say(elsewhere.settings, "register", "list").refused == "restore-unfinished"

    said = say(elsewhere.settings, "restore", copy)

    assert said.code == 0, said
    assert len(within(elsewhere.settings, archived)) == 3
    assert not list(elsewhere.home.glob("*.restoring*"))


def test_a_chain_that_is_not_the_noted_one_is_found(office: SmallOffice, copy: Path, elsewhere: SmallOffice) -> None:
    """Whoever forges a database in a backup together with its hash has the noted end of the chain against them."""
    path = next(copy.glob("databases/*/directory.db"))
    with sqlite3.connect(path) as raw:
        raw.execute("DELETE FROM audit WHERE seq > 5")
        raw.execute("UPDATE audit_head SET (links, hash) = (SELECT max(seq), hash FROM audit)")
    _note_again(copy, path)
    said = say(elsewhere.settings, "restore", copy)
    assert said.code == 1
    assert [line["service"] for line in said.lines if line.get("broken")] == ["directory"]


def test_a_backup_of_an_older_schema_is_brought_to_the_newest(copy: Path, elsewhere: SmallOffice) -> None:
    path = next(copy.glob("databases/*/intake.db"))
    with sqlite3.connect(path) as raw:
        for table in ("outbox", "delivery"):
            raw.execute(f"ALTER TABLE {table} DROP COLUMN trace")
        raw.execute("UPDATE alembic_version SET version_num = '0008'")
    _note_again(copy, path)
    assert say(elsewhere.settings, "restore", copy).code == 0
    assert within(elsewhere.settings, lambda host: len(register(host, "bốn"))) == 1


def test_what_a_broker_had_when_all_was_lost_is_told_again(office: SmallOffice, tmp_path: Path) -> None:
    copy, home = tmp_path / "late", SmallOffice(tmp_path / "home2", office.tokens, office.ids)
    within(office.settings, lambda host: (register(host, "bốn"), _sent_and_lost(host)))
    say(office.settings, "backup", copy)
    assert say(home.settings, "restore", copy).code == 0
    within(home.settings, lambda host: host.bus.settle())
    assert len(within(home.settings, archived)) == 4


def test_a_backup_of_last_year_doubles_nothing_though_what_was_heard_then_is_long_forgotten(
    office: SmallOffice, tmp_path: Path
) -> None:
    copy, home = tmp_path / "old", SmallOffice(tmp_path / "home2", office.tokens, office.ids)
    within(office.settings, lambda host: _aged(host, 365 * DAY))
    say(office.settings, "backup", copy)
    manifest = copy / "manifest.json"
    told = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(told | {"cut": told["cut"] - 365 * DAY}), "utf-8")
    assert say(home.settings, "restore", copy).code == 0

    before, heard = within(home.settings, _shown), within(home.settings, _heard)
    within(home.settings, lambda host: [forget(each) for each in host.endpoints])
    assert within(home.settings, _heard) == heard > 0
    within(home.settings, lambda host: host.bus.settle())
    assert (within(home.settings, _shown), within(home.settings, _heard)) == (before, heard)


def _shown(host: Host) -> list[object]:
    people = host.shared.directory.people()
    host.search.indexing.catch_up_wholly()
    found = [host.search.searching.search(person, Search(size=100)) for person in people]
    chains = [_count(each, "audit") for each in host.endpoints if each.name == "intake"]
    return [
        [(volume.register.id, volume.year, volume.last) for volume in host.intake.views.volumes()],
        archived(host),
        sorted(host.objects.digests()),
        chains,
        [(one.total, [hit.record for hit in one.hits]) for one in found],
    ]


def _count(endpoint: object, name: str) -> int:
    with endpoint.database.read() as connection:  # type: ignore[attr-defined]
        return len(connection.execute(select(getattr(endpoint.tables, name))).all())  # type: ignore[attr-defined]


def _heard(host: Host) -> int:
    return sum(_count(each, "inbox") for each in host.endpoints)


def _sent_and_lost(host: Host) -> None:
    intake = host.intake.endpoint
    with intake.database.write() as connection:
        connection.execute(update(intake.tables.outbox).values(sent_at=time.time()))


def _aged(host: Host, seconds: float) -> None:
    for endpoint in host.endpoints:
        outbox, inbox = endpoint.tables.outbox, endpoint.tables.inbox
        with endpoint.database.write() as connection:
            connection.execute(update(outbox).values(at=outbox.c.at - seconds, sent_at=outbox.c.sent_at - seconds))
            connection.execute(update(inbox).values(at=inbox.c.at - seconds))


def _note_again(copy: Path, path: Path) -> None:
    manifest = copy / "manifest.json"
    told = json.loads(manifest.read_text("utf-8"))
    for each in told["files"]:
        if each["path"] == path.relative_to(copy).as_posix():
            each["sha256"], each["size"] = digest_of(path)
    manifest.write_text(json.dumps(told), "utf-8")
