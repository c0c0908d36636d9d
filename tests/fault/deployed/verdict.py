"""The one judgement after every trouble: nothing is lost, nothing doubled, all that was acknowledged is there."""

import json
import os
import subprocess
import sys

from services.kernel.facts import DocumentRegistered
from tests.contract.rabbit_desks import eventually
from tests.fault.aftermath import ONCE
from tests.fault.deployed.aftermath import DeployedAftermath, aftermath
from tests.fault.deployed.office import DeployedOffice
from tests.fault.deployed.trial import DOCUMENTS, Work

CALM_SECONDS = 300.0 + DOCUMENTS / 5


def judge(work: Work) -> None:
    """Wait until all is calm, then look at everything."""
    with aftermath(work.office) as after:
        after.await_quiet(CALM_SECONDS)
        registers(work, after)
        facts(work, after)
        documents(work, after)
        desks(after)
        assert len(after.dead()) == work.poison, after.dead()
        assert after.chains() == []
        assert after.queued() == {}
        assert all(check.whole for check in after.host.intake.views.verify_registers())
        assert after.host.archive.fixity.check("thử").findings == ()
        referred, stored = after.digests()
        assert referred <= stored


def registers(work: Work, after: DeployedAftermath) -> None:
    """Numbers 1..N, each acknowledged registration under its own."""
    acknowledged = {one["id"]: one["arrival_number"] for one in work.tally.registered.values()}
    kept = [fact.card for fact in after.host.intake.views.facts() if isinstance(fact, DocumentRegistered)]
    assert {card.document_id: card.number for card in kept if card.direction == "incoming"} == acknowledged
    assert sorted(acknowledged.values()) == list(range(1, len(acknowledged) + 1))
    issued = sorted(one["number"] for one in work.tally.issued.values())
    assert issued == list(range(1, len(issued) + 1))


def facts(work: Work, after: DeployedAftermath) -> None:
    """Each fact told once, heard by all whose it is."""
    arrived, issued = subjects(work)
    of = {"DocumentRegistered": arrived, "ItemDeposited": arrived | issued}
    told = after.told()
    for fact in ONCE:
        assert told[fact.__name__] == dict.fromkeys(of.get(fact.__name__, issued), 1), fact.__name__
    assert after.unheard() == {}


def documents(work: Work, after: DeployedAftermath) -> None:
    """Archived once, signed once, found once."""
    arrived, issued = subjects(work)
    assert after.archived() == dict.fromkeys(arrived | issued, 1)
    assert after.signatures() == {(one, kind): 1 for one in issued for kind in ("leader", "seal")}
    # All that waited may be indexed into an index that another process lost meanwhile: then it waits once more.
    assert eventually(lambda: sorted(after.found("lan")) == sorted(arrived | issued), 120)


def desks(after: DeployedAftermath) -> None:
    """Nothing is left to sign or to seal: nobody was asked twice."""
    views = after.host.signing.views
    assert [name for name, person in after.people.people.items() if views.count_waiting(person)] == []
    assert views.seals_waiting() == []


def subjects(work: Work) -> tuple[set[str], set[str]]:
    """The documents that arrived and those that were issued, by id."""
    registered, issued = work.tally.registered.values(), work.tally.issued.values()
    return {one["id"] for one in registered}, {one["id"] for one in issued}


def command(office: DeployedOffice, *words: str) -> tuple[int, str]:
    """A command of `vanthu` for the office, from a process of its own; exit code and what it said."""
    environment = {**os.environ, **office.environment()}
    ran = subprocess.run(
        [sys.executable, "-m", "services", *words], env=environment, capture_output=True, text=True, timeout=600
    )
    return ran.returncode, ran.stdout + ran.stderr


def problem(text: str) -> tuple[str, str]:
    """Code and advice of a refusal."""
    said = json.loads(text)
    return said["code"], said["next"]
