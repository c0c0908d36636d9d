"""Programs of the office's people that work over the API and, whatever breaks, ask again until they are answered."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import httpx

from tests.fault.small_office import SmallOffice

_PATIENCE = 600.0
_TEAMS = (("dung", "mai"), ("giang", "cuong"), ("ha", "quan"))
_SIGNERS = ("an", "binh")


@dataclass
class Tally:
    """What the server has acknowledged: answers by job, and how often somebody had to ask again."""

    registered: dict[int, dict[str, Any]] = field(default_factory=dict)
    issued: dict[int, dict[str, Any]] = field(default_factory=dict)
    steps: int = 0
    again: int = 0
    lock: Lock = field(default_factory=Lock)

    def step(self) -> None:
        """One more acknowledged step."""
        with self.lock:
            self.steps += 1

    def retry(self) -> None:
        """One more question asked again."""
        with self.lock:
            self.again += 1


class Programs:
    """One thread's programs."""

    def __init__(self, office: SmallOffice, address: str, tally: Tally) -> None:
        self.office = office
        self.tally = tally
        self._client = httpx.Client(base_url=f"{address}/api/v1/", timeout=60)

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def ask(self, account: str, method: str, path: str, **what: Any) -> httpx.Response:
        """The answer of a server that lives: broken lines and 503 are asked again, with the same key."""
        headers = {"Authorization": f"Bearer {self.office.tokens[account]}", **what.pop("headers", {})}
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            try:
                answer = self._client.request(method, path, headers=headers, **what)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code != 503:
                assert answer.status_code < 500, f"{method} {path}: {answer.status_code} {answer.text}"
                return answer
            self.tally.retry()
            time.sleep(0.1)
        raise AssertionError(f"{method} {path}: no answer in {_PATIENCE} seconds")

    def register(self, job: int, paper: bytes) -> None:
        """Register one arrived document."""
        answer = self.ask(
            "lan", "POST", "intake/incoming", files=incoming(job, paper), headers={"Idempotency-Key": f"den-{job}"}
        )
        assert answer.status_code == 201, answer.text
        self.tally.registered[job] = answer.json()
        self.tally.step()

    def issue(self, job: int) -> None:
        """Take one outgoing document from draft to issue, each step by the person whose it is."""
        drafter, head = _TEAMS[job % len(_TEAMS)]
        signer = _SIGNERS[job % len(_SIGNERS)]
        found = self._draft(job, drafter, signer)
        steps = self._steps(found["id"], drafter, head, signer)
        until = time.monotonic() + _PATIENCE
        while found["state"] != "issued":
            assert time.monotonic() < until, f"stuck at {found['state']}: {found['id']}"
            steps[found["state"]]()
            again = self.ask("lan" if found["state"] == "sealed" else drafter, "GET", f"intake/outgoing/{found['id']}")
            assert again.status_code == 200, again.text
            if again.json()["state"] == found["state"]:
                time.sleep(0.2)
            else:
                self.tally.step()
            found = again.json()
        self.tally.issued[job] = found

    def _draft(self, job: int, drafter: str, signer: str) -> dict[str, Any]:
        body = {
            "type_code": "quyet_dinh",
            "subject": f"Về việc kiện toàn tổ công tác thứ {job}",
            "signer_id": self.office.ids[signer],
            "body": [
                "Căn cứ Luật Tổ chức chính quyền địa phương;",
                f"Điều 1. Kiện toàn tổ {job}.",
                "Điều 2. Thi hành.",
            ],
            "recipients": ["Như Điều 2", "Sở Nội vụ"],
        }
        answer = self.ask(drafter, "POST", "intake/outgoing", json=body, headers={"Idempotency-Key": f"di-{job}"})
        assert answer.status_code == 201, answer.text
        self.tally.step()
        return dict(answer.json())

    def _steps(self, document_id: str, drafter: str, head: str, signer: str) -> Mapping[str, Callable[[], None]]:
        path = f"intake/outgoing/{document_id}/"

        def take(account: str, act: str, **body: str) -> Callable[[], None]:
            return lambda: self._try(account, path + act, body)

        return {
            "draft": take(drafter, "submit"),
            "submitted": take(head, "approve-content"),
            "content_approved": take("khanh", "approve-format"),
            "format_checked": lambda: self._decide(document_id, signer, "book", "requests", "sign"),
            "signed": take("lan", "number", register_id="so-di"),
            "numbered": lambda: self._decide(document_id, "lan", "seals", "seals", "seal"),
            "sealed": take("lan", "issue"),
        }

    def _decide(self, document_id: str, account: str, pile: str, room: str, act: str) -> None:
        waiting = self.ask(account, "GET", f"signing/{pile}").json()[room]
        mine = [one for one in waiting if one["document_id"] == document_id]
        for one in mine:
            self._try(account, f"signing/{room}/{one['id']}/{act}", {"digest": one["digest"]})

    def _try(self, account: str, path: str, body: Mapping[str, str]) -> None:
        # Whether an unanswered step was taken is seen from the document, as a person would look.
        answer = self.ask(account, "POST", path, json=body)
        assert answer.status_code in (200, 409), f"{path}: {answer.status_code} {answer.text}"


def incoming(job: int, paper: bytes) -> list[tuple[str, tuple[str | None, bytes | str]]]:
    """The parts of a request that registers the paper as a document of its own."""
    document = {
        "register": "so-den",
        "notation": f"{job}/SNV-TCCB",
        "document_date": "2026-01-05",
        "issuer": "Sở Nội vụ",
        "subject": f"Báo cáo công tác cán bộ, hồ sơ thứ {job}",
    }
    return [("document", (None, json.dumps(document))), ("file", (f"{job}.pdf", paper))]
