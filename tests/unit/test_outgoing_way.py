"""An outgoing document from the first draft to its recipients."""

from dataclasses import replace

import pytest

from services.intake.domain.outgoing import State
from services.intake.domain.outgoing_actions import Act
from services.intake.handlers.draft_papers import DraftOrder
from services.intake.handlers.routing import Routing
from services.intake.handlers.slips import Slip
from services.intake.views.outgoing_trays import OutgoingAsk, Tray
from services.kernel.errors import BadInput, Conflict, NotAllowed, NotFound, Refusal, Stale
from services.kernel.facts import (
    DocumentChanged,
    DocumentIssued,
    SealRequested,
    SignatureRefused,
    SignatureRequested,
    SignatureWithdrawn,
)
from services.kernel.notation import file_name_of
from services.kernel.values import Part
from tests.unit.outgoing_office import (
    BOOK,
    CHECKER,
    CLERK,
    CONTENT,
    DRAFTER,
    HEAD,
    LEADER,
    OTHER_HEAD,
    STRANGER,
    Desk,
    Office,
    office,
)

__all__ = ["office"]


def test_a_draft_is_typeset_in_the_layout_of_the_decree_with_places_for_number_and_signature(office: Office) -> None:
    sheet = office.views.outgoing_sheet(DRAFTER, office.draft().id)
    assert sheet.edition.deviations == ()
    assert sheet.edition.anchors
    assert sheet.edition.file.pages == 1
    assert office.files.picture(sheet.edition, 1).startswith(b"\x89PNG")


def test_the_whole_way_ends_with_an_issued_document_and_every_step_in_the_audit(office: Office) -> None:
    document = office.issuing.issue(CLERK, Slip(office.sealed().id))
    assert document.state is State.ISSUED
    (issued,) = office.told(DocumentIssued)
    assert issued.card.notation == "01/QĐ-UBND"
    assert issued.recipients == ("Như Điều 2", "Sở Nội vụ")
    assert [file.part for file in issued.card.files] == [Part.SEALED, Part.DRAFT, Part.TEXT]
    assert list(office.views.outgoing_facts()) == [issued]
    assert office.audited() == (
        ["draft", "submit", "approve-content", "approve-format", "sign", "number", "seal", "issue"]
    )


def test_issuing_an_answer_resolves_the_arrived_document_it_answers(office: Office) -> None:
    arrived = office.arrived()
    document = office.issuing.issue(CLERK, Slip(office.sealed(answers_id=arrived.id).id))
    with office.stores() as store:
        settled = store.incoming(arrived.id)
    assert settled is not None
    assert (settled.state.value, settled.answer_id) == ("resolved", document.id)
    assert settled.resolution == "Trả lời bằng văn bản số 01/QĐ-UBND"
    (changed,) = office.told(DocumentChanged)
    assert changed.card.document_id == arrived.id


def test_only_somebody_who_may_open_an_arrived_document_answers_it(office: Office) -> None:
    arrived = office.arrived(lead=STRANGER)
    with pytest.raises(NotFound, match="được trả lời"):
        office.draft(answers_id=arrived.id)


def test_an_arrived_document_ends_with_an_answer_only_if_that_answers_it_and_opens_to_who_says_so(
    office: Office,
) -> None:
    arrived, routing = office.arrived(), Routing(office.stores, Desk(), office.clock)
    another = office.draft()
    foreign = office.drafting.begin(HEAD, DraftOrder(replace(CONTENT, answers_id=arrived.id)))
    for wrong in ("khong-co", another.id, arrived.id, foreign.id):
        with pytest.raises(BadInput) as refused:
            routing.resolve(DRAFTER, Slip(arrived.id), "Đã trả lời", wrong)
        assert refused.value.fields.keys() == {"answer_id"}
    answer = office.draft(answers_id=arrived.id)
    assert routing.resolve(DRAFTER, Slip(arrived.id), "", answer.id).answer_id == answer.id


def test_the_leader_is_asked_to_sign_exactly_the_bytes_that_were_approved(office: Office) -> None:
    document = office.waiting_for_signature(answers_id=office.arrived().id)
    (request,) = office.told(SignatureRequested)
    edition = office.views.outgoing_sheet(HEAD, document.id).edition
    assert (request.file.digest, request.anchors) == (edition.file.digest, edition.anchors)
    assert (request.answers, request.notation) == ("văn bản đến số 1 (45/SNV-TCCB)", "QĐ-UBND")


def test_a_letter_bears_the_drafting_units_abbreviation(office: Office) -> None:
    document = office.signed(type_code="cong_van", addressees=("Sở Nội vụ",), subject="góp ý dự thảo")
    office.issuing.number(CLERK, Slip(document.id), BOOK.id)
    (request,) = office.told(SealRequested)
    assert request.notation == "01/UBND-CĐS"
    assert f"{request.issued_on:%d/%m/%Y}" == "22/11/2026"


def test_numbers_run_without_gap_and_a_refused_numbering_gives_its_number_back(office: Office) -> None:
    first, second = office.signed(), office.signed()
    with pytest.raises(NotAllowed):
        office.issuing.number(HEAD, Slip(first.id), BOOK.id)
    with pytest.raises(Stale):
        office.issuing.number(CLERK, Slip(first.id, expected=1), BOOK.id)
    numbered = [office.issuing.number(CLERK, Slip(one.id), BOOK.id).registration for one in (first, second)]
    assert [place.number for place in numbered if place] == [1, 2]


def test_the_drafter_approves_neither_content_nor_form_of_the_own_draft(office: Office) -> None:
    document = office.drafting.begin(HEAD, DraftOrder(CONTENT))
    office.approving.submit(HEAD, Slip(document.id))
    with pytest.raises(NotAllowed, match="không tự duyệt"):
        office.approving.approve_content(HEAD, Slip(document.id))


def test_a_heads_own_draft_is_approved_by_a_leader(office: Office) -> None:
    document = office.drafting.begin(HEAD, DraftOrder(CONTENT))
    office.approving.submit(HEAD, Slip(document.id))
    approved = office.approving.approve_content(LEADER, Slip(document.id))
    assert approved.state is State.CONTENT_APPROVED


def test_another_units_head_does_not_even_see_the_draft(office: Office) -> None:
    document = office.draft()
    office.approving.submit(DRAFTER, Slip(document.id))
    for outsider in (OTHER_HEAD, STRANGER, CLERK):
        with pytest.raises(NotFound):
            office.views.outgoing_sheet(outsider, document.id)


def test_sending_back_needs_a_reason_and_lands_in_the_drafters_tray_of_returned(office: Office) -> None:
    document = office.draft()
    office.approving.submit(DRAFTER, Slip(document.id))
    with pytest.raises(BadInput, match="lý do"):
        office.approving.send_back(HEAD, Slip(document.id))
    office.approving.send_back(HEAD, Slip(document.id, "Thiếu căn cứ"))
    (row,) = office.views.outgoing_list(DRAFTER, OutgoingAsk(Tray.RETURNED)).rows
    assert row.trail.returned is not None
    assert row.trail.returned.note == "Thiếu căn cứ"


def test_taking_back_a_document_that_waits_for_signature_withdraws_the_request(office: Office) -> None:
    document = office.waiting_for_signature()
    office.approving.send_back(DRAFTER, Slip(document.id, "Sai số liệu"))
    (withdrawn,) = office.told(SignatureWithdrawn)
    assert withdrawn.request_id == document.request_id
    assert office.sign(document).state is State.DRAFT


def test_a_refused_document_goes_back_to_its_drafter_with_the_leaders_reason(office: Office) -> None:
    document = office.waiting_for_signature()
    refusal = SignatureRefused(document.request_id, document.id, document.version, "an", "Chưa rõ kinh phí")
    returned = office.hear(refusal)
    assert returned.is_returned
    assert office.hear(refusal) == returned


def test_a_signature_told_twice_or_about_other_bytes_changes_nothing(office: Office) -> None:
    document = office.waiting_for_signature()
    fact = office.signature(document)
    once = office.hear(fact)
    assert office.hear(fact) == once
    other = office.waiting_for_signature()
    foreign = office.signature(other).__class__(**{**vars(office.signature(other)), "draft_digest": "0" * 64})
    assert office.hear(foreign) == other


def test_after_the_signature_nothing_goes_back_but_a_new_version_may_begin(office: Office) -> None:
    document = office.signed()
    with pytest.raises(Conflict, match="đã có chữ ký"):
        office.approving.send_back(HEAD, Slip(document.id, "muộn"))
    order = DraftOrder(CONTENT, note="Sai tên người")
    again = office.drafting.revise(DRAFTER, Slip(document.id), order)
    sheet = office.views.outgoing_sheet(DRAFTER, document.id)
    assert again.state is State.DRAFT
    assert [one.file.part for one in sheet.editions] == [Part.DRAFT, Part.SIGNED, Part.DRAFT]


def test_a_seal_told_twice_or_late_changes_nothing(office: Office) -> None:
    document = office.signed()
    numbered = office.issuing.number(CLERK, Slip(document.id), BOOK.id)
    once = office.seal(numbered)
    assert once.state is State.SEALED
    assert office.seal(numbered) == once


def test_each_waiting_document_lies_in_exactly_the_tray_of_its_next_step(office: Office) -> None:
    draft = office.draft()
    ways = [(Tray.TO_NUMBER, office.signed()), (Tray.TO_ISSUE, office.sealed())]
    office.approving.submit(DRAFTER, Slip(draft.id))
    assert office.views.outgoing_count(HEAD, Tray.TO_APPROVE) == 1
    for tray, document in ways:
        found = office.views.outgoing_list(CLERK, OutgoingAsk(tray))
        assert ([row.id for row in found.rows], found.total) == ([document.id], 1)
    assert office.views.outgoing_count(CLERK, Tray.TO_SEAL) == 0
    assert office.views.outgoing_count(DRAFTER, Tray.UNDERWAY) == 3


def test_every_step_is_offered_or_says_why_not(office: Office) -> None:
    document = office.draft()
    for person in (DRAFTER, HEAD, CHECKER, CLERK, LEADER):
        try:
            offered = office.views.outgoing_sheet(person, document.id).actions
        except Refusal:
            continue
        assert [one.act for one in offered] == list(Act)
        assert all(one.allowed or (one.why and one.next) for one in offered)


def test_a_register_line_has_the_ten_columns_of_the_form(office: Office) -> None:
    office.issuing.issue(CLERK, Slip(office.sealed().id))
    (line,) = office.views.outgoing_lines(BOOK.id, 2026)
    assert line["subject"] == "Quyết định: Về việc kiện toàn Ban Chỉ đạo chuyển đổi số"
    assert (line["copies"], line["kept_by"], line["sent_date"]) == ("2", "VT, CĐS", "22/11/2026")
    assert len(line) == 10


def test_an_incomplete_draft_names_every_field_to_mend(office: Office) -> None:
    with pytest.raises(BadInput) as refused:
        office.draft(subject="", body=(), signer_id="")
    assert set(refused.value.fields) == {"subject", "body", "signer_id"}


def test_the_issued_file_is_called_by_its_number_and_so_the_archive_hears_of_it(office: Office) -> None:
    document = office.issuing.issue(CLERK, Slip(office.sealed().id))
    (issued,) = office.told(DocumentIssued)
    assert issued.card.notation == "01/QĐ-UBND"
    assert [file.name for file in issued.card.files if file.part is Part.SEALED] == ["01-QĐ-UBND.pdf"]
    assert office.views.outgoing_sheet(CLERK, document.id).edition.file.name == "01-QĐ-UBND.pdf"


@pytest.mark.parametrize(
    ("printed", "name"),
    [("17/UBND-VX", "17-UBND-VX.pdf"), ("08-NQ/TU", "08-NQ-TU.pdf"), ("05/2026/QĐ-UBND", "05-2026-QĐ-UBND.pdf")],
)
def test_a_number_becomes_a_name_every_disk_takes(printed: str, name: str) -> None:
    assert file_name_of(printed) == name
