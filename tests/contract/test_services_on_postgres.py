"""The services do on PostgreSQL what their own tests say they do: the same tests, run again on it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres

ROOT = Path(__file__).parents[2]
ROOMS = {
    "directory": ["unit/test_directory_door.py", "unit/test_directory_people.py"],
    "incoming": ["unit/test_incoming_*.py", "fault/test_numbers_under_load.py"],
    "outgoing": ["unit/test_outgoing_desk.py", "unit/test_outgoing_way.py", "e2e/test_uploaded_drafts.py"],
    "registers": ["unit/test_registers_numbers.py", "e2e/test_invariants_numbers.py", "e2e/test_invariants_work.py"],
    "signing": ["unit/test_signing_book.py", "unit/test_signing_seal.py", "unit/test_signing_http.py"],
    "archive": ["unit/test_archive_*.py"],
    "search": ["unit/test_search_service.py", "unit/test_search_access.py", "unit/test_search_http.py"],
    # Who may do what is asked inside queries, odd words and numbers meet columns; the rest does neither.
    "interface": ["api/test_access_matrix.py", "api/test_bad_input_words.py"],
    "bus": ["unit/test_bus_*.py", "unit/test_audit_*.py"],
}


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_what_holds_on_a_file_holds_on_a_server(room: str, tmp_path: Path) -> None:
    postgres.template()
    modules = [str(path) for pattern in ROOMS[room] for path in sorted((ROOT / "tests").glob(pattern))]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'run'}", *modules],
        cwd=ROOT, env=environment | {"VANTHU_TEST_DATABASE": "postgresql"}, capture_output=True, text=True,
    )  # fmt: skip
    told = ended.stdout[-6000:]
    assert ended.returncode == 0, told
    assert re.search(r"\b\d+ passed", told) or "[100%]" in told, told
    assert not re.search(r"\b\d+ (failed|skipped|error)", told), told
