"""Real servers for tests: `need("postgres")` gives the address of one that answers.

`make servers` starts them all, `make servers-stop` ends them; between runs they stay up. All listen on loopback only,
on ports of this checkout.
"""

from tests.servers.fleet import Fleet
from tests.servers.server import Running

__all__ = ["Fleet", "Running", "need"]


def need(name: str) -> Running:
    """A server that answers, started if it does not run; the test is skipped where the machine lacks what it takes."""
    import pytest

    from tests.servers.fetching import Missing

    try:
        return Fleet().up(name)
    except Missing as missing:
        pytest.skip(f"{name}: this machine lacks {missing}")
