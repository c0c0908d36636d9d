"""Hold every file to 300 lines, every function to 40, every parameter list to 5: `python scripts/sizes.py`."""

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_LINES, FUNCTION_LINES, PARAMETERS, MEDIAN_LINES = 300, 40, 5, 100
_KINDS = {".py", ".html", ".css", ".js", ".typ"}


def main() -> int:
    """Print what is too large; 1 if anything is."""
    asked = ["git", "ls-files", "-co", "--exclude-standard"]
    tracked = subprocess.run(asked, capture_output=True, text=True, check=True)
    paths = [Path(name) for name in tracked.stdout.split("\n") if Path(name).suffix in _KINDS and Path(name).exists()]
    faults = [fault for path in paths for fault in _faults(path)]
    code = [length for path in paths if path.suffix == ".py" and (length := _length(path)) > 2]
    median = statistics.median(code)
    if median > MEDIAN_LINES:
        faults.append(f"the median file has {median} lines, more than {MEDIAN_LINES}")
    print("\n".join(faults) or f"{len(paths)} files within their sizes; median Python file {median:.0f} lines")
    return 1 if faults else 0


def _length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _faults(path: Path) -> Iterator[str]:
    if (length := _length(path)) > FILE_LINES:
        yield f"{path}: {length} lines"
    if path.suffix == ".py":
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _function_faults(path, node)


def _function_faults(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    if length > FUNCTION_LINES:
        yield f"{path}:{node.lineno}: {node.name} has {length} lines"
    named = [each.arg for each in node.args.posonlyargs + node.args.args + node.args.kwonlyargs]
    count = len([name for name in named if name not in {"self", "cls"}])
    # A route's parameters are the request's own parts, injected by name; a test's are its fixtures.
    if count > PARAMETERS and not node.decorator_list and not node.name.startswith("test_"):
        yield f"{path}:{node.lineno}: {node.name} takes {count} parameters"


if __name__ == "__main__":
    sys.exit(main())
