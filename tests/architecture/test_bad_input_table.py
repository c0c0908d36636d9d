"""The table of bad input names tests that are there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [row for row in (ROOT / "docs" / "bad-input.md").read_text("utf-8").splitlines() if row.startswith("| ")][1:]
NAMED = [found for row in ROWS for found in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)]


def test_every_kind_of_bad_input_names_a_test() -> None:
    assert len(ROWS) >= 25
    assert not [row for row in ROWS if "`tests/" not in row]


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_test_named_for_bad_input_is_there(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
