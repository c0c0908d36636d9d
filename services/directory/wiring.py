"""The only place where the parts of the directory meet."""

from dataclasses import dataclass
from pathlib import Path

from services.backends.bus.endpoint import Endpoint
from services.backends.database import open_database
from services.backends.ledger import Stores
from services.backends.loop import Loop
from services.backends.migration import migrate
from services.backends.secrets import Argon2Passwords, RandomSecrets
from services.backends.settings import Settings
from services.backends.telemetry import Figure
from services.directory import api, pages, service
from services.directory.handlers.doorkeeping import Doorkeeping
from services.directory.handlers.entry import Entry
from services.directory.handlers.office import Offices
from services.directory.handlers.people import PeopleDesk
from services.directory.handlers.tokens import TokenDesk
from services.directory.pages.desk import Desk as PageDesk
from services.directory.pages.door import Door
from services.directory.store import DirectoryStore
from services.directory.tables import LEDGER
from services.directory.views import DirectoryViews
from services.kernel.clock import Clock
from services.kernel.people import Role
from services.web.contribution import Contribution, Desk, DeskGroup

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class DirectoryParts:
    """The directory, ready for a host; `directory` is what other services ask, `sign_in` what the shell asks."""

    directory: DirectoryViews
    sign_in: Door
    entry: Entry
    people: PeopleDesk
    offices: Offices
    tokens: TokenDesk
    endpoint: Endpoint
    contribution: Contribution
    figures: tuple[Figure, ...] = ()
    chores: tuple[Loop, ...] = ()


def wire(settings: Settings, clock: Clock) -> DirectoryParts:
    """Open the service's database at its newest revision and join its rooms."""
    database = open_database(settings.database(service.NAME), service.NAME)
    migrate(database, _HERE / "migrations")
    stores, views = Stores(database, LEDGER, clock, DirectoryStore), DirectoryViews(database)
    passwords, secrets = Argon2Passwords(), RandomSecrets()
    entry = Entry(stores, views.credential, passwords, secrets, clock)
    people, offices = PeopleDesk(stores, passwords, secrets), Offices(stores)
    tokens = TokenDesk(stores, secrets, clock)
    return DirectoryParts(
        directory=views,
        sign_in=Door(Doorkeeping(stores, views, secrets, clock)),
        entry=entry,
        people=people,
        offices=offices,
        tokens=tokens,
        endpoint=service.endpoint(database, stores),
        contribution=_contribution(PageDesk(views, entry, people, offices, tokens)),
    )


def consult(settings: Settings) -> DirectoryViews:
    """The directory as the processes of other services ask it: their database user may only read what it shows."""
    return DirectoryViews(open_database(settings.directory_read, "reader"))


def _contribution(desk: PageDesk) -> Contribution:
    roles = {Role.ADMIN, Role.AUDITOR}
    return Contribution(
        name=service.NAME,
        api=api.router(desk.views, desk.people, desk.offices, desk.tokens),
        pages=pages.router(desk),
        templates=_HERE / "templates",
        desks=(
            Desk("nhan-su", "Người dùng", "/nhan-su", DeskGroup.ADMIN, roles, icon="people"),
            Desk("co-quan", "Cơ quan, đơn vị", "/co-quan", DeskGroup.ADMIN, roles, icon="home"),
        ),
    )
