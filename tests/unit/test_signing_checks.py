"""What a check says and how often strangers may ask; what an older release kept of it is still read."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.backends.pades.validation import validate
from services.kernel.clock import FixedClock
from services.kernel.errors import TooMany
from services.kernel.signatures import Changes, Coverage, Level, Outcome, SignatureReport
from services.signing.handlers.strangers import Strangers
from services.signing.tables.marks import report_json, report_of
from tests.unit.signing_office import Office, signing_office

__all__ = ["signing_office"]

NOW = datetime(2026, 6, 7, 2, 0, tzinfo=UTC)


class GoodChecker:
    """Finds everything valid."""

    def check(self, digest: str, expected: object = ()) -> SignatureReport:
        return SignatureReport(Outcome.VALID, "Hợp lệ.")

    def examine(self, path: Path) -> SignatureReport:
        return SignatureReport(Outcome.VALID, "Hợp lệ.")


def test_a_report_is_read_as_it_was_kept(signing_office: Office) -> None:
    report = validate(signing_office.sealed, signing_office.roots)
    assert report_of(report_json(report)) == report


def test_a_report_kept_by_an_older_release_is_still_read_and_a_new_one_by_that_release(signing_office: Office) -> None:
    report = validate(signing_office.sealed, signing_office.roots)
    whole = json.loads(report_json(report))
    assert "findings" not in whole["signatures"][0]
    del whole["findings"]
    old = report_of(json.dumps(whole))
    assert [one.signer for one in old.signatures] == [one.signer for one in report.signatures]
    assert old.signatures[0].findings.level is Level.NONE


def test_a_report_says_level_chain_coverage_and_what_came_after(signing_office: Office) -> None:
    leader, seal = validate(signing_office.sealed, signing_office.roots).signatures
    assert leader.findings.level is not Level.NONE
    assert leader.findings.chain[0] == leader.signer
    assert (leader.findings.coverage, leader.findings.changes) == (Coverage.REVISION, Changes.FIELDS)
    assert seal.findings.changes in (Changes.NONE, Changes.PROOFS)
    assert leader.findings.permits.label == "Chỉ được điền ô và ký tiếp"
    assert (leader.indication, leader.findings.sub_indication) == ("TOTAL-PASSED", "")


def test_what_is_broken_says_so_in_the_european_words_and_what_to_do(signing_office: Office) -> None:
    sealed = signing_office.sealed
    (leader, _) = validate(sealed[:7] + b"5" + sealed[8:], signing_office.roots).signatures
    assert (leader.indication, leader.findings.sub_indication) == ("TOTAL-FAILED", "HASH_FAILURE")
    assert "gửi lại" in leader.findings.remedy


def test_one_stranger_checks_six_files_a_minute_and_then_waits(tmp_path: Path) -> None:
    clock = FixedClock(NOW)
    strangers = Strangers(GoodChecker(), clock)
    for _ in range(6):
        assert strangers.examine("192.0.2.1", tmp_path).valid
    with pytest.raises(TooMany) as refused:
        strangers.examine("192.0.2.1", tmp_path)
    assert refused.value.code == "checks-too-often"
    assert strangers.examine("192.0.2.2", tmp_path).valid
    clock.moment = NOW + timedelta(seconds=61)
    assert strangers.examine("192.0.2.1", tmp_path).valid


def test_many_addresses_together_wait_too(tmp_path: Path) -> None:
    strangers = Strangers(GoodChecker(), FixedClock(NOW))
    for number in range(60):
        strangers.examine(f"192.0.2.{number}", tmp_path)
    with pytest.raises(TooMany):
        strangers.examine("198.51.100.1", tmp_path)
