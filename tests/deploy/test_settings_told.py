"""Every setting stands in the manual's table, and the table names no other."""

import re

from services.backends.database import postgres
from services.backends.settings import SERVICES, Settings
from tests.deploy.test_settings_example import Asked
from tests.deploy.tools import DEPLOY, ROOT

MANUAL = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (`VANTHU_.*?) \|(.*)\|$", MANUAL, re.MULTILINE)


def in_general(name: str) -> str:
    """The name with the place of a service instead of the service."""
    return re.sub(rf"_({'|'.join(map(str.upper, SERVICES))})$", "_{SERVICE}", name)


def test_the_manual_explains_every_setting_that_is_read_and_no_other() -> None:
    environment = Asked()
    Settings.read(environment)
    explained = [name for first, _ in ROWS for name in re.findall(r"`(VANTHU_[A-Z_{}]+)`", first)]

    assert len(explained) == len(set(explained))
    assert set(explained) == {in_general(name) for name in environment.names}
    assert all(len(rest.strip()) > 20 for _, rest in ROWS)


def test_the_database_of_compose_takes_all_connections_the_set_may_open() -> None:
    composed = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    (processes,) = re.findall(r'command: \[api, --processes, "(\d+)"\]', composed)
    (most,) = re.findall(r"max_connections=(\d+)", composed)
    hearing, telling = (len(re.findall(rf"^  {kind}-\w+:", composed, re.MULTILINE)) for kind in ("work", "relay"))

    assert front() == 168, "docs/sizing.md reckons with 170"
    assert int(most) >= 170 * int(processes) + 10 * hearing + 15 * telling + 20


def front(threads: int = 40, held: int = 2) -> int:
    """What stays open in each pool, and what so many threads at work open beyond it."""
    pools = 3 * len(SERVICES)
    full = threads * held // (postgres._KEPT + postgres._MORE)
    return pools * postgres._KEPT + full * postgres._MORE
