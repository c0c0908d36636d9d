"""The archive keeps every registered and every issued document, once, and only when its bytes are sound."""

import itertools
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from services.kernel.errors import Conflict, NotAllowed, NotFound
from services.kernel.facts import (
    DocumentChanged,
    DocumentIssued,
    DocumentRegistered,
    DocumentSealed,
    DocumentSigned,
    DocumentVoided,
    Fact,
    ItemDeposited,
)
from services.kernel.people import OFFICE_READERS
from services.kernel.values import Part
from tests.unit.archive_office import BINH, HANH, LAN, QUAN, ArchiveOffice, archive_office


@pytest.fixture
def office(tmp_path: Path) -> ArchiveOffice:
    return archive_office(tmp_path)


def test_an_arrived_document_lies_in_the_offices_own_fonds_as_soon_as_it_is_registered(office: ArchiveOffice) -> None:
    (item_id,) = office.deposit(office.incoming(7))
    item = office.parts.views.items.show(HANH, item_id)
    assert item.fonds.title == "Phông Văn phòng UBND tỉnh Thanh Bình"
    assert item.line.reference_code == "H99.01.2026.000001"
    assert item.series_title == "Tập lưu văn bản đến năm 2026"
    (told,) = office.told()
    assert isinstance(told, ItemDeposited)
    assert told.digests == tuple(each.file.digest for each in item.files)


@pytest.mark.parametrize(("direction", "series"), [("incoming", "đến"), ("outgoing", "đi")])
def test_a_number_of_a_term_lies_in_the_year_of_its_date_not_in_the_one_the_term_began_in(
    office: ArchiveOffice, direction: str, series: str
) -> None:
    (item_id,) = office.deposit(office.incoming(7, direction=direction, year=2025, registered_on=date(2027, 3, 1)))
    item = office.parts.views.items.show(HANH, item_id)
    assert item.series_title == f"Tập lưu văn bản {series} năm 2027"
    assert item.line.reference_code == "H99.01.2027.000001"


def test_told_five_times_the_archive_keeps_once(office: ArchiveOffice) -> None:
    card = office.incoming(7)
    office.tell(*[DocumentRegistered(card, "lan")] * 5)
    assert len(office.told()) == 1
    assert office.parts.views.records.counts()["items"] == 1
    assert len(office.audit("deposit")) == 1


def test_an_outgoing_document_is_kept_when_issued_and_not_before(office: ArchiveOffice) -> None:
    card = office.incoming(3, direction="outgoing")
    office.tell(DocumentChanged(card, "lan"))
    with pytest.raises(NotFound):
        office.parts.views.items.of_document(HANH, card.document_id)
    office.tell(DocumentIssued(replace(card, version=2), ("Sở Tài chính", "Sở Y tế"), "lan"))
    item = office.parts.views.items.show(HANH, office.parts.views.items.of_document(HANH, card.document_id))
    assert item.recipients == ("Sở Tài chính", "Sở Y tế")
    assert item.series_title == "Tập lưu văn bản đi năm 2026"


def _story(office: ArchiveOffice, document_id: str) -> list[Fact]:
    signed = office.store_file(b"%PDF-1.7 signed", Part.SIGNED)
    sealed = office.store_file(b"%PDF-1.7 sealed", Part.SEALED, pages=4)
    first = office.incoming(3, direction="outgoing", document_id=document_id, version=5, files=(signed,))
    issued = replace(first, version=7, files=(sealed,), state="issued")
    late = replace(issued, version=8, readers=OFFICE_READERS | {"person:binh"})
    return [
        DocumentSigned("q1", document_id, 4, "an", "Nguyễn Văn An", "0" * 64, signed),
        DocumentChanged(first, "lan"),
        DocumentSealed("q2", document_id, 6, "lan", sealed),
        DocumentIssued(issued, ("Sở Y tế",), "lan", answers_id="a" * 32),
        DocumentChanged(late, "lan"),
    ]


def _seen(office: ArchiveOffice, document_id: str) -> object:
    item = office.parts.views.items.show(HANH, office.parts.views.items.of_document(HANH, document_id))
    files = sorted((each.file.digest, each.role, each.version) for each in item.files)
    signatures = sorted((each.label, each.by, each.digest) for each in item.signatures)
    return (item.version, item.readers, item.state, item.recipients, item.line.pages, files, signatures)


def test_whatever_order_the_facts_come_in_the_item_is_the_same(office: ArchiveOffice) -> None:
    seen = []
    for number, order in enumerate(itertools.permutations(range(5))):
        document_id = f"{number:032x}"
        story = _story(office, document_id)
        office.tell(*(story[step] for step in order), *(story[step] for step in reversed(order)))
        seen.append(_seen(office, document_id))
    assert len(seen) == 120
    assert all(each == seen[0] for each in seen)
    assert len([fact for fact in office.told() if isinstance(fact, ItemDeposited)]) == 120


def test_a_newer_version_folds_the_older_files_away(office: ArchiveOffice) -> None:
    document_id = "d" * 32
    office.tell(*_story(office, document_id))
    item = office.parts.views.items.show(HANH, office.parts.views.items.of_document(HANH, document_id))
    assert [(each.file.part, each.role) for each in item.files] == [(Part.SEALED, "document"), (Part.SIGNED, "older")]
    assert item.line.pages == 4
    assert [each.by for each in item.signatures] == ["Nguyễn Văn An", LAN.name]


def test_a_voided_document_stays_with_its_reason_even_when_the_voiding_is_heard_first(office: ArchiveOffice) -> None:
    card = office.incoming(9)
    office.tell(DocumentVoided(card.document_id, 2, "Vào sổ nhầm", "lan"), DocumentRegistered(card, "lan"))
    item = office.parts.views.items.show(HANH, office.parts.views.items.of_document(HANH, card.document_id))
    assert item.void_reason == "Vào sổ nhầm"
    assert [each.action for each in item.events] == ["void", "deposit"]


def test_a_missing_file_keeps_the_document_out_and_says_which(office: ArchiveOffice) -> None:
    card = office.incoming(7)
    digest = card.files[0].digest
    (office.objects.root / digest[:2] / digest).unlink()
    with pytest.raises(Conflict, match="không còn trong kho"):
        office.tell(DocumentRegistered(card, "lan"))
    assert office.told() == []
    office.objects.put(BytesIO("%PDF-1.7 văn bản đến 7".encode()))
    office.tell(DocumentRegistered(card, "lan"))
    assert len(office.told()) == 1


def test_an_altered_file_keeps_the_document_out(office: ArchiveOffice) -> None:
    card = office.incoming(7)
    digest = card.files[0].digest
    path = office.objects.root / digest[:2] / digest
    path.chmod(0o640)
    path.write_bytes(b"something else of another kind")
    with pytest.raises(Conflict, match="đã khác"):
        office.tell(DocumentRegistered(card, "lan"))
    assert office.told() == []


def test_the_archivist_opens_every_item_the_handler_only_those_given_to_him_the_admin_none(
    office: ArchiveOffice,
) -> None:
    common, his = office.deposit(office.incoming(1), office.incoming(2, readers=OFFICE_READERS | {"person:binh"}))
    show = office.parts.views.items.show
    assert show(HANH, common)
    assert show(LAN, common)
    assert show(BINH, his)
    with pytest.raises(NotFound, match="chưa mở cho bạn"):
        show(BINH, common)
    with pytest.raises(NotFound):
        show(QUAN, his)


def test_every_look_and_every_download_is_written_down_and_the_chain_holds(office: ArchiveOffice) -> None:
    """Invariant 19: in the archive."""
    (item_id,) = office.deposit(office.incoming(1))
    office.parts.handlers.reading.view(LAN, item_id)
    file = office.parts.handlers.reading.download(HANH, item_id)
    assert [(row.who, row.subject) for row in office.audit("view")] == [("lan", f"item:{item_id}")]
    assert [(row.who, file.digest in row.details) for row in office.audit("download")] == [("hanh", True)]
    with pytest.raises(NotFound):
        office.parts.handlers.reading.download(BINH, item_id)
    assert len(office.audit("download")) == 1


def test_rules_send_documents_to_another_fonds_and_the_most_precise_rule_wins(office: ArchiveOffice) -> None:
    from services.archive.domain.fonds import Fonds, FondsStatus, Placement

    keep = office.parts.handlers.fonds
    party = keep.open(HANH, Fonds("", "H99.P", "Phông Đảng ủy", FondsStatus.OPEN, "Đảng ủy"))
    keep.place(HANH, Placement("incoming", "party", party))
    ours, theirs = office.deposit(office.incoming(1), office.incoming(2, register_id="party"))
    assert office.parts.views.items.show(HANH, ours).fonds.is_default
    assert office.parts.views.items.show(HANH, theirs).line.reference_code == "H99.P.2026.000001"
    with pytest.raises(NotAllowed, match="lưu trữ"):
        keep.open(BINH, Fonds("", "H99.Q", "Phông", FondsStatus.OPEN, "Ai đó"))
    with pytest.raises(Conflict, match=r"H99\.P đã có"):
        keep.open(HANH, Fonds("", "H99.P", "Phông nữa", FondsStatus.OPEN, "Ai đó"))
