"""The tables of invariants and of protections, and the tests they name, agree."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "invariants.md").read_text("utf-8")
ROWS = re.findall(r"^\| (\d+) \|.*$", PAGE, re.M)
NAMED = [
    (int(row[1]), path, name)
    for row in re.finditer(r"^\| (\d+) \|.*$", PAGE, re.M)
    for path, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row[0])
]


def test_every_invariant_of_this_version_names_a_test() -> None:
    kept = {*range(1, 8), 9, 10, *range(12, 16), 18, 19, 20}
    assert {int(number) for number in ROWS} == kept == {number for number, _, _ in NAMED}


@pytest.mark.parametrize(("number", "path", "name"), NAMED)
def test_a_test_named_for_an_invariant_is_there_and_says_so(number: int, path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    assert found, f"{path} has no {name}"
    assert f"Invariant {number}" in (ast.get_docstring(found[0]) or "")


def test_every_test_that_shows_a_protection_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE.partition("in trouble")[2])
    assert named
    assert [name for path, name in named if name not in (ROOT / path).read_text("utf-8")] == []
