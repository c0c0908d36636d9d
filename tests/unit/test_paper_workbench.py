"""The workbench: whatever a paper does to a worker, the desks go on working."""

import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from services.backends.pdf import inspect_pdf
from services.backends.pool import ProcessWorkbench, TaskError
from services.kernel.errors import BadInput, Unavailable
from tests import hostile


@pytest.fixture(scope="module")
def bench() -> Iterator[ProcessWorkbench]:
    made = ProcessWorkbench(2, seconds=20, warm=())
    yield made
    made.close()


def test_a_task_is_done_in_another_process(bench: ProcessWorkbench) -> None:
    assert bench.run(os.getpid) != os.getpid()


def test_a_paper_that_takes_too_long_is_refused_on_time_and_the_bench_goes_on(bench: ProcessWorkbench) -> None:
    began = time.monotonic()
    with pytest.raises(BadInput) as refused:
        bench.within(0.5).run(time.sleep, 60)
    assert time.monotonic() - began < 15
    assert refused.value.code == "paper-too-hard"
    assert "quá lâu" in refused.value.detail
    assert bench.run(abs, -2) == 2


def test_a_paper_that_wants_too_much_memory_is_refused(bench: ProcessWorkbench) -> None:
    with pytest.raises(BadInput, match="bộ nhớ"):
        bench.run(bytearray, 8 << 30)
    assert bench.run(abs, -3) == 3


def test_a_paper_that_kills_its_worker_is_refused_and_the_worker_replaced(bench: ProcessWorkbench) -> None:
    for _ in range(3):
        with pytest.raises(BadInput, match="công cụ đọc"):
            bench.run(os.abort)
    assert bench.run(abs, -4) == 4


def test_programs_a_task_started_end_with_it(bench: ProcessWorkbench) -> None:
    with pytest.raises(BadInput):
        bench.within(1).run(subprocess.run, ["sleep", "7341.5"])
    time.sleep(0.2)
    assert not [one for one in Path("/proc").glob("[0-9]*/cmdline") if b"7341.5" in _read(one)]


def test_a_refusal_comes_through_word_for_word(bench: ProcessWorkbench, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        bench.run(inspect_pdf, hostile.empty(tmp_path / "trong.pdf"))
    assert refused.value.code == "file-empty"
    assert refused.value.next


def test_a_fault_of_ours_is_not_blamed_on_the_paper(bench: ProcessWorkbench) -> None:
    with pytest.raises(TaskError, match="ValueError"):
        bench.run(int, "không phải số")


def test_many_threads_share_the_bench(bench: ProcessWorkbench) -> None:
    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(lambda n: bench.run(pow, n, 2), range(100))) == [n * n for n in range(100)]


def test_a_worker_that_died_while_idle_is_not_blamed_on_the_next_paper() -> None:
    bench = ProcessWorkbench(1, warm=())
    try:
        os.kill(bench.run(os.getpid), 9)
        time.sleep(0.3)
        assert bench.run(abs, -5) == 5
    finally:
        bench.close()


def test_a_closed_bench_refuses_and_leaves_no_process() -> None:
    bench = ProcessWorkbench(1, warm=())
    worker = bench.run(os.getpid)
    bench.close()
    with pytest.raises(Unavailable):
        bench.run(os.getpid)
    assert not Path(f"/proc/{worker}/exe").exists()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
