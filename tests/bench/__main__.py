"""`make bench [ONLY=word]`: run every bench, print each figure beside its limit or peer of the same run."""

import importlib
import os
import pkgutil
import sys
from pathlib import Path

from tests.bench.figures import Figure, machine


def main(only: str) -> None:
    """Benches are the modules named `bench_*` here, each with `run() -> Iterable[Figure]`."""
    names = [each.name for each in pkgutil.iter_modules([str(Path(__file__).parent)]) if each.name.startswith("bench_")]
    print(machine())
    for name in names:
        if only in name:
            print(f"\n{name.removeprefix('bench_')}")
            module = importlib.import_module(f"tests.bench.{name}")
            for figure in module.run():
                _print(figure)


def _print(figure: Figure) -> None:
    print(f"  {figure}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ONLY", ""))
