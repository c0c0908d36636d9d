"""One `vanthu up` an office: a second one is refused before it touches anything."""

from argparse import Namespace
from pathlib import Path

import pytest

from services.backends.settings import Settings
from services.cli import processes, up
from services.cli.alone import alone
from services.cli.output import Output
from services.kernel.errors import Conflict


def test_a_second_set_of_an_office_is_refused_and_neither_prepares_nor_clears_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {
        "VANTHU_HOME": str(tmp_path / "office"),
        "VANTHU_DEMO": "1",
        "VANTHU_BUS": "amqp://x:y@127.0.0.1:1/v",
        "VANTHU_DATABASE": "postgresql://{service}:p@127.0.0.1:1/x",
    }
    being_made = tmp_path / "office.making"
    being_made.mkdir()
    prepared: list[str] = []
    monkeypatch.setattr(processes, "migrate", lambda *_: prepared.append("migrate"))
    with alone(tmp_path / ".office.up"), pytest.raises(Conflict) as refused:
        up.run(Namespace(demo=True, documents=40), Settings.read(told), Output(as_json=False))
    assert (refused.value.code, prepared, being_made.exists()) == ("already-serving", [], True)


def test_who_died_holds_nobody_up(tmp_path: Path) -> None:
    with alone(tmp_path / "lock"):
        pass
    with alone(tmp_path / "lock"):
        pass
