"""More work for an office that nobody has come into yet, the same in both hosts."""

from datetime import UTC, datetime

from services.backends.demo.texts import INCOMING, Plan, dispatches
from services.backends.settings import Settings
from services.cli.demo.office import found
from services.cli.demo.people import OFFICE
from services.cli.demo.work import Work
from services.kernel.clock import office_day
from services.kernel.people import Role
from tests.hosts import at_work


def put_in_book(settings: Settings, account: str, count: int) -> list[str]:
    """Bring some letters into a leader's book, through drafting and both approvals; their subjects."""
    with at_work(settings) as (host, wait):
        office = found(host)
        leaders = [(person.name, person.position) for person in office.having(Role.LEADER)]
        units = tuple(unit.abbreviation for unit in host.shared.directory.units())
        plan = Plan(OFFICE, leaders, units, office_day(datetime.now(UTC)), 300, seed=5)
        letters = [one.letter for one in dispatches(plan) if one.direction != INCOMING]
        mine = [letter for letter in letters if letter.signer == office[account].name and letter.type.is_letter]
        work, subjects = Work(host, office, wait), []
        for letter in {letter.subject: letter for letter in mine}.values():
            if len(subjects) < count:
                document = work.draft(letter, work.team(0))
                work.approve(document, work.team(0))
                work.in_book(document)
                subjects.append(letter.subject)
        return subjects
