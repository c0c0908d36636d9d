"""Two years of the demo office's work: every dispatch goes through the real use cases, on its own day."""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from services.backends.demo.texts import INCOMING, Dispatch, Plan, dispatches
from services.cli.demo.office import DemoOffice
from services.cli.demo.people import OFFICE
from services.cli.demo.progress import Progress
from services.cli.demo.work import Work, printed, upload
from services.embedded import Host
from services.intake.handlers.outgoing_desk import Slip
from services.intake.handlers.routing import Direct, Step
from services.kernel.calendar import office_calendar
from services.kernel.clock import OFFICE_ZONE, FixedClock
from services.kernel.people import Role

COUNT = 300
_QUEUE, _TO_DIRECT, _IN_HAND = 6, 14, 30
_NOTES = (
    "Giao {unit} chủ trì nghiên cứu, tham mưu UBND tỉnh văn bản trả lời.",
    "Chuyển {unit} xem xét, đề xuất, báo cáo Chủ tịch trước hạn.",
    "{unit} phối hợp các đơn vị liên quan thực hiện; theo dõi tiến độ.",
)


class History:
    """Fills an empty office with its past; the last few dispatches still wait at their desks."""

    def __init__(self, host: Host, office: DemoOffice, clock: FixedClock, today: date, count: int = COUNT) -> None:
        self.host = host
        self.office = office
        self.clock = clock
        self.lot = random.Random(99)  # noqa: S311 - a demo
        self.work = Work(host, office, self._wait)
        leaders = [(person.name, person.position) for person in office.having(Role.LEADER)]
        units = tuple(unit.abbreviation for unit in host.shared.directory.units())
        self.all = dispatches(Plan(OFFICE, leaders, units, today, count))

    def write(self) -> None:
        """Do all of it, in the order of the days."""
        progress = Progress("Lập 300 văn bản mẫu", len(self.all) + 1)
        for turn, dispatch in enumerate(self.all):
            left = len(self.all) - turn
            self._set_day(dispatch, turn)
            if dispatch.direction == INCOMING:
                self._incoming(dispatch, turn, left)
            else:
                self._outgoing(dispatch, turn)
            self.host.bus.settle()
            progress.step()
        while self.host.intake.incoming.desk.stamping.stamp_some():
            self.host.bus.settle()
        self.host.bus.settle()
        self.host.search.reindex()
        progress.step()

    def _set_day(self, dispatch: Dispatch, turn: int) -> None:
        at = datetime.combine(dispatch.day, time(8, 0), OFFICE_ZONE) + timedelta(minutes=turn % 500)
        self.clock.moment = max(self.clock.moment, at)

    def _incoming(self, dispatch: Dispatch, turn: int, left: int) -> None:
        paper = printed(dispatch)
        if left <= _QUEUE:
            self.host.intake.incoming.desk.arrivals.bring(self.office["lan"], upload(dispatch, paper))
            return
        document = self.work.register(dispatch, paper)
        if left > _TO_DIRECT:
            self._handle(document.id, turn, done=left > _IN_HAND and self.lot.random() > 0.02)
        elif left % 2:
            leader = self.office["an" if left % 3 else "binh"]
            self.host.intake.incoming.desk.routing.present(self.office["lan"], Step(document.id), leader.id)

    def _handle(self, document_id: str, turn: int, *, done: bool) -> None:
        team, leader = self.work.team(turn), self.office["an" if turn % 3 else "binh"]
        routing, step = self.host.intake.incoming.desk.routing, Step(document_id)
        routing.present(self.office["lan"], step, leader.id)
        due = office_calendar().after(self.clock.today(), 7)
        note = self.lot.choice(_NOTES).format(unit=team.drafter.unit_name)
        others = (self.office["cuong"].id,) if turn % 5 == 0 and team.head.id != self.office["cuong"].id else ()
        routing.direct(leader, step, Direct(note, team.drafter.id, others, due=due))
        if done or turn % 2:
            routing.accept(team.drafter, step)
        if done:
            routing.resolve(team.drafter, step, "Đã tham mưu, báo cáo lãnh đạo; lưu hồ sơ công việc.")

    def _outgoing(self, dispatch: Dispatch, turn: int) -> None:
        team = self.work.team(turn)
        document = self.work.draft(dispatch.letter, team)
        left = len([one for one in self.all[turn:] if one.direction != INCOMING])
        if left == 1:
            self.host.intake.outgoing.cases.approving.submit(team.drafter, Slip(document.id))
            return
        self.work.approve(document, team)
        if left <= 4:
            return
        self.work.sign(document)
        if left <= 5:
            return
        self.work.number(document)
        self.work.seal(document)
        self.work.issue(document)

    def _wait(self, question: Callable[[], object]) -> None:
        self.host.bus.settle()
        if not question():
            raise RuntimeError("the facts were carried, yet nothing came of them")
