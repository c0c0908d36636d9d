"""Offices for tests: the demo's people, registers, keys and fonds, without its past."""

from datetime import date

from services.archive.handlers.opening import OpenCaseFile
from services.cli.demo.office import begin
from services.cli.demo.people import DemoOffice
from services.cli.demo.shelves import Shelves
from services.embedded import Host


def set_up(host: Host, today: date) -> DemoOffice:
    """The office in an empty home, with every case file of this year's plan and of the last open and empty."""
    office = begin(host)
    shelves = Shelves(host, office)
    for year in (today.year - 1, today.year):
        shelves.plan(year)
    owners = {person.id: person for person in office.people.values()}
    for (year, _), line in shelves.lines.items():
        order = OpenCaseFile(plan_line_id=line.id, started_on=date(year, 1, 5))
        host.archive.handlers.opening.open(owners[line.owner_id], order)
    return office
