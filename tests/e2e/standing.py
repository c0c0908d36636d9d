"""An office at work for stories, in either host, worked in from this process as its people do from theirs."""

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from services.backends.demo.texts import Dispatch, Plan, dispatches
from services.cli.demo.office import found
from services.cli.demo.people import OFFICE, DemoOffice
from services.cli.demo.walk import Walk
from services.cli.demo.work import Work
from services.cli.output import Output
from services.embedded import opened, working
from services.kernel.clock import SystemClock
from services.kernel.people import Role
from services.office import Office
from tests.databases import demo_settings
from tests.fault.deployed.running import Up
from tests.hosts import EMBEDDED, empty_deployed, wait
from tests.offices import set_up

WALKED = "Mọi bước đều đạt."


@dataclass
class Standing:
    """The office, its people, and what the walk said that was made through it first."""

    host: Office
    people: DemoOffice
    walk: str
    _letters: Iterator[Dispatch]

    @property
    def work(self) -> Work:
        """The steps of the office's work."""
        return Work(self.host, self.people, wait)

    def dispatch(self, direction: str) -> Dispatch:
        """The next one of that direction; what goes out is signed by the chairman."""
        chairman, leaves = self.people["an"].name, direction != "incoming"
        letters = (one for one in self._letters if one.direction == direction)
        return next(
            one for one in letters if not leaves or (one.letter.signer == chairman and one.letter.type.is_letter)
        )


@contextmanager
def standing(kind: str, folder: Path) -> Iterator[Standing]:
    """An office at work in a host of that kind, walked through once."""
    with _embedded(folder) if kind == EMBEDDED else _deployed() as (host, walk):
        people = found(host)
        leaders = [(person.name, person.position) for person in people.having(Role.LEADER)]
        units = tuple(unit.abbreviation for unit in host.shared.directory.units())
        plan = Plan(OFFICE, leaders, units, host.shared.clock.today(), 200, seed=17)
        yield Standing(host, people, walk, iter(dispatches(plan)))


@contextmanager
def _embedded(folder: Path) -> Iterator[tuple[Office, str]]:
    settings = demo_settings(folder / "home", VANTHU_WORKERS="1")
    with opened(settings) as empty:
        set_up(empty, SystemClock().today())
    with working(settings) as host:
        said = StringIO()
        with redirect_stdout(said):
            Walk(host, found(host), Output(as_json=False)).go()
            print(WALKED)
        yield host, said.getvalue()


@contextmanager
def _deployed() -> Iterator[tuple[Office, str]]:
    with empty_deployed("story") as office:
        office.home.parent.mkdir(parents=True, exist_ok=True)
        up = Up(office, office.home.parent / "up.log")
        try:
            up.start("--demo", "--documents", "40")
            wait(lambda: WALKED in up.said() or "✖" in up.said())
            with working(office.settings) as host:
                yield host, "\n".join(line for line in up.said().splitlines() if line.startswith("walk"))
            assert up.stop() == 0
        finally:
            up.end()
