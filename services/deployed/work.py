"""`python -m services.deployed.work NAME`: hears one service's facts from its queue until told to stop."""

# Its threads are green from the first import on, so this one comes before all others.
from services.backends.bus.rabbit import patched  # noqa: F401

# isort: split

import sys

from services.backends.bus.rabbit.hand import Hand
from services.backends.bus.rabbit.hosting import run
from services.backends.bus.rabbit.line import Line
from services.backends.settings import Settings
from services.deployed.single import single
from services.deployed.watching import heard_of, told_if_refused, watched


def main(name: str) -> int:
    """Work for the service of this name; the exit code, 1 when hearing broke off."""
    settings, hand = Settings.read(), Hand()
    with heard_of(settings, f"work-{name}"), single(name, settings) as service, watched(settings, service, {}, hand):
        return run(service.endpoint, Line.of(name, settings), hand)


if __name__ == "__main__":
    with told_if_refused():
        sys.exit(main(sys.argv[1]))
