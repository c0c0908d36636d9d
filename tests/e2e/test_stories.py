"""The stories of the office, the same in both hosts: one comes in and is kept, one goes out signed and sealed."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from services.backends.demo.texts import INCOMING, OUTGOING
from services.cli.demo.work import printed
from services.intake.domain.drafts import Content
from services.intake.domain.outgoing import OutgoingDocument, State
from services.intake.domain.papers import Sent
from services.intake.handlers.draft_papers import DraftOrder
from services.intake.handlers.routing import Direct
from services.intake.handlers.slips import Slip
from services.intake.views.outgoing import OutgoingSheet
from services.kernel.signatures import Outcome
from services.kernel.text import fold
from services.kernel.values import Part
from services.search.domain.record import Record
from services.search.handlers.searching import Search
from tests.e2e.standing import WALKED, Standing, standing
from tests.hosts import HOSTS, wait


@pytest.fixture(scope="module", params=HOSTS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """An office at work in each host."""
    with standing(request.param, tmp_path_factory.mktemp(request.param)) as office:
        yield office


@pytest.mark.slow
def test_the_walk_from_door_to_shelf_holds_at_every_step(office: Standing) -> None:
    assert WALKED in office.walk
    assert office.walk.count(": Hợp lệ") == 3


def test_what_arrives_is_stamped_kept_filed_and_found_without_accents(office: Standing) -> None:
    work, lan, son, dispatch = office.work, office.people["lan"], office.people["son"], office.dispatch(INCOMING)
    document = work.register(dispatch, printed(dispatch))
    work.direct(document, office.people["an"], Direct("Giao trả lời.", office.people["dung"].id))
    views, archive = office.host.intake.views, office.host.archive
    wait(lambda: Part.STAMPED in {file.part for file in views.incoming_sheet(lan, document.id).document.files})

    wait(lambda: archive.views.items.of_document(son, document.id))
    item = archive.views.items.of_document(son, document.id)
    case_file = archive.views.case_files.open_to_place(son)[0]
    assert archive.handlers.filing.place(son, case_file.id, [item]) == 1

    asked = Search(line=f'"{fold(document.paper.subject)}"')
    wait(lambda: [hit for hit in _hits(office, asked) if hit.id == document.id and case_file.title in hit.case_files])


def test_a_decision_is_signed_numbered_sealed_and_issued_with_both_signatures_valid(office: Standing) -> None:
    work, team = office.work, office.work.team(0)
    document = work.draft(office.dispatch(OUTGOING).letter, team)
    work.approve(document, team)
    _leaves(office, document)
    sheet = _sheet(office, document)
    assert sheet.document.state is State.ISSUED
    assert [one.file.part for one in sheet.editions] == [Part.DRAFT, Part.SIGNED, Part.SEALED]
    _assert_pdfsig_calls_both_valid(office, sheet.edition.file.digest)


def test_a_leaders_refusal_brings_the_draft_back_with_the_reason(office: Standing) -> None:
    work, team = office.work, office.work.team(1)
    document = work.draft(office.dispatch(OUTGOING).letter, team)
    work.approve(document, team)
    office.host.signing.book.refuse(office.people["an"], work.in_book(document).id, "Chưa rõ kinh phí")
    wait(lambda: work.state_of(document) == "draft")
    returned = office.host.intake.views.outgoing_sheet(team.drafter, document.id).document
    assert returned.is_returned
    assert returned.trail.returned is not None
    assert returned.trail.returned.note == "Chưa rõ kinh phí"


def test_a_draft_with_a_fault_is_written_anew_signed_and_sealed_and_the_uploaded_bytes_are_kept(
    office: Standing,
) -> None:
    cases, team, content = office.host.intake.outgoing.cases, office.work.team(0), scanned()
    upload = cases.uploads.take(team.drafter, Sent("quét.pdf", BytesIO(content)))
    document = cases.drafting.begin(team.drafter, DraftOrder(_content(office), upload))
    draft = office.host.intake.views.outgoing_sheet(team.drafter, document.id).edition
    assert "ghi lại thành tệp ký được" in draft.said

    cases.approving.submit(team.drafter, Slip(document.id))
    cases.approving.approve_content(team.head, Slip(document.id))
    cases.approving.approve_format(office.people["khanh"], Slip(document.id, "Bản quét, đã xem từng phần."))
    _leaves(office, document)
    with office.host.objects.local(_sheet(office, document).edition.file.digest) as path:
        report = office.host.signing.validation.validator.examine(path)
    assert report.signatures[0].signer == office.people["an"].name
    assert report.outcome is Outcome.VALID

    file, stream = cases.files.original(team.drafter, document.id, 1)
    with stream:
        assert stream.read() == content
    assert file.digest in set(office.host.intake.views.digests())


def scanned() -> bytes:
    """A page as an imaging library writes it: readable everywhere, but its first reference is not as it should be."""
    out = BytesIO()
    Image.new("RGB", (620, 877), "white").save(out, "PDF")
    assert b"65536 f" in out.getvalue()
    return out.getvalue()


def _content(office: Standing) -> Content:
    letter = office.dispatch(OUTGOING).letter
    return Content(
        type_code=letter.type.code,
        subject=letter.subject,
        signer_id=office.people["an"].id,
        addressees=letter.addressees,
        body=letter.body,
        recipients=letter.recipients,
    )


def _leaves(office: Standing, document: OutgoingDocument) -> None:
    for step in (office.work.sign, office.work.number, office.work.seal, office.work.issue):
        step(document)


def _sheet(office: Standing, document: OutgoingDocument) -> OutgoingSheet:
    return office.host.intake.views.outgoing_sheet(office.people["lan"], document.id)


def _hits(office: Standing, asked: Search) -> list[Record]:
    return [hit.record for hit in office.host.search.searching.search(office.people["lan"], asked).hits]


def _assert_pdfsig_calls_both_valid(office: Standing, digest: str) -> None:
    pdfsig = shutil.which("pdfsig")
    if pdfsig is None:
        pytest.skip("pdfsig is not installed")
    with office.host.objects.local(digest) as path:
        said = subprocess.run([pdfsig, str(path)], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
    assert said.stdout.count("Signature is Valid") == 2, said.stdout
