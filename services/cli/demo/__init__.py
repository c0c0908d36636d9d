"""`vanthu demo`: a fictional office with two years of work, made once; one dispatch walked from door to shelf."""

import shutil
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime, timedelta
from typing import Any

from services.backends.settings import Settings
from services.cli import serving
from services.cli.demo.history import COUNT, LEAST, History
from services.cli.demo.office import begin, found
from services.cli.demo.people import OFFICE
from services.cli.demo.walk import StepFailed, Walk
from services.cli.output import Output
from services.cli.words import between, word
from services.embedded import opened, working
from services.kernel.clock import FixedClock, office_day
from services.kernel.errors import Conflict

_MADE = "demo.made"
_OCCUPIED = Conflict("home-in-use", "Cơ sở dữ liệu đã có một cơ quan.", "Dùng cơ sở dữ liệu trống.")
# What lies on servers cannot be made beside and renamed; audit chains let nobody take it away again.
_UNFINISHED = Conflict(
    "demo-unfinished",
    "Lần lập cơ quan mẫu trước bị ngắt giữa chừng; phần đã lập còn trên các máy chủ.",
    "Nếu ở đó không có gì cần giữ, làm trống rồi lập lại: docker compose -f deploy/compose.yaml down --volumes, rồi "
    "up -d; không dùng compose thì lập lại cơ sở dữ liệu và virtual host, rồi chạy lại lệnh này.",
)


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word."""
    demo = word(words, shared, "demo", "lập cơ quan mẫu (một lần), đi một văn bản từ cửa đến kho", run)
    demo.add_argument("--serve", action="store_true", help="rồi mở các bàn làm việc")
    sized(demo)


def sized(asking: ArgumentParser) -> None:
    """Let a command say how large the office is to be."""
    asking.add_argument(
        "--documents",
        type=between(LEAST, COUNT),
        default=COUNT,
        metavar="SỐ",
        help=f"số văn bản mẫu (mặc định {COUNT})",
    )


def run(asked: Namespace, settings: Settings, out: Output) -> int:
    """Make the office if it is not there; walk (with --serve only the first time); 1 when a step failed."""
    if not settings.demo:
        raise Conflict(
            "not-the-demo", "Lệnh này chỉ dùng cho bản trình diễn.", "Đặt VANTHU_DEMO=1, hoặc dùng vanthu init."
        )
    fresh = make_once(settings, asked.documents, out)
    if (fresh or not asked.serve) and not _walk(settings, out):
        return 1
    if asked.serve:
        return serving.serve(asked, settings, out)
    return 0


def make_once(settings: Settings, count: int, out: Output) -> bool:
    """Make the office, of so many documents, once; whether it was made now. Conflict when other data is in the way."""
    fresh = not (settings.home / _MADE).exists()
    if fresh:
        _make(settings, count, out)
    return fresh


def _make(settings: Settings, count: int, out: Output) -> None:
    # Made beside and renamed into place, so that an interrupted run leaves no half-made office.
    scratch = settings.home.with_name(settings.home.name + ".making")
    interrupted = scratch.exists()
    shutil.rmtree(scratch, ignore_errors=True)
    if settings.home.exists() and any(settings.home.iterdir()):
        raise Conflict("home-in-use", f"Thư mục {settings.home.name} đã có dữ liệu khác.", "Đặt VANTHU_HOME khác.")
    out.note(f"Lập cơ quan mẫu trong {settings.home.name}/ (một lần, khoảng một đến hai phút)")
    now = datetime.now(UTC)
    clock = FixedClock(now - timedelta(days=740))
    with opened(settings.at(scratch), clock) as host:
        if host.directory.directory.founded():
            if interrupted and host.directory.directory.organisation().name == OFFICE.name:
                raise _UNFINISHED
            shutil.rmtree(scratch)  # or the next run would take it for an interrupted one's
            raise _OCCUPIED
        History(host, begin(host), clock, office_day(now), count).write()
    (scratch / _MADE).write_text(now.isoformat(), encoding="utf-8")
    if settings.home.exists():
        settings.home.rmdir()
    scratch.rename(settings.home)


def _walk(settings: Settings, out: Output) -> bool:
    out.note("Một văn bản từ cửa đến kho, và văn bản trả lời:")
    try:
        with working(settings) as office:
            Walk(office, found(office), out).go()
    except StepFailed as failed:
        out.result(f"  ✖ {failed}", failed=str(failed))
        return False
    out.note("Mọi bước đều đạt.")
    return True
