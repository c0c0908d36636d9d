"""Reading first pages for the form: papers a second through the workbench, against one process without it."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from services.backends.pdf import read_paper
from services.backends.pool import ProcessWorkbench
from services.intake.domain.reading import read_head
from tests.bench.figures import Figure, timed
from tests.bench.papers import letters

COUNT = 200


def run() -> Iterator[Figure]:
    """Born-digital papers a second, read and understood."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        paths = _kept(Path(folder))
        bench = ProcessWorkbench(2)
        try:
            bench.open()
            list(map(lambda path: bench.run(read_paper, path), paths[:4]))  # noqa: C417 - warms both workers
            bare = COUNT / timed(lambda: [_understood(read_paper(path)) for path in paths])
            with ThreadPoolExecutor(4) as clerks:
                rate = COUNT / timed(
                    lambda: list(clerks.map(lambda path: _understood(bench.run(read_paper, path)), paths))
                )
            yield Figure("first pages read, two workers", rate, "/s", "one process, no workbench", bare)
        finally:
            bench.close()


def _kept(folder: Path) -> list[Path]:
    sheets = letters(20)
    paths = [folder / f"{number}.pdf" for number in range(COUNT)]
    for number, path in enumerate(paths):
        path.write_bytes(sheets[number % len(sheets)])
    return paths


def _understood(seen: object) -> None:
    read_head(seen.words, seen.first_width, seen.source)  # type: ignore[attr-defined]
