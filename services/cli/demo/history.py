"""Two years of the demo office's work: every dispatch goes through the real use cases, on its own day."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from services.backends.demo.texts import INCOMING, Dispatch, Plan, dispatches
from services.cli.demo.diary import Diary
from services.cli.demo.handover import Handover
from services.cli.demo.people import OFFICE, DemoOffice
from services.cli.demo.progress import Progress
from services.cli.demo.shelves import Shelves
from services.cli.demo.work import Work, printed, upload
from services.embedded import Host
from services.intake.handlers.routing import Direct
from services.intake.handlers.slips import Slip
from services.kernel.calendar import office_calendar
from services.kernel.clock import FixedClock
from services.kernel.people import Role

COUNT, LEAST = 300, 40
_QUEUE, _TO_DIRECT, _IN_HAND = 6, 14, 30
_UNFILED = 40
_HALF_WAY = {10: 6, 9: 5, 8: 4, 7: 3, 6: 3, 5: 3, 4: 3, 3: 3, 2: 2, 1: 1}
"""Steps the last outgoing documents have gone, counted from the end: one waits at every desk, more in the book."""
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
        self.today = today
        self.lot = random.Random(99)  # noqa: S311 - a demo
        self.diary = Diary(clock, self.lot)
        self.work = Work(host, office, self._wait)
        self.shelves = Shelves(host, office)
        leaders = [(person.name, person.position) for person in office.having(Role.LEADER)]
        units = tuple(unit.abbreviation for unit in host.shared.directory.units())
        self.all = dispatches(Plan(OFFICE, leaders, units, today, count))

    def write(self) -> None:
        """Do all of it, in the order of the days."""
        progress = Progress(f"Lập {len(self.all)} văn bản mẫu", len(self.all) + 1)
        for turn, dispatch in enumerate(self.all):
            left = len(self.all) - turn
            self.diary.turn_to(dispatch.day)
            if turn == len(self.all) // 2:
                Handover(self.host, self.office, self.work, self.diary).take()
            document_id = (
                self._incoming(dispatch, turn, left)
                if dispatch.direction == INCOMING
                else self._outgoing(dispatch, turn)
            )
            self.host.bus.settle()
            self._shelve(dispatch, document_id if left > min(_UNFILED, len(self.all) // 3) else "")
            progress.step()
        self.host.bus.settle()
        self.host.search.reindex()
        progress.step()

    def _shelve(self, dispatch: Dispatch, document_id: str) -> None:
        self.shelves.end(dispatch.day.year - 1)
        if document_id:
            self.shelves.file(document_id, dispatch.letter.subject, dispatch.day)
            self.host.bus.settle()

    def _incoming(self, dispatch: Dispatch, turn: int, left: int) -> str:
        """The document's id; empty while it waits to be registered."""
        paper = printed(dispatch)
        if left <= _QUEUE:
            self.host.intake.incoming.desk.arrivals.bring(self.office["lan"], upload(dispatch, paper))
            return ""
        document = self.work.register(dispatch, paper)
        self.host.bus.settle()
        self.host.intake.incoming.desk.stamping.stamp_some()
        self.diary.pause()
        if left > _TO_DIRECT:
            self._handle(document.id, turn, done=left > _IN_HAND and self.lot.random() > 0.02)
        elif left % 2:
            leader = self.office["an" if left % 3 else "binh"]
            self.host.intake.incoming.desk.routing.present(self.office["lan"], Slip(document.id), leader.id)
        return document.id

    def _handle(self, document_id: str, turn: int, *, done: bool) -> None:
        team, leader = self.work.team(turn), self.office["an" if turn % 3 else "binh"]
        routing, step = self.host.intake.incoming.desk.routing, Slip(document_id)
        routing.present(self.office["lan"], step, leader.id)
        self.diary.pause()
        due = self._due(turn, done=done)
        note = self.lot.choice(_NOTES).format(unit=team.drafter.unit_name)
        others = (self.office["cuong"].id,) if turn % 5 == 0 and team.head.id != self.office["cuong"].id else ()
        routing.direct(leader, step, Direct(note, team.drafter.id, others, due=due))
        self.diary.pause()
        if done or turn % 2:
            routing.accept(team.drafter, step)
        if done:
            said = "Đã tham mưu, báo cáo lãnh đạo; lưu hồ sơ công việc."
            self.diary.later(self.lot.randint(1, 6), lambda: routing.resolve(team.drafter, step, said))

    def _due(self, turn: int, *, done: bool) -> date:
        # What is still in hand has mostly been given time; a few are late, as anywhere.
        if done or turn % 6 == 0:
            return office_calendar().after(self.diary.clock.today(), 7)
        return office_calendar().after(self.today, self.lot.randint(1, 9))

    def _outgoing(self, dispatch: Dispatch, turn: int) -> str:
        """The document's id once it is issued, else empty."""
        left = len([one for one in self.all[turn:] if one.direction != INCOMING])
        team = self.work.team(turn if left > len(_HALF_WAY) else 0)
        signer = self.office["an" if left % 2 else "binh"]
        in_book = replace(dispatch.letter, signer=signer.name, position=signer.position)
        document = self.work.draft(in_book if left in _HALF_WAY else dispatch.letter, team)
        way = self.work.way(team)
        done = _HALF_WAY.get(left, len(way))
        for step in way[:done]:
            self.diary.pause()
            step(document)
            self.host.bus.settle()
        self.diary.pause()
        return document.id if done == len(way) else ""

    def _wait(self, question: Callable[[], object]) -> None:
        self.host.bus.settle()
        if not question():
            raise RuntimeError("the facts were carried, yet nothing came of them")
