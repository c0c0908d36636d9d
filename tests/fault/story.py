"""A few days of an office in which every fact is told at least once, through the real use cases, keys and papers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from services.archive.tables import CASE_FILES
from services.backends.demo.texts import INCOMING, Plan, dispatches
from services.cli.demo.office import found
from services.cli.demo.people import OFFICE
from services.cli.demo.work import Team, Work, printed
from services.embedded import Host
from services.intake.handlers.routing import Direct
from services.intake.handlers.slips import Slip
from services.kernel.facts import Fact, ItemDeposited
from services.kernel.people import Role
from services.kernel.wire import from_json


@dataclass(frozen=True)
class Told:
    """A fact as its outbox has it."""

    at: float
    fact: Fact
    body: str


class Story:
    """Fills an office that nobody serves; `told` is all that was said in it, in order."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.office = found(host)
        self.work = Work(host, self.office, self._wait)
        leaders = [(one.name, one.position) for one in self.office.having(Role.LEADER)]
        units = tuple(unit.abbreviation for unit in host.shared.directory.units())
        every = dispatches(Plan(OFFICE, leaders, units, date(2026, 11, 20), 60))
        self.letters = [one for one in every if one.direction == INCOMING][:5]
        self.drafts = [one.letter for one in every if one.direction != INCOMING][:4]

    def happen(self) -> None:
        """All of it."""
        self._arrivals()
        self._issues()
        self._filing()
        self.host.bus.settle()

    def told(self) -> list[Told]:
        """Every fact of every service."""
        facts = []
        for endpoint in self.host.endpoints:
            outbox = endpoint.tables.outbox
            with endpoint.database.read() as connection:
                facts += [
                    Told(at, from_json(body), body)
                    for at, body in connection.execute(select(outbox.c.at, outbox.c.body))
                ]
        return sorted(facts, key=lambda one: one.at)

    def _arrivals(self) -> None:
        desk, clerk, leader = self.host.intake.incoming.desk, self.office["lan"], self.office["an"]
        arrived = [self.work.register(letter, printed(letter)) for letter in self.letters]
        desk.registration.void(clerk, arrived[0].id, "Vào nhầm sổ")
        for document in arrived[1:4]:
            self.work.direct(document, leader, Direct("Nghiên cứu, trả lời.", self.office["dung"].id))
        desk.routing.resolve(self.office["dung"], Slip(arrived[1].id), "Đã trao đổi, lưu hồ sơ.")
        self.answered = arrived[2]
        while desk.stamping.stamp_some():
            self.host.bus.settle()

    def _issues(self) -> None:
        team = Team(self.office["dung"], self.office["mai"])
        answer, refused, withdrawn, sealed = (replace(letter, signer="Nguyễn Văn An") for letter in self.drafts)
        document = self.work.draft(answer, team, self.answered.id)
        self.work.approve(document, team)
        for step in (self.work.sign, self.work.number, self.work.seal, self.work.issue):
            step(document)
        document = self.work.draft(refused, team)
        self.work.approve(document, team)
        self.host.signing.book.refuse(self.office["an"], self.work.in_book(document).id, "Chưa rõ kinh phí")
        document = self.work.draft(withdrawn, team)
        self.work.approve(document, team)
        self.host.intake.outgoing.cases.approving.send_back(team.drafter, Slip(document.id, "Cần sửa số liệu"))
        self.work.approve(document, team)
        document = self.work.draft(sealed, team)
        self.work.approve(document, team)
        self.work.sign(document)
        self.work.number(document)
        self.work.seal(document)

    def _filing(self) -> None:
        self.host.bus.settle()
        archive, archivist = self.host.archive, self.office["son"]
        items = [fact.item_id for fact in archive.views.facts() if isinstance(fact, ItemDeposited)]
        files = self._case_files()
        archive.handlers.filing.place(archivist, files[0], items[:3])
        archive.handlers.filing.place(archivist, files[1], items[1:4])
        archive.handlers.filing.take_out(archivist, files[1], items[1])

    def _case_files(self) -> list[str]:
        with self.host.archive.endpoint.database.read() as connection:
            return list(connection.execute(select(CASE_FILES.c.id).order_by(CASE_FILES.c.reference_code)).scalars())

    def _wait(self, question: Callable[[], object]) -> None:
        self.host.bus.settle()
        assert question(), "the facts were carried, yet nothing came of them"
