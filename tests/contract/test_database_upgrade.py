"""Databases go from version to version and back beside an office that works: nothing is undone, nobody is held up."""

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from services.backends.database.provision import PATIENCE, Patience, migrate_all
from services.kernel.errors import Unavailable
from tests import postgres

NOW = Path(__file__).parents[2] / "services"
_REVISION = '''
"""One column more."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{last}"


def upgrade() -> None:
    op.add_column("inbox", sa.Column("note", sa.Text))
'''


@pytest.fixture
def name() -> Iterator[str]:
    """A database with the search service in it."""
    with postgres.empty_database() as made:
        _migrate(made, NOW)
        yield made


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The search service's revisions as a later version has them: one changes a table."""
    folder = tmp_path / "search" / "migrations"
    shutil.copytree(NOW / "search" / "migrations", folder)
    last = max(path.stem.split("_")[0] for path in (folder / "versions").glob("[0-9]*.py"))
    (folder / "versions" / "9999_note.py").write_text(_REVISION.format(last=last), encoding="utf-8")
    return tmp_path


def _migrate(name: str, folder: Path, patience: Patience = PATIENCE, password: str = "lời") -> None:
    administrator = postgres.words(postgres.administrator(name))
    migrate_all({"search": postgres.own_address(name, "search", password)}, administrator, "", folder, patience)


def _revision(name: str) -> str:
    with postgres.told(name) as administrator:
        (found,) = administrator.execute("SELECT version_num FROM search.alembic_version").fetchone() or ("",)
        return str(found)


def test_the_version_before_prepares_newer_tables_and_leaves_them_as_they_are(name: str, later: Path) -> None:
    _migrate(name, later)

    _migrate(name, NOW, password="lời-mới")

    assert _revision(name) == "9999"
    with psycopg.connect(postgres.own_address(name, "search", "lời-mới")) as service:
        assert service.execute("SELECT note FROM inbox").fetchall() == []


def _reading(name: str) -> psycopg.Connection:
    """Whoever reads for long, as a backup does."""
    reader = psycopg.connect(postgres.words(postgres.administrator(name)))
    reader.execute("SELECT 1 FROM search.inbox")
    return reader


def test_while_a_migration_waits_for_a_table_others_read_it_and_the_migration_comes_again(
    name: str, later: Path
) -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        with _reading(name), postgres.told(name) as clerk:
            migration = elsewhere.submit(_migrate, name, later, Patience(tries=200, waits=0.3, pauses=0.2))
            clerk.execute("SET statement_timeout = '5s'")
            for _ in range(20):
                clerk.execute("SELECT 1 FROM search.inbox")
                time.sleep(0.1)
            assert not migration.done()
        migration.result(60)
    assert _revision(name) == "9999"


def test_a_table_that_is_never_let_go_is_said_in_words_and_nothing_is_changed(name: str, later: Path) -> None:
    before = _revision(name)
    with _reading(name), pytest.raises(Unavailable, match="search: bảng đang bị giữ") as said:
        _migrate(name, later, Patience(tries=2, waits=0.1, pauses=0.1))
    assert (said.value.code, "vanthu migrate" in said.value.next) == ("tables-held", True)
    assert _revision(name) == before


def test_who_waits_for_another_administrator_waits_until_that_one_has_done(name: str) -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        with psycopg.connect(postgres.words(postgres.administrator(name))) as other:
            other.execute("SELECT pg_advisory_xact_lock(7473, 1)")
            migration = elsewhere.submit(_migrate, name, NOW, Patience(tries=1, waits=0.1))
            time.sleep(1)
            assert not migration.done()
        migration.result(60)
