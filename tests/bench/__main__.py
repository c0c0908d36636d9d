"""`make bench` and `make bench-deployed`, with `ONLY=word`: each figure beside its limit or peer of the same run."""

import importlib
import os
import pkgutil
import sys
from pathlib import Path

from tests.bench.figures import Figure, machine


def main(kind: str, only: str) -> None:
    """Benches are the modules here whose names begin with their kind, each with `run() -> Iterable[Figure]`."""
    modules = pkgutil.iter_modules([str(Path(__file__).parent)])
    names = [each.name for each in modules if each.name.startswith(f"{kind}_")]
    print(machine())
    for name in names:
        if only in name:
            print(f"\n{name.removeprefix(f'{kind}_')}")
            module = importlib.import_module(f"tests.bench.{name}")
            for figure in module.run():
                _print(figure)


def _print(figure: Figure) -> None:
    print(f"  {figure}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "bench", os.environ.get("ONLY", ""))
