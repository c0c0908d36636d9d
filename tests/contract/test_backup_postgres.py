"""A backup of schemas on a real PostgreSQL: who may be asked, what is refused, and a restore that was cut off."""

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from services.backends.backup.engines import engines
from services.backends.backup.programs import run
from services.cli import archives
from services.kernel.errors import Unavailable
from tests.backups import register, say, within
from tests.fault.backup_places import Place, two_places
from tests.offices import set_up

_RECORDING = """#!/bin/sh
printf '%s\\n' "$@" >> {noted}
exec {program} "$@"
"""


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, Place, Path]]:
    """An office with two papers, an empty place, and the backup."""
    folder = tmp_path_factory.mktemp("postgres")
    with two_places("deployed", folder) as (office, empty):
        office.prepare()
        within(office.settings, lambda host: (set_up(host, host.shared.clock.today()), register(host, "một", "hai")))
        assert say(office.settings, "backup", folder / "copy").code == 0
        yield office, empty, folder / "copy"


def test_the_password_is_among_nobodys_words(
    places: tuple[Place, Place, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, _, _ = places
    noted, wrapper = tmp_path / "words", tmp_path / "bin" / "pg_dump"
    wrapper.parent.mkdir()
    wrapper.write_text(_RECORDING.format(noted=noted, program="/usr/bin/pg_dump"))
    wrapper.chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")

    assert say(office.settings, "backup", tmp_path / "copy").code == 0

    password = make_url(office.settings.database_admin).password
    assert password
    assert "--format=custom" in noted.read_text()
    assert str(password) not in noted.read_text()


def test_without_the_program_or_the_administrator_it_says_what_lacks(
    places: tuple[Place, Place, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, _, _ = places
    bare = replace(office.settings, database_admin="")
    assert say(bare, "backup", tmp_path / "copy").refused == "settings-wrong"
    monkeypatch.setenv("PATH", str(tmp_path))
    said = say(office.settings, "backup", tmp_path / "copy")
    assert (said.refused, "pg_dump" in said.words) == ("program-missing", True)
    assert not (tmp_path / "copy" / "manifest.json").exists()


def test_what_the_program_says_of_its_failure_is_told(places: tuple[Place, Place, Path], tmp_path: Path) -> None:
    office, _, _ = places
    address = make_url(office.settings.database_admin)
    with pytest.raises(Exception, match="nowhere") as refused:
        run("pg_dump", ["--schema=nowhere", "--strict-names", f"--file={tmp_path / 'x'}"], address, tmp_path)
    assert getattr(refused.value, "code", "") == "database-copy-failed"


def test_a_schema_with_rows_is_refused(places: tuple[Place, Place, Path]) -> None:
    office, _, copy = places
    said = say(office.settings, "restore", copy)
    assert (said.code, said.refused) == (3, "restore-not-empty")
    assert len(within(office.settings, lambda host: list(host.intake.views.facts()))) == 2


def test_told_too_little_or_without_the_index_a_restore_touches_nothing(places: tuple[Place, Place, Path]) -> None:
    _, empty, copy = places
    whole = empty.settings
    for told, code in (
        (replace(whole, database_reader=""), "settings-wrong"),
        (replace(whole, index=f"tantivy:{whole.home}/index"), "settings-wrong"),
        (replace(whole, index="elasticsearch+http://127.0.0.1:1/documents"), "restore-index-away"),
    ):
        assert say(told, "restore", copy).refused == code
    (schemas,) = engines(whole)
    assert not schemas.interrupted()
    assert not whole.home.exists()


def test_a_restore_cut_off_while_the_index_is_made_lets_nothing_start_and_is_begun_again(
    tmp_path: Path, places: tuple[Place, Place, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, copy = places
    with two_places("deployed", tmp_path) as (empty, _), monkeypatch.context() as away:
        away.setattr(archives, "make_again", _gone)
        assert say(empty.settings, "restore", copy).refused == "index-away"
        assert say(empty.settings, "migrate").refused == "restore-unfinished"
        away.undo()

        assert say(empty.settings, "restore", copy).code == 0

        assert say(empty.settings, "migrate").code == 0
        assert within(empty.settings, lambda host: len(list(host.intake.views.facts()))) == 2


def _gone(*_: object) -> None:
    raise Unavailable("index-away", "Máy chủ chỉ mục không trả lời.")


def test_a_restore_cut_off_between_two_schemas_is_begun_again_over_tables_without_rows(
    places: tuple[Place, Place, Path],
) -> None:
    _, empty, copy = places
    assert say(empty.settings, "backup", copy).refused == "office-missing"
    empty.prepare()
    assert say(empty.settings, "backup", copy).refused == "office-missing"
    (schemas,) = engines(empty.settings)
    schemas.begin()
    address = make_url(empty.settings.database_admin)
    for name in ("directory", "intake"):
        run(
            "pg_restore",
            ["--no-owner", "--no-privileges", str(next(copy.glob(f"databases/*/{name}.dump")))],
            address,
            copy,
        )

    said = say(empty.settings, "restore", copy)

    assert said.code == 0, said
    assert within(empty.settings, lambda host: register(host, "ba")[0].entry.number) == 3
    assert say(empty.settings, "restore", copy).refused == "restore-not-empty"
