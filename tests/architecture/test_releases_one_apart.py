"""Releases one apart run side by side: neither tells what the other cannot read, nor takes a table from under it."""

import ast
import copy
import re
from pathlib import Path
from typing import Any

import pytest

from services.backends.settings import SERVICES
from tests.architecture.release import ROOT, before, faults, now

TAKEN = {"drop_table", "drop_column", "rename_table", "alter_column"}
TAKING = re.compile(r"\b(DROP|RENAME|SET NOT NULL)\b", re.IGNORECASE)


def test_what_one_release_tells_the_other_reads() -> None:
    assert faults(before(), now()) == []


@pytest.mark.parametrize(
    ("name", "part", "kind", "fault"),
    [
        ("DocumentVoided", "reason", None, "DocumentVoided.reason is gone"),
        ("DocumentVoided", "version", "str", "DocumentVoided.version was int, is str"),
        ("DocumentCard", "place", "str", "DocumentCard.place is new and has no default"),
        ("DocumentCard", "state", "str", "DocumentCard.state has no default any more"),
        ("Part", "main", None, "Part.main is gone"),
    ],
)
def test_a_change_the_other_release_could_not_read_is_named(name: str, part: str, kind: str | None, fault: str) -> None:
    changed: dict[str, Any] = copy.deepcopy(now())
    if kind is None:
        del changed["shapes"][name][part]
    else:
        changed["shapes"][name][part] = kind
    (found,) = faults(now(), changed)
    assert found.startswith(fault)


def test_a_field_with_a_default_and_a_fact_may_be_added() -> None:
    changed = copy.deepcopy(now())
    changed["shapes"]["DocumentCard"]["place"] = "str?"
    changed["shapes"]["DocumentRecalled"] = {"document_id": "str"}
    assert faults(now(), changed) == []


@pytest.mark.parametrize("service", SERVICES)
def test_databases_are_widened_first_and_narrowed_a_release_later(service: str) -> None:
    noted = before()
    versions = (ROOT / "services" / service / "migrations" / "versions").glob("[0-9]*.py")
    newer = [path for path in sorted(versions) if path.name.partition("_")[0] > noted["revisions"][service]]
    taking = [f"{path.name}: {each}" for path in newer for each in narrowing(path.read_text("utf-8"), noted["release"])]
    assert taking == []


def narrowing(revision: str, release: str) -> list[str]:
    """What a revision takes from the release before, unless its `UNREAD_SINCE` says that that one needs it no more."""
    tree = ast.parse(revision)
    since = next((ast.literal_eval(each.value) for each in tree.body if _assigns(each, "UNREAD_SINCE")), "")  # type: ignore[attr-defined]  # an assignment has a value
    if since and _number(since) <= _number(release):
        return []
    upgrade = next(each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == "upgrade")
    calls = [each for each in ast.walk(upgrade) if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)]
    named = [(each.func.attr, each) for each in calls if isinstance(each.func, ast.Attribute)]
    found = [name for name, _ in named if name in TAKEN]
    found += ["a column that must be given" for name, call in named if name == "add_column" and _must_be_given(call)]
    texts = [each.value for each in ast.walk(upgrade) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return found + [text for text in texts if TAKING.search(text) and text != ast.get_docstring(upgrade)]


def _assigns(statement: ast.stmt, name: str) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return any(isinstance(each, ast.Name) and each.id == name for each in targets)


def _must_be_given(call: ast.Call) -> bool:
    told = {each.arg: each.value for column in call.args if isinstance(column, ast.Call) for each in column.keywords}
    nullable = told.get("nullable")
    return isinstance(nullable, ast.Constant) and nullable.value is False and "server_default" not in told


def _number(release: str) -> tuple[int, ...]:
    return tuple(map(int, release.split(".")))


_REVISION = "{head}\ndef upgrade():\n    {line}\n"


@pytest.mark.parametrize(
    ("line", "head", "taken"),
    [
        ("op.drop_column('outgoing', 'year')", "", ["drop_column"]),
        ("batch_op.alter_column('year', new_column_name='volume')", "", ["alter_column"]),
        (
            "op.execute('ALTER TABLE outgoing RENAME year TO volume')",
            "",
            ["ALTER TABLE outgoing RENAME year TO volume"],
        ),
        ("op.add_column('a', sa.Column('b', sa.Text(), nullable=False))", "", ["a column that must be given"]),
        ("op.add_column('a', sa.Column('b', sa.Text(), nullable=False, server_default=''))", "", []),
        ("op.add_column('a', sa.Column('b', sa.Text(), nullable=True))", "", []),
        ("op.drop_column('outgoing', 'year')", "UNREAD_SINCE = '0.3.0'", []),
        ("op.drop_column('outgoing', 'year')", "UNREAD_SINCE = '0.4.0'", ["drop_column"]),
    ],
)
def test_a_revision_that_takes_what_the_release_before_needs_is_told(line: str, head: str, taken: list[str]) -> None:
    assert narrowing(_REVISION.format(line=line, head=head), "0.3.0") == taken


def test_every_revision_so_far_can_be_judged() -> None:
    paths = [path for name in SERVICES for path in _versions(name)]
    assert len(paths) >= 20
    for path in paths:
        narrowing(path.read_text("utf-8"), "0.0.0")


def _versions(service: str) -> list[Path]:
    return sorted((ROOT / "services" / service / "migrations" / "versions").glob("[0-9]*.py"))
