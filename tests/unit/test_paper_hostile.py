"""Files nobody should trust: each is refused in words or flagged, in bounded time and memory."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.backends.pdf import inspect_pdf, page_image
from services.backends.pool import ProcessWorkbench
from services.kernel.errors import BadInput, Refusal
from services.kernel.papers import Flag, Inspection
from tests import hostile

Builder = Callable[[Path], Path]


@pytest.fixture(scope="module")
def bench() -> Iterator[ProcessWorkbench]:
    made = ProcessWorkbench(1, seconds=20)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("build", "code", "words"),
    [
        (hostile.empty, "file-empty", "rỗng"),
        (hostile.not_a_pdf, "pdf-not", "không phải PDF"),
        (hostile.truncated, "pdf-damaged", "thiếu phần cuối"),
        (hostile.encrypted, "pdf-encrypted", "khóa bằng mật khẩu"),
        (hostile.zero_pages, "pdf-no-pages", "không có trang"),
        (hostile.page_tree_loop, "pdf-damaged", "hỏng"),
        (hostile.deflate_bomb, "paper-too-hard", "Tệp này"),
    ],
)
def test_a_broken_or_locked_file_is_refused_with_a_way_out(
    bench: ProcessWorkbench, tmp_path: Path, build: Builder, code: str, words: str
) -> None:
    began = time.monotonic()
    with pytest.raises(BadInput) as refused:
        bench.run(inspect_pdf, build(tmp_path / "van-ban.pdf"))
    assert (refused.value.code, words in refused.value.detail) == (code, True)
    assert refused.value.next
    assert time.monotonic() - began < 40


def test_a_file_that_only_forbids_changes_is_called_locked_too(bench: ProcessWorkbench, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        bench.run(inspect_pdf, hostile.encrypted(tmp_path / "han-che.pdf", user_password=""))
    assert refused.value.code == "pdf-encrypted"
    assert "hạn chế" in refused.value.detail


@pytest.mark.parametrize(
    ("build", "flag"),
    [
        (hostile.with_javascript, Flag.JAVASCRIPT),
        (hostile.with_launch, Flag.LAUNCH),
        (hostile.with_embedded_file, Flag.EMBEDDED_FILES),
        (hostile.huge_page, Flag.HUGE_PAGE),
        (hostile.xref_loop, Flag.REPAIRED),
    ],
)
def test_a_suspect_file_is_kept_as_it_is_and_flagged(
    bench: ProcessWorkbench, tmp_path: Path, build: Builder, flag: Flag
) -> None:
    path = build(tmp_path / "van-ban.pdf")
    before = path.read_bytes()
    seen = bench.run(inspect_pdf, path)
    assert seen.flags == {flag}
    assert seen.warnings == (flag.label,)
    assert path.read_bytes() == before


def test_an_innocent_file_has_no_flags(bench: ProcessWorkbench, tmp_path: Path) -> None:
    assert _seen(bench, hostile.plain_pdf(tmp_path / "van-ban.pdf")).flags == frozenset()


def test_words_that_look_like_a_script_are_no_script(bench: ProcessWorkbench, tmp_path: Path) -> None:
    path = hostile.plain_pdf(tmp_path / "van-ban.pdf", title="Hướng dẫn viết /JS và /Launch trong PDF")
    assert _seen(bench, path).flags == frozenset()


def test_five_thousand_pages_are_accepted_with_the_text_of_the_first(bench: ProcessWorkbench, tmp_path: Path) -> None:
    began = time.monotonic()
    seen = _seen(bench, hostile.five_thousand_pages(tmp_path / "dai.pdf"))
    assert (seen.pages, len(seen.sizes), seen.text_pages) == (5_000, 5_000, 200)
    assert seen.flags == {Flag.TEXT_CUT}
    assert time.monotonic() - began < 30


def test_the_picture_of_a_page_of_200_inches_stays_small(bench: ProcessWorkbench, tmp_path: Path) -> None:
    picture = bench.run(page_image, hostile.huge_page(tmp_path / "kho-lon.pdf"), 0, 50_000)
    assert len(picture) < 1_000_000


@pytest.mark.parametrize("build", [hostile.not_a_pdf, hostile.encrypted, hostile.deflate_bomb, hostile.zero_pages])
def test_no_picture_is_drawn_of_a_file_that_cannot_be_read(
    bench: ProcessWorkbench, tmp_path: Path, build: Builder
) -> None:
    with pytest.raises(Refusal):
        bench.run(page_image, build(tmp_path / "van-ban.pdf"), 0, 800)


def _seen(bench: ProcessWorkbench, path: Path) -> Inspection:
    return bench.run(inspect_pdf, path)
