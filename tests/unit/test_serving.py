"""The socket the desks are served at."""

import socket
from dataclasses import replace
from pathlib import Path

from services.backends.settings import Settings
from services.cli.listening import bound


def test_small_answers_leave_at_once_instead_of_waiting_for_the_other_side(tmp_path: Path) -> None:
    # asyncio switches Nagle's delay off only where the socket names its protocol; a page took 40 ms more otherwise.
    settings = Settings.read({"VANTHU_HOME": str(tmp_path), "VANTHU_DEMO": "1"})
    with bound(replace(settings, port=0)) as listener:
        assert (listener.family, listener.proto) == (socket.AF_INET, socket.IPPROTO_TCP)
