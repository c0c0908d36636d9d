"""The whole application over a small office: twelve people with keys and browsers, one document at every desk."""

import hashlib
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.testclient import TestClient

from services.backends.demo.texts import INCOMING, OUTGOING, Dispatch, Plan, dispatches
from services.cli.demo.people import OFFICE, PASSWORD, PEOPLE, DemoOffice
from services.cli.demo.work import Work, printed, upload
from services.directory.domain.tokens import TokenOrder
from services.embedded import Host, wire
from services.intake.domain.incoming import IncomingDocument
from services.intake.domain.outgoing import OutgoingDocument
from services.intake.handlers.routing import Direct
from services.intake.handlers.slips import Slip
from services.kernel.errors import Refusal
from services.kernel.people import Role
from tests.databases import demo_settings
from tests.offices import set_up

ACCOUNTS = tuple(person.account for person in PEOPLE)
OUTGOING_STATES = (
    "draft",
    "submitted",
    "content_approved",
    "format_checked",
    "signed",
    "numbered",
    "sealed",
    "issued",
)
_CSRF = re.compile(r'name="csrf" value="([^"]*)"')


class Browser(TestClient):
    """A browser in which somebody is signed in; posts carry the secret of the session's forms."""

    csrf = ""

    def send_form(self, path: str, values: Mapping[str, Any] | None = None, **more: Any) -> httpx.Response:
        """Post a form of ours and follow where it leads."""
        return self.post(path, data={"csrf": self.csrf, **(values or {})}, **more)


@dataclass
class House:
    """The running office."""

    host: Host
    people: DemoOffice
    app: FastAPI
    incoming: dict[str, IncomingDocument] = field(default_factory=dict)
    outgoing: dict[str, OutgoingDocument] = field(default_factory=dict)
    _keys: dict[str, TestClient] = field(default_factory=dict)
    _browsers: dict[str, Browser] = field(default_factory=dict)
    _letters: Iterator[Dispatch] = field(default=iter(()))

    def key(self, account: str, *scopes: str) -> str:
        """A bearer token of somebody; for reading and writing everywhere unless scopes are named."""
        order = TokenOrder("thử nghiệm", frozenset(scopes or ("*:read", "*:write")))
        return self.host.directory.tokens.give(self.people[account], self.people[account], order)[1]

    def api(self, account: str) -> TestClient:
        """The interface as a program of this person sees it; a mistake of ours is raised, not answered."""
        if account not in self._keys:
            client = self.nobody()
            client.headers["Authorization"] = f"Bearer {self.key(account)}"
            self._keys[account] = client
        return self._keys[account]

    def desk(self, account: str) -> Browser:
        """The browser of this person, signed in."""
        if account not in self._browsers:
            self._browsers[account] = self.signed_in(account)
        return self._browsers[account]

    def signed_in(self, account: str) -> Browser:
        """A fresh browser that went through the door."""
        browser = Browser(self.app, base_url="http://vanthu.test", follow_redirects=False)
        door = csrf_in(browser.get("/dang-nhap").text)
        sent = {"csrf": door, "account": account, "password": PASSWORD, "next": "/"}
        answer = browser.post("/dang-nhap", data=sent)
        assert answer.status_code == 303, answer.text
        browser.csrf = csrf_in(browser.get("/toi").text)
        browser.follow_redirects = True
        return browser

    def nobody(self) -> TestClient:
        """A client nobody vouches for."""
        return TestClient(self.app, base_url="http://vanthu.test", follow_redirects=False)

    def keeps(self, content: bytes) -> bool:
        """Whether these bytes reached the store."""
        return self.host.shared.objects.exists(hashlib.sha256(content).hexdigest())

    def arrivals(self) -> int:
        """How many arrival numbers are given."""
        volumes = self.host.intake.views.verify_registers()
        return sum(volume.last for volume in volumes if volume.register_id == "so-den")

    def letter(self, direction: str) -> Dispatch:
        """The next dispatch of that direction."""
        return next(one for one in self._letters if one.direction == direction)

    @property
    def work(self) -> Work:
        """The steps of the office's work."""
        return Work(self.host, self.people, wait)


def csrf_in(page: str) -> str:
    """The secret of the first form of a page."""
    found = _CSRF.search(page)
    assert found, page[:2000]
    return found[1]


def wait(question: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until the question is answered with something true; a refusal counts as not yet."""
    until = time.monotonic() + seconds
    while not _answered(question):
        assert time.monotonic() < until, "nothing came of it"
        time.sleep(0.02)


def _answered(question: Callable[[], object]) -> bool:
    try:
        return bool(question())
    except Refusal:
        return False


def opened(home: Path) -> Iterator[House]:
    """An office at work under a home, with a document at every desk."""
    host = wire(demo_settings(home, VANTHU_WORKERS="2"))
    try:
        today = host.shared.clock.today()
        people = set_up(host, today)
        host.start()
        leaders = [(person.name, person.position) for person in people.having(Role.LEADER)]
        units = tuple(unit.abbreviation for unit in host.shared.directory.units())
        plan = Plan(OFFICE, leaders, units, today, 200, seed=7)
        house = House(host, people, host.desks(), _letters=iter(dispatches(plan)))
        _fill(house)
        yield house
    finally:
        host.close()


def _fill(house: House) -> None:
    """One arrived document in every state, one outgoing document in every state, one upload that waits."""
    clerk, leader, work = house.people["lan"], house.people["an"], house.work
    desk = house.host.intake.incoming.desk
    waiting = house.letter(INCOMING)
    desk.arrivals.bring(clerk, upload(waiting, printed(waiting)))
    for state in ("registered", "presented", "directed", "in_progress", "resolved"):
        dispatch = house.letter(INCOMING)
        document = house.incoming[state] = work.register(dispatch, printed(dispatch))
        if state == "registered":
            continue
        desk.routing.present(clerk, Slip(document.id), leader.id)
        if state == "presented":
            continue
        desk.routing.direct(leader, Slip(document.id), Direct("Giao tham mưu trả lời.", house.people["dung"].id))
        if state != "directed":
            desk.routing.accept(house.people["dung"], Slip(document.id))
        if state == "resolved":
            desk.routing.resolve(house.people["dung"], Slip(document.id), "Đã trả lời.")
    for state in OUTGOING_STATES:
        house.outgoing[state] = outgoing_at(house, state)
    _deposited(house)


def outgoing_at(house: House, state: str) -> OutgoingDocument:
    """A further outgoing document, brought as far as that state."""
    work, team, steps = house.work, house.work.team(0), OUTGOING_STATES.index(state)
    document = work.draft(house.letter(OUTGOING).letter, team)
    approving = house.host.intake.outgoing.cases.approving
    if steps >= 1:
        approving.submit(team.drafter, Slip(document.id))
    if steps >= 2:
        approving.approve_content(team.head, Slip(document.id))
    if steps >= 3:
        approving.approve_format(house.people["khanh"], Slip(document.id))
        work.in_book(document)
    if steps >= 4:
        work.sign(document)
    if steps >= 5:
        work.number(document)
    if steps >= 6:
        work.seal(document)
    if steps >= 7:
        document = work.issue(document)
    return document


def _deposited(house: House) -> None:
    archivist, items = house.people["son"], house.host.archive.views.items
    for document in (*house.incoming.values(), house.outgoing["issued"]):
        wait(lambda key=document.id: items.of_document(archivist, key))  # type: ignore[misc]
