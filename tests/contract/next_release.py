"""The toy desks as the next release has them: one fact has gained a field, and one fact is new.

`python -m tests.contract.next_release work|relay DESK HOME OFFICE` is one process of that release, `tell first HOME -`
its front, which tells facts and ends.
"""

import sys

if __name__ == "__main__" and sys.argv[1:2] == ["work"]:
    import services.backends.bus.rabbit.patched  # noqa: F401 - before all others

if __name__ == "__main__":
    from tests.contract import next_facts

    next_facts.exchange()  # before all that knows a fact

import os
from dataclasses import dataclass, replace
from pathlib import Path

from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit.line import Line
from services.backends.ledger import LedgerStore
from services.kernel.facts import DocumentVoided, Fact
from tests.contract.next_facts import DocumentRecalled
from tests.contract.rabbit_desks import SERVICES, TELLERS, Office, be_at_work
from tests.unit.bus_desks import desks, keep, keep_and_tell

VOIDED, RECALLED = range(50), range(50, 60)
"""The versions of what the front of this release tells."""


@dataclass
class NextOffice(Office):
    """The office after the upgrade."""

    module: str = "tests.contract.next_release"

    @property
    def tellers(self) -> dict[str, str]:
        """With the new fact."""
        return TELLERS | {"DocumentRecalled": "first"}

    @property
    def heard(self) -> dict[str, list[str]]:
        """The second desk hears it."""
        return {**super().heard, "second": ["DocumentVoided", "DocumentRecalled"]}


def _keep_and_tell(fact: DocumentVoided, store: LedgerStore) -> None:
    assert fact.place in {"nowhere", "here"}  # type: ignore[attr-defined]  # it has one in this release
    store.audit("bản sau", "hear", fact.document_id)
    keep_and_tell(fact, store)


def _keep(fact: DocumentVoided, store: LedgerStore) -> None:
    store.audit("bản sau", "hear", fact.document_id)
    keep(fact, store)


def _desk(home: Path, name: str) -> Endpoint:
    made = dict(zip(SERVICES, desks(home), strict=True))[name]
    if name != "second":
        return made
    return replace(made, reactions={DocumentVoided: _keep_and_tell, DocumentRecalled: _keep})


def _tell(desk: Endpoint) -> int:
    print("at work", flush=True)
    told: list[Fact] = [DocumentRecalled(f"d{number}", number) for number in RECALLED]
    # The type checker knows the fact of this release.
    told += [DocumentVoided(f"d{number}", number, "", "lan", "here") for number in VOIDED]  # type: ignore[call-arg]
    for fact in told:
        with desk.stores() as store:
            store.publish(fact)
    return 0


def _run(kind: str, name: str, home: str, words: str) -> int:
    desk = _desk(Path(home), name)
    if kind == "tell":
        return _tell(desk)
    line: Line = NextOffice.said(Path(home), words).line(name)
    return be_at_work(kind, desk, line)


if __name__ == "__main__":
    os._exit(_run(*sys.argv[1:]))
