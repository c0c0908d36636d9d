"""A signature reaches the level the office wants, or loses levels to an outage, or is not made."""

import itertools
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from services.backends.keys.softkey import SoftKeys
from services.backends.pades.pens import KeyFile, NumberAndDate, Pen, Signed, Wanted
from services.backends.pades.roots import read_trust
from services.backends.pades.tasks import seal_file, sign_file
from services.backends.pades.validation import validate
from services.kernel.errors import Conflict, Refusal, Unavailable
from services.kernel.signatures import Coverage, Level
from tests import certauthority
from tests.certauthority import Servers
from tests.unit.signing_office import LEADER, PASSWORD, Office, signing_office

__all__ = ["signing_office"]
MORNING = datetime(2026, 6, 7, 2, 0, tzinfo=UTC)
_COUNT = itertools.count()


@pytest.fixture
def keys(signing_office: Office, tmp_path: Path) -> SoftKeys:
    """A copy of the office's keys."""
    return SoftKeys(shutil.copytree(signing_office.home / "keys", tmp_path / "keys"), PASSWORD)


def soft(keys: SoftKeys, tsa: str = "soft:", *, strict: bool = False) -> Wanted:
    return Wanted(Level.LT, tsa, str(keys.trust), str(keys.trust.parent), PASSWORD, strict)


def signed(office: Office, pen: Pen, tmp_path: Path) -> Signed:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(office.draft)
    return sign_file(str(paper), pen, LEADER.name, None, 36)


def test_leader_and_seal_reach_b_lt_each_in_one_revision(
    signing_office: Office, keys: SoftKeys, tmp_path: Path
) -> None:
    first = signed(signing_office, Pen(*keys.leader("p1"), MORNING, soft(keys)), tmp_path)
    (tmp_path / "paper.pdf").write_bytes(first.pdf)
    pen = Pen(*keys.agency(), MORNING + timedelta(minutes=5), soft(keys))
    second = seal_file(str(tmp_path / "paper.pdf"), pen, NumberAndDate("05", "07", "6"))
    assert [first.level, first.lack, second.level, second.lack] == [Level.LT, "", Level.LT, ""]
    (alone,) = validate(first.pdf, read_trust(keys.trust)).signatures
    assert alone.findings.coverage is Coverage.FILE
    report = validate(second.pdf, read_trust(keys.trust))
    assert report.valid
    assert [one.findings.level for one in report.signatures] == [Level.LT, Level.LT]
    assert report.signatures[1].findings.stamped_at == pen.at


def test_each_signature_carries_only_its_own_proof(signing_office: Office, keys: SoftKeys, tmp_path: Path) -> None:
    made = signed(signing_office, Pen(*keys.leader("p1"), MORNING, soft(keys)), tmp_path)
    store = PdfFileReader(BytesIO(made.pdf)).root["/DSS"]
    assert len(store["/CRLs"]) == 2
    assert "/OCSPs" not in store or not store["/OCSPs"]


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (MORNING + timedelta(days=6 * 365), "certificate-expired"),
        (MORNING - timedelta(days=30), "certificate-not-yet-valid"),
    ],
)
def test_outside_its_dates_a_certificate_signs_nothing(
    at: datetime, code: str, signing_office: Office, keys: SoftKeys, tmp_path: Path
) -> None:
    with pytest.raises(Conflict) as refused:
        signed(signing_office, Pen(*keys.leader("p1"), at, replace(soft(keys), level=Level.B)), tmp_path)
    assert refused.value.code == code


def test_a_certificate_revoked_after_it_signed_signs_no_more(
    signing_office: Office, keys: SoftKeys, tmp_path: Path
) -> None:
    pen = Pen(*keys.leader("p1"), MORNING, soft(keys))
    assert signed(signing_office, pen, tmp_path).level is Level.LT
    keys.revoke("p1", MORNING + timedelta(minutes=1))
    with pytest.raises(Conflict) as refused:
        signed(signing_office, replace(pen, at=MORNING + timedelta(minutes=2)), tmp_path)
    assert refused.value.code == "certificate-revoked"
    assert "07/06/2026" in refused.value.detail


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Certificate, status and time-stamping servers."""
    with certauthority.running(tmp_path_factory.mktemp("ca")) as started:
        yield started


def online(servers: Servers, name: str = "leader", *, strict: bool = False) -> Wanted:
    # An address of its own for every test: what one found out is nothing the next remembers.
    return Wanted(Level.LT, f"{servers.tsa}?{name}{next(_COUNT)}", str(servers.trust()), strict=strict)


def pen_of(servers: Servers, office: Office, wanted: Wanted, name: str = "leader") -> Pen:
    return Pen(KeyFile(str(servers.key(name)), ""), office.pen("p1").image, None, wanted)


def test_servers_of_others_prove_it_too(servers: Servers, signing_office: Office, tmp_path: Path) -> None:
    wanted = online(servers)
    made = signed(signing_office, pen_of(servers, signing_office, wanted), tmp_path)
    assert (made.level, made.lack) == (Level.LT, "")
    report = validate(made.pdf, read_trust(Path(wanted.trust)))
    assert report.valid
    assert report.signatures[0].findings.level is Level.LT
    # What was said of certificates is kept, and asked for again only when it ends.
    asked = len(servers.cheat.asked)
    signed(signing_office, pen_of(servers, signing_office, wanted), tmp_path)
    assert [path.partition("?")[0] for path in servers.cheat.asked[asked:]] == ["/vt/tsa/tsa"]


@pytest.mark.parametrize(("name", "code"), [("revoked", "certificate-revoked"), ("expired", "certificate-expired")])
def test_a_revoked_or_expired_leader_signs_nothing(
    name: str, code: str, servers: Servers, signing_office: Office, tmp_path: Path
) -> None:
    for level in (Level.B, Level.LT):
        pen = pen_of(servers, signing_office, replace(online(servers), level=level), name)
        with pytest.raises(Conflict) as refused:
            signed(signing_office, pen, tmp_path)
        assert refused.value.code == code


TSA_TRICKS = {
    "slow": "không trả lời trong 8 giây",
    "close": "không kết nối được",
    "refuse": "trả lời mã lỗi 503",
    "huge": "trả lời quá dài",
    "garbage": "trả lời không đọc được",
    "replay": "trả lời cho một yêu cầu khác",
    "imprint": "trả lời cho một yêu cầu khác",
}


@pytest.mark.parametrize("trick", TSA_TRICKS)
def test_a_bad_time_stamp_costs_levels_never_the_signature(
    trick: str, servers: Servers, signing_office: Office, tmp_path: Path
) -> None:
    signed(signing_office, pen_of(servers, signing_office, online(servers)), tmp_path)
    began = time.monotonic()
    with servers.cheat.doing(trick, "/tsa/"):
        pen = pen_of(servers, signing_office, online(servers))
        made = signed(signing_office, pen, tmp_path)
        assert made.level is Level.B
        assert TSA_TRICKS[trick] in made.lack
        strict = replace(pen, wanted=replace(pen.wanted, strict=True))
        with pytest.raises(Unavailable) as refused:
            signed(signing_office, strict, tmp_path)
        assert refused.value.code == "tsa-away"
        assert TSA_TRICKS[trick] in refused.value.detail
    assert time.monotonic() - began < 60


def test_a_time_stamp_that_fails_after_the_probe_is_asked_for_anew(
    servers: Servers, signing_office: Office, tmp_path: Path
) -> None:
    pen = pen_of(servers, signing_office, online(servers))
    assert signed(signing_office, pen, tmp_path).level is Level.LT
    with servers.cheat.doing("replay", "/tsa/"):
        made = signed(signing_office, pen, tmp_path)
    assert made.level is Level.B
    assert "yêu cầu khác" in made.lack


def test_a_time_stamp_by_whom_nobody_trusts_is_none(
    servers: Servers, keys: SoftKeys, signing_office: Office, tmp_path: Path
) -> None:
    pen = Pen(*keys.leader("p1"), None, soft(keys, f"{servers.tsa}?strange"))
    made = signed(signing_office, pen, tmp_path)
    assert made.level is Level.B
    assert "không được tin cậy" in made.lack


def test_where_no_status_is_answered_a_list_does(servers: Servers, signing_office: Office, tmp_path: Path) -> None:
    with servers.cheat.doing("refuse", "/ocsp/"):
        made = signed(signing_office, pen_of(servers, signing_office, online(servers)), tmp_path)
    assert (made.level, made.lack) == (Level.LT, "")


@pytest.mark.parametrize("trick", ["close", "refuse", "huge", "garbage"])
def test_without_revocation_data_a_level_is_lost_or_nothing_signed(
    trick: str, servers: Servers, signing_office: Office, tmp_path: Path
) -> None:
    with servers.cheat.doing(trick, "/ocsp/", "/crls/"):
        made = signed(signing_office, pen_of(servers, signing_office, online(servers)), tmp_path)
        assert made.level is Level.T
        assert made.lack.startswith("Nơi công bố thu hồi chứng thư")
        with pytest.raises(Unavailable) as refused:
            signed(signing_office, pen_of(servers, signing_office, online(servers, strict=True)), tmp_path)
        assert refused.value.code == "revocation-away"


def test_an_answer_about_another_certificate_is_none(servers: Servers, signing_office: Office, tmp_path: Path) -> None:
    servers.cheat.remembered.clear()
    signed(signing_office, pen_of(servers, signing_office, online(servers)), tmp_path)
    # The list says that this one is revoked; the replayed answer says that another one is good.
    with servers.cheat.doing("replay", "/ocsp/"), pytest.raises(Refusal) as refused:
        signed(signing_office, pen_of(servers, signing_office, online(servers), "revoked"), tmp_path)
    assert refused.value.code == "certificate-revoked"


def test_a_leader_of_an_unknown_authority_signs_nothing(
    servers: Servers, keys: SoftKeys, signing_office: Office, tmp_path: Path
) -> None:
    strange = Wanted(Level.LT, "soft:", str(keys.trust), str(keys.trust.parent), PASSWORD)
    with pytest.raises(Conflict) as refused:
        signed(signing_office, pen_of(servers, signing_office, strange), tmp_path)
    assert refused.value.code == "certificate-foreign"
