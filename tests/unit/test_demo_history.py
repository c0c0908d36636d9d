"""The demo's past: deeds at their own moments, documents in the files of their matter, progress told sparingly."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from services.cli.demo.diary import Diary
from services.cli.demo.progress import Progress
from services.cli.demo.shelves import matter_of
from services.kernel.clock import FixedClock, office_day


def test_what_is_put_down_for_later_is_done_at_its_moment_and_in_office_hours() -> None:
    diary = Diary(FixedClock(datetime(2026, 3, 6, 1, tzinfo=UTC)), random.Random(1))
    done: list[datetime] = []
    diary.later(2, lambda: done.append(diary.clock.now()))
    diary.turn_to(date(2026, 3, 9))
    assert not done, "two working days from a Friday is Tuesday"
    diary.turn_to(date(2026, 3, 13))
    assert [office_day(at) for at in done] == [date(2026, 3, 10)]
    assert office_day(diary.clock.now()) == date(2026, 3, 13)


def test_the_clock_of_the_past_never_turns_back() -> None:
    diary = Diary(FixedClock(datetime(2026, 3, 6, 9, tzinfo=UTC)), random.Random(1))
    before = diary.clock.now()
    diary.turn_to(date(2026, 3, 6))
    assert diary.clock.now() >= before
    diary.pause()
    assert timedelta() < diary.clock.now() - before < timedelta(hours=12)


def test_a_document_belongs_into_the_file_of_its_matter() -> None:
    assert matter_of("V/v đôn đốc thực hiện nhiệm vụ Phòng, chống thiên tai năm 2025") == "thiên tai"
    assert matter_of("Mời dự hội nghị") == ""


def test_without_a_terminal_progress_says_one_line_a_quarter(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("Lập văn bản mẫu", 40)
    for _ in range(40):
        progress.step()
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[-3] for line in lines] == ["10/40", "20/40", "30/40", "40/40"]
