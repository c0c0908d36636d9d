"""Sets up the demo office: units, people, keys, registers, fonds and the file plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.archive.domain.fonds import Fonds, FondsStatus
from services.archive.handlers.opening import OpenCaseFile
from services.archive.handlers.planning import AddPlanLine
from services.backends.keys.softkey import make_soft_keys
from services.cli.demo.people import OFFICE, PASSWORD, PEOPLE, UNITS
from services.directory.domain.accounts import NewPerson
from services.directory.domain.office import NewUnit
from services.embedded import Host
from services.intake.domain.registers import Direction
from services.intake.handlers.registers import OpenRegister
from services.kernel.people import Person, Role

TOOL = "vanthu demo"
INCOMING, OUTGOING = "so-den", "so-di"

_FONDS = (
    ("H99.SNN", "Phông Sở Nông nghiệp và Phát triển nông thôn", "Sở Nông nghiệp và Phát triển nông thôn", 1997, 2025),
    ("H99.HHA", "Phông Ủy ban nhân dân huyện Hòa An", "Ủy ban nhân dân huyện Hòa An", 1975, 2025),
)
_PLAN = (
    ("Công tác chuyển đổi số năm {year}", "10", "ha"),
    ("Cải cách hành chính năm {year}", "20", "dung"),
    ("Kế hoạch phát triển kinh tế - xã hội năm {year}", "permanent", "giang"),
    ("Thi đua khen thưởng năm {year}", "10", "dung"),
    ("Phòng chống thiên tai năm {year}", "20", "giang"),
)


@dataclass(frozen=True)
class DemoOffice:
    """The people by account name."""

    people: Mapping[str, Person]

    def __getitem__(self, account: str) -> Person:
        return self.people[account]

    def having(self, role: Role) -> list[Person]:
        """Everybody with a role, in the order of the list."""
        return [person for person in self.people.values() if person.has(role)]


def set_up(host: Host, today: date) -> DemoOffice:
    """Make the whole office in an empty home, with case files of this year and the last."""
    office = _people(host)
    make_soft_keys(host.settings.keys, host.settings.key_passphrase, OFFICE, office.having(Role.LEADER))
    for key, name, direction in (
        (INCOMING, "Sổ đăng ký văn bản đến", Direction.INCOMING),
        (OUTGOING, "Sổ đăng ký văn bản đi", Direction.OUTGOING),
    ):
        host.intake.incoming.desk.registers.open(office["quan"], OpenRegister(name, direction, id=key))
    _archive(host, office, today)
    return office


def found(host: Host) -> DemoOffice:
    """The office as an earlier call made it."""
    known = {person.name: person for person in host.shared.directory.people()}
    return DemoOffice({one.account: known[one.name] for one in PEOPLE})


def _people(host: Host) -> DemoOffice:
    host.directory.offices.describe(TOOL, OFFICE)
    units = {short: host.directory.offices.add_unit(TOOL, NewUnit(name, short)) for name, short in UNITS}
    people = {}
    for one in PEOPLE:
        new = NewPerson(one.account, one.name, one.position, units[one.unit].id, frozenset(one.roles))
        people[one.account], _ = host.directory.people.add(TOOL, new, PASSWORD)
    return DemoOffice(people)


def _archive(host: Host, office: DemoOffice, today: date) -> None:
    archive, archivist = host.archive.handlers, office["son"]
    for code, title, creator, first, last in _FONDS:
        archive.fonds.open(archivist, Fonds("", code, title, FondsStatus.CLOSED, creator, "", first, last))
    for year in (today.year - 1, today.year):
        for title, retention, account in _PLAN:
            owner = office[account]
            line = archive.plan.add(archivist, AddPlanLine(year, "", title.format(year=year), retention, owner.id))
            archive.opening.open(owner, OpenCaseFile(plan_line_id=line.id))
