"""The audit of several services, read as one."""

import ast
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.backends.trail import Trail
from services.intake.domain.incoming_actions import Act
from services.kernel.deeds import Deed, words_of
from services.kernel.trail import TrailAsk, TrailLine
from services.web.audit_pages import details_of
from services.web.audit_words import DETAILS
from tests.unit.bus_desks import open_desk


@pytest.fixture
def trail(tmp_path: Path) -> Trail:
    """Two services that noted twelve things in turn."""
    desks = [open_desk(tmp_path, name, {}) for name in ("intake", "archive")]
    for turn in range(12):
        time.sleep(0.002)  # lines of one millisecond have no order between services
        with desks[turn % 2].stores() as store:
            store.audit("Lan" if turn % 3 else "Sơn", "view" if turn % 4 else "download", f"d{turn}", turn=turn)
    return Trail(desks)


def every_page(trail: Trail, asked: TrailAsk) -> list[TrailLine]:
    """All lines, page after page."""
    found: list[TrailLine] = []
    while True:
        page = trail.page(asked)
        found.extend(page.lines)
        if page.before is None:
            return found
        asked = TrailAsk(asked.service, asked.action, asked.subject, asked.who, page.before, asked.size)


@pytest.mark.parametrize("size", [1, 5, 12, 50])
def test_the_pages_hold_every_line_once_newest_first(trail: Trail, size: int) -> None:
    found = every_page(trail, TrailAsk(size=size))
    assert [line.details["turn"] for line in found] == list(range(11, -1, -1))


def test_lines_are_asked_for_by_service_action_thing_and_person(trail: Trail) -> None:
    assert {line.service for line in every_page(trail, TrailAsk(service="archive", size=2))} == {"archive"}
    assert {line.subject for line in every_page(trail, TrailAsk(action="download", size=2))} == {"d0", "d4", "d8"}
    assert [line.action for line in every_page(trail, TrailAsk(subject="d7"))] == ["view"]
    assert len(every_page(trail, TrailAsk(who="Sơ", size=3))) == 4


def test_every_chain_is_walked_and_every_action_named(trail: Trail) -> None:
    assert [(state.service, state.links, state.broken) for state in trail.states()] == [
        ("intake", 6, 0),
        ("archive", 6, 0),
    ]
    assert trail.actions() == ["download", "view"]


def test_every_deed_has_its_own_words_and_every_step_of_an_arrived_document_is_a_deed() -> None:
    labels = [deed.label for deed in Deed]
    assert len(set(labels)) == len(labels)
    assert {Deed(act.value) for act in Act} < set(Deed)


def test_a_word_of_an_older_version_is_shown_as_it_was_written() -> None:
    assert words_of("view") == "Xem"
    assert words_of("outgoing.view") == "outgoing.view"


def test_every_detail_that_is_written_down_has_a_name_on_the_page() -> None:
    calls = (node for path in Path("services").rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    noted = (node for node in calls if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "audit")
    assert {word.arg for node in noted for word in node.keywords} - {None} <= set(DETAILS)


def test_what_changed_is_told_as_before_and_after_in_the_words_of_the_office() -> None:
    told = {
        "roles": {"before": ["clerk"], "after": ["clerk", "leader"]},
        "position": {"before": "", "after": "Văn thư"},
    }
    line = TrailLine("directory", 1, datetime(2026, 11, 20, tzinfo=UTC), "Sơn", "change-person", "p1", told)
    assert details_of(line) == [("vai trò", "văn thư → văn thư, lãnh đạo cơ quan"), ("chức vụ", "trống → Văn thư")]
