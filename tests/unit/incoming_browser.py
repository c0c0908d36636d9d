"""The incoming desks alone in one application, driven by forms and over the API."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.backends.shared import Shared
from services.intake.wiring.incoming import incoming_parts
from services.kernel.people import Person
from services.web.app import build
from services.web.contribution import Contribution, WebParts
from services.web.ports import Signed
from tests.databases import demo_settings
from tests.unit.incoming_office import IncomingOffice, pdf_bytes
from tests.unit.outgoing_office import PEOPLE, Bench, Desk

TEMPLATES = Path(__file__).parents[2] / "services/intake/templates"
PAPER = {
    "register": "so-den",
    "notation": "45/SNV-TCCB",
    "document_date": "2026-11-20",
    "issuer": "Sở Nội vụ",
    "type": "cong_van",
    "subject": "Báo cáo kết quả cải cách hành chính",
}


class Door:
    """Lets everybody in who says who they are."""

    def by_session(self, cookie: str) -> Signed | None:
        """The person whose id the cookie is."""
        return Signed(PEOPLE[cookie], csrf="s3cret") if cookie in PEOPLE else None

    def by_token(self, token: str) -> Signed | None:
        """The person whose id the token is."""
        return Signed(PEOPLE[token], scopes=frozenset({"*:read", "*:write"})) if token in PEOPLE else None


class Browser:
    """One window; whoever sits before it says so with each request."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, person: Person, address: str, status: int = 200) -> str:
        """A page."""
        answer = self.client.get(address, headers=_seat(person), follow_redirects=False)
        assert answer.status_code == status, answer.text
        return str(answer.text)

    def post(self, person: Person, address: str, status: int = 303, files: Any = None, **fields: Any) -> str:
        """A form sent; where it leads, or the page that came back."""
        sent = {"csrf": "s3cret", **fields}
        answer = self.client.post(address, data=sent, files=files, headers=_seat(person), follow_redirects=False)
        assert answer.status_code == status, answer.text
        return str(answer.headers.get("location") or answer.text)

    def api(self, person: Person, method: str, path: str, status: int = 200, **more: Any) -> Any:
        """An API request; the JSON it is answered with."""
        headers = {"Authorization": f"Bearer {person.id}"} | more.pop("headers", {})
        answer = self.client.request(method, f"/api/v1/intake{path}", headers=headers, **more)
        assert answer.status_code == status, answer.text
        return answer.json()

    def send(self, person: Person, status: int = 201, content: bytes | None = None, **what: Any) -> Any:
        """A document sent to be registered; `key` and `name` besides the members of the document part."""
        headers = {"Idempotency-Key": what.pop("key")} if "key" in what else {}
        name = what.pop("name", "cong-van.pdf")
        files = [
            ("document", (None, json.dumps(PAPER | what), "application/json")),
            ("file", (name, pdf_bytes() if content is None else content, "application/pdf")),
        ]
        return self.api(person, "POST", "/incoming", status, files=files, headers=headers)


def _seat(person: Person) -> dict[str, str]:
    return {"Cookie": f"vanthu_session={person.id}"}


@pytest.fixture
def browser(office: IncomingOffice) -> Iterator[Browser]:
    """The desks over an office."""
    shared = Shared(office.clock, office.objects, Bench(), Desk())
    settings = demo_settings(office.folder)
    parts = incoming_parts(settings, shared, office.stores, office.views)
    share = Contribution("intake", parts.api, parts.pages, TEMPLATES, parts.desks, parts.uploads)
    with TestClient(build(WebParts([share], Door(), lambda: "Văn phòng UBND tỉnh", clock=office.clock))) as client:
        yield Browser(client)
