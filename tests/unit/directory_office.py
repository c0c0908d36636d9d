"""A small office with real accounts behind a real application, for tests of the door and of who may what."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastapi.testclient import TestClient

from services.backends.settings import Settings
from services.directory.domain.accounts import NewPerson
from services.directory.domain.office import NewUnit
from services.directory.domain.tokens import SCOPES, TokenOrder
from services.directory.wiring import DirectoryParts, wire
from services.kernel.clock import FixedClock
from services.kernel.people import Organisation, Person, Role, Unit
from services.web.app import build
from services.web.contribution import WebParts
from tests.databases import demo_settings

PASSWORD = "mot cau dai de nho"
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TOOL = "phép thử"


@dataclass
class Office:
    """The directory, its application, and a clock the test moves."""

    parts: DirectoryParts
    clock: FixedClock
    unit: Unit
    app: object

    def add(self, account: str, *roles: Role) -> Person:
        """Somebody who may sign in with PASSWORD."""
        new = NewPerson(account, f"Nguyễn Thị {account.capitalize()}", "Chuyên viên", self.unit.id, frozenset(roles))
        return self.parts.people.add(TOOL, new, PASSWORD)[0]

    def browser(self) -> TestClient:
        """A browser that shows where it is sent instead of following."""
        return TestClient(self.app, follow_redirects=False, raise_server_exceptions=False)

    def signed_in(self, account: str) -> TestClient:
        """A browser whose session is open."""
        browser = self.browser()
        assert self.sign_in(browser, account).status_code == 303
        return browser

    def sign_in(self, browser: TestClient, account: str, password: str = PASSWORD):
        """Type name and password into the form of the door."""
        return self.post(browser, "/dang-nhap", "/dang-nhap", account=account, password=password)

    def post(self, browser: TestClient, page: str, action: str, **fields: object):
        """Open a page and send one of its forms with its secret."""
        secret = re.search(r'name="csrf" value="([^"]+)"', browser.get(page).text)
        return browser.post(action, data={"csrf": secret[1] if secret else ""} | fields)

    def key(self, person: Person, *scopes: str) -> dict[str, str]:
        """The header of a program that works for a person; every scope unless some are named."""
        order = TokenOrder("phép thử", frozenset(scopes or SCOPES), 30)
        return {"Authorization": f"Bearer {self.parts.tokens.give(person, person, order)[1]}"}

    def audited(self, action: str) -> list[dict[str, object]]:
        """The audit entries of an action, oldest first."""
        chain = self.parts.endpoint.tables.audit
        with self.parts.endpoint.database.read() as connection:
            rows = connection.execute(chain.select().where(chain.c.action == action).order_by(chain.c.seq))
            return [dict(row._mapping) for row in rows]


def open_office(folder: Path, settings: Settings | None = None) -> Office:
    """A founded office with one unit and nobody in it."""
    clock = FixedClock(MORNING)
    parts = wire(settings or demo_settings(folder), clock)
    parts.offices.describe(TOOL, Organisation("UBND xã An Phú", "UBND", "", "An Phú", "H99.1"))
    unit = parts.offices.add_unit(TOOL, NewUnit("Văn phòng", "VP"))
    app = build(WebParts([parts.contribution], parts.sign_in, lambda: parts.directory.organisation().name, clock=clock))
    return Office(parts, clock, unit, app)
