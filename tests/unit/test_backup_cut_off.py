"""A restore that ended after the databases had come back, before all was made of them, is no office yet."""

from pathlib import Path

import pytest

from services.cli import archives
from tests.backups import archived, register, say, within
from tests.fault.small_office import SmallOffice, small_office


def test_a_restore_cut_off_while_the_index_is_made_lets_nobody_work_and_is_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, copy = small_office(tmp_path), tmp_path / "copy"
    elsewhere = SmallOffice(tmp_path / "elsewhere", office.tokens, office.ids)
    within(office.settings, lambda host: (register(host, "một", "hai", "ba"), host.bus.settle()))
    assert say(office.settings, "backup", copy).code == 0
    with monkeypatch.context() as killed:
        killed.setattr(archives, "make_again", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            say(elsewhere.settings, "restore", copy)
    assert say(elsewhere.settings, "register", "list").refused == "restore-unfinished"

    assert say(elsewhere.settings, "restore", copy).code == 0

    assert len(within(elsewhere.settings, archived)) == 3


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt
