"""A loop goes on through every trouble and says it so that whoever reads the log knows what to do."""

import logging
import threading

import pytest

from services.backends.loop import Loop, Rhythm
from services.kernel.errors import Unavailable


@pytest.mark.parametrize("trouble", [Unavailable("away", "Máy chủ không trả lời.", "Báo quản trị."), KeyError("bug")])
def test_trouble_told_in_words_is_logged_in_words_and_a_bug_with_where_it_was(
    trouble: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    again, tries = threading.Event(), iter([trouble])

    def work() -> bool:
        if found := next(tries, None):
            raise found
        again.set()
        return False

    loop = Loop("indexer", work, Rhythm(pause=0.01))
    with caplog.at_level(logging.WARNING, "vanthu.loop"):
        loop.start()
        assert again.wait(10)
        loop.stop()
    (record,) = caplog.records
    is_a_bug = isinstance(trouble, KeyError)
    assert bool(record.exc_info) == is_a_bug
    assert is_a_bug or record.getMessage() == "indexer: Máy chủ không trả lời. Báo quản trị."
