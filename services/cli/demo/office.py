"""Sets up the demo office: units, people, keys, registers, fonds and the file plan."""

from services.archive.domain.fonds import Fonds, FondsStatus
from services.backends.keys.softkey import make_soft_keys
from services.cli.demo.people import OFFICE, PASSWORD, PEOPLE, UNITS, DemoOffice
from services.directory.domain.accounts import NewPerson
from services.directory.domain.office import NewUnit
from services.intake.domain.registers import Direction
from services.intake.handlers.registers import OpenRegister
from services.kernel.people import Role
from services.office import Office

TOOL = "vanthu demo"
INCOMING, OUTGOING = "so-den", "so-di"

_FONDS = (
    ("H99.SNN", "Phông Sở Nông nghiệp và Phát triển nông thôn", "Sở Nông nghiệp và Phát triển nông thôn", 1997, 2025),
    ("H99.HHA", "Phông Ủy ban nhân dân huyện Hòa An", "Ủy ban nhân dân huyện Hòa An", 1975, 2025),
)


def begin(host: Office) -> DemoOffice:
    """Make people, keys, registers and fonds in an empty home."""
    office, now = _people(host), host.shared.clock.now()
    make_soft_keys(host.settings.keys, host.settings.key_passphrase, OFFICE, office.having(Role.LEADER), now)
    for key, name, direction in (
        (INCOMING, "Sổ đăng ký văn bản đến", Direction.INCOMING),
        (OUTGOING, "Sổ đăng ký văn bản đi", Direction.OUTGOING),
    ):
        host.intake.incoming.desk.registers.open(office["quan"], OpenRegister(name, direction, id=key))
    for code, title, creator, first, last in _FONDS:
        fonds = Fonds("", code, title, FondsStatus.CLOSED, creator, "", first, last)
        host.archive.handlers.fonds.open(office["son"], fonds)
    return office


def found(host: Office) -> DemoOffice:
    """The office as an earlier call made it."""
    known = {person.name: person for person in host.shared.directory.people()}
    return DemoOffice({one.account: known[one.name] for one in PEOPLE})


def _people(host: Office) -> DemoOffice:
    host.directory.offices.describe(TOOL, OFFICE)
    units = {short: host.directory.offices.add_unit(TOOL, NewUnit(name, short)) for name, short in UNITS}
    people = {}
    for one in PEOPLE:
        new = NewPerson(one.account, one.name, one.position, units[one.unit].id, frozenset(one.roles))
        people[one.account], _ = host.directory.people.add(TOOL, new, PASSWORD)
    return DemoOffice(people)
