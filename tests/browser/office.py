"""A small office with work at every desk, and the browsers of its people."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import make_url

from services.backends.demo.texts import INCOMING, Dispatch, Plan, dispatches
from services.backends.settings import Settings
from services.cli.demo.people import OFFICE, PASSWORD, PEOPLE, DemoOffice
from services.cli.demo.work import Team, Work, printed, upload
from services.embedded import Host, opened
from services.intake.handlers.routing import Direct
from services.intake.handlers.slips import Slip
from services.kernel.clock import FixedClock, office_day
from services.kernel.people import Role
from tests.api.office import csrf_in
from tests.offices import set_up

DESKTOP, PHONE = 1280, 390
OUT_STATES = ("draft", "submitted", "to_check", "in_book", "in_book", "signed", "numbered", "sealed", "issued")


def make(settings: Settings) -> None:
    """Fill an office that nobody has set up yet.

    Arrived: 1 late in Dũng's hands, 2 directed to Dũng, 3 presented to An, 4 only registered; three more wait in the
    queue, from the issuer of 4. Outgoing: one document in each of `OUT_STATES`, drafted by Dũng, approved by Mai.
    """
    clock = FixedClock(datetime.now(UTC) - timedelta(days=14))
    with opened(settings, clock) as host:
        host.bench.open()
        office = set_up(host, office_day(datetime.now(UTC)))
        _Stock(host, office, clock).fill()


def papers(folder: Path, count: int, seed: int = 11) -> list[tuple[Path, Dispatch]]:
    """Fresh dispatches of state bodies as PDF files, with what they say; no two from one seed are twins."""
    plan = Plan(OFFICE, [("Nguyễn Văn An", "Chủ tịch")], ("VX",), office_day(datetime.now(UTC)), count * 3, seed)
    found = [one for one in dispatches(plan) if one.direction == INCOMING and one.letter.type.regime == "state"]
    made = [(folder / f"den-{seed}-{turn}.pdf", one) for turn, one in enumerate(found[:count], 1)]
    for path, dispatch in made:
        path.write_bytes(printed(dispatch))
    return made


@dataclass
class _Stock:
    host: Host
    office: DemoOffice
    clock: FixedClock

    def fill(self) -> None:
        self.work = Work(self.host, self.office, self._wait)
        arriving = [one for one in self._all(3) if one.direction == INCOMING and one.letter.type.regime == "state"]
        self._arrived(arriving)
        leaving = [one for one in self._all(7) if one.direction != INCOMING and one.letter.type.is_letter]
        for state, dispatch in zip(OUT_STATES, leaving, strict=False):
            self._leave(dispatch, state)
        while self.host.intake.incoming.desk.stamping.stamp_some():
            self.host.bus.settle()
        self.host.bus.settle()

    def _arrived(self, arriving: list[Dispatch]) -> None:
        dung, an, routing = self.office["dung"], self.office["an"], self.host.intake.incoming.desk.routing
        late = self.work.register(arriving[0], printed(arriving[0]))
        due = self.clock.today() + timedelta(days=4)
        self.work.direct(late, an, Direct("Giao Phòng Nội chính - Văn xã trả lời.", dung.id, due=due))
        self.clock.moment = datetime.now(UTC)
        fresh = [self.work.register(one, printed(one)) for one in arriving[1:4]]
        for document in fresh[:2]:
            routing.present(self.office["lan"], Slip(document.id), an.id)
        routing.direct(
            an,
            Slip(fresh[0].id),
            Direct("Đề xuất trước ngày họp.", dung.id, due=self.clock.today() + timedelta(days=7)),
        )
        for one in _same_sender(arriving[3], 3):
            self.host.intake.incoming.desk.arrivals.bring(self.office["lan"], upload(one, printed(one)))

    def _leave(self, dispatch: Dispatch, state: str) -> None:
        team, approving = Team(self.office["dung"], self.office["mai"]), self.host.intake.outgoing.cases.approving
        document = self.work.draft(dispatch.letter, team)
        steps = (
            ("submitted", lambda: approving.submit(team.drafter, Slip(document.id))),
            ("to_check", lambda: approving.approve_content(team.head, Slip(document.id))),
            ("in_book", lambda: approving.approve_format(self.office["khanh"], Slip(document.id))),
            ("signed", lambda: self.work.sign(document)),
            ("numbered", lambda: self.work.number(document)),
            ("sealed", lambda: self.work.seal(document)),
            ("issued", lambda: self.work.issue(document)),
        )
        reach = [name for name, _ in steps].index(state) + 1 if state != "draft" else 0
        for _, step in steps[:reach]:
            step()
        self.host.bus.settle()

    def _all(self, seed: int) -> list[Dispatch]:
        leaders = [(person.name, person.position) for person in self.office.having(Role.LEADER)]
        units = tuple(unit.abbreviation for unit in self.host.shared.directory.units())
        return dispatches(Plan(OFFICE, leaders, units, office_day(datetime.now(UTC)), 160, seed))

    def _wait(self, question: Any) -> None:
        self.host.bus.settle()
        assert question(), "the facts were carried, yet nothing came of them"


def _same_sender(first: Dispatch, count: int) -> Iterator[Dispatch]:
    for turn in range(1, count + 1):
        letter = first.letter
        number = f"{int(letter.number) + turn:02d}"
        subject = f"{letter.subject} (đợt {turn + 1})"
        changed = {**letter.__dict__, "number": number, "subject": subject}
        yield Dispatch(first.direction, first.day, type(letter)(**changed))


@dataclass
class Served:
    """A running office: its address, its settings, a browser to go in with."""

    address: str
    settings: Settings
    browser: Browser
    _sessions: dict[str, Any] = field(default_factory=dict)

    def desk(self, account: str, path: str = "/", *, wide: int = DESKTOP, script: bool = True) -> Page:
        """A page of somebody's own browser, signed in."""
        context = self.context(account, wide=wide, script=script)
        page = context.new_page()
        page.goto(self.address + path)
        return page

    def context(self, account: str, *, wide: int = DESKTOP, script: bool = True) -> BrowserContext:
        """A signed-in browser; desktop is 1280 × 800, a phone 390 × 844 with touch."""
        context = self.browser.new_context(
            viewport={"width": wide, "height": 800 if wide > 500 else 844},
            has_touch=wide <= 500,
            java_script_enabled=script,
            storage_state=self._session(account),
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        return context

    def _session(self, account: str) -> Any:
        if account not in self._sessions:
            context = self.browser.new_context()
            door = self.address + "/dang-nhap"
            sent = {"csrf": csrf_in(context.request.get(door).text()), "account": account, "password": PASSWORD}
            assert "/dang-nhap" not in context.request.post(door, form=sent, headers={"origin": self.address}).url
            self._sessions[account] = context.storage_state()
            context.close()
        return self._sessions[account]

    @property
    def home(self) -> Path:
        """Where its keys lie."""
        return self.settings.home

    @contextmanager
    def behind(self, service: str) -> Iterator[Connection]:
        """The database of a service for somebody who may do there whatever they like."""
        admin = make_url(self.settings.database_admin or self.settings.database(service))
        if self.settings.database_admin:
            admin = admin.set(drivername="postgresql+psycopg", query={"options": f"-csearch_path={service}"})
        engine = create_engine(admin)
        with engine.begin() as connection:
            yield connection
        engine.dispose()

    @cached_property
    def people(self) -> dict[str, str]:
        """Names by account."""
        return {one.account: one.name for one in PEOPLE}
