"""A lost office comes back by compose's own backup and restore, told nothing but what compose tells them."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg

from tests.backups import archived, register, within
from tests.deploy.processes import Started, of_compose
from tests.deploy.test_least_told import free, told
from tests.deploy.tools import beside_python
from tests.fault.backup_places import two_places
from tests.offices import set_up


def test_what_the_backup_of_compose_wrote_its_restore_brings_back(composed: dict[str, Any], tmp_path: Path) -> None:
    by_hand = {each.words[0]: each for each in of_compose(composed) if each.once}
    with two_places("deployed", tmp_path) as (lost, found):
        lost.prepare()
        within(lost.settings, lambda host: (set_up(host, host.shared.clock.today()), register(host, "một", "hai")))
        carry_out(by_hand["backup"], lost.environment, tmp_path)
        lost.destroy()

        carry_out(by_hand["restore"], found.environment, tmp_path)

        assert within(found.settings, lambda host: len(list(host.intake.views.facts()))) == 2
        assert within(found.settings, archived) == []
        with psycopg.connect(found.environment["VANTHU_DATABASE_READER"]) as reader:
            assert reader.execute("SELECT count(*) > 0 FROM directory.people").fetchone() == (True,)


def carry_out(process: Started, addresses: Mapping[str, str], folder: Path) -> None:
    """Run it as compose does, with a folder of this test where the volume would be."""
    words = [str(folder / word.lstrip("/")) if word.startswith("/") else word for word in process.words]
    environment = told(process, addresses, free())
    ran = subprocess.run([beside_python("vanthu"), *words], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
