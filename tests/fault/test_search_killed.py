"""The index survives kill -9: what was acknowledged is there, and the rest comes back from the records."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from services.kernel.facts import DocumentRegistered
from tests.unit.search_office import close, search_office

_WRITER = """
import sys
from pathlib import Path
from services.kernel.facts import DocumentRegistered
from tests.unit.search_office import search_office
office = search_office(Path(sys.argv[1]))
for at in range(100000):
    office.tell(DocumentRegistered(office.card(f"d{at:06d}", number=at + 1), "lan"), wait=at % 3 == 0)
    print(at, flush=True)
"""


def test_an_index_killed_while_writing_equals_the_records_again(tmp_path: Path) -> None:
    for turn in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path / str(turn))], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        for _ in range(5 + turn):
            writer.stdout.readline()
        time.sleep(0.05 * turn)
        os.kill(writer.pid, signal.SIGKILL)
        told = [line for line in writer.stdout.read().split() if line]
        writer.wait()
        office = search_office(tmp_path / str(turn))
        office.parts.indexing.catch_up_wholly()
        known = office.parts.views.known()
        assert known >= 5 + len(told)
        assert office.search("").total == known
        office.tell(DocumentRegistered(office.card("new", subject="Sau khi dựng lại"), "lan"))
        assert office.ids("dựng lại") == ["new"]
        close(office)
