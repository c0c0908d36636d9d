"""Uploads: names made safe, kinds told by bytes, hostile files kept apart, stamps made afterwards."""

import errno
import unicodedata
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from services.intake.domain.papers import Sent, Upload, clean_name
from services.intake.handlers.registration import RegisterIncoming
from services.intake.handlers.stamping import Stamping
from services.kernel.errors import BadInput, Conflict, NotFound, Unavailable
from services.kernel.facts import DocumentChanged
from services.kernel.media import PDF
from services.kernel.values import Part
from tests import dispatches, hostile
from tests.unit.incoming_office import BOOK, CLERK, PAPER, IncomingOffice, office, pdf_bytes, upload

__all__ = ["office"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Windows\\công văn.PDF", "công văn.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        (unicodedata.normalize("NFD", "Quyết định.pdf"), "Quyết định.pdf"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
        ("", "van-ban.pdf"),
        ("...", "van-ban.pdf"),
        ('a<b>:"c"|?*.pdf', "a_b___c____.pdf"),
        ("Ðề án\u00a0số 1.pdf", "Đề án số 1.pdf"),
    ],
)
def test_names_are_made_safe_and_say_what_the_bytes_are(sent: str, kept: str) -> None:
    assert clean_name(sent, PDF) == kept


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (hostile.empty, "rỗng"),
        (hostile.not_a_pdf, "không nhận được"),
        (hostile.encrypted, "mật khẩu"),
        (hostile.zero_pages, "không có trang"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words_and_no_arrival_waits(
    office: IncomingOffice, tmp_path: Path, build: Callable[[Path], Path], words: str
) -> None:
    content = build(tmp_path / "x.pdf").read_bytes()
    with pytest.raises(BadInput, match=words):
        office.desk.arrivals.bring(CLERK, upload(content=content))

    assert office.views.arrivals_count() == 0
    kept = {row.digest for row in office.views.quarantined()}
    assert set(office.objects.digests()) == kept, "whatever was stored is named with its reason"


def test_a_refused_file_is_named_and_it_is_said_where_it_lies(office: IncomingOffice, tmp_path: Path) -> None:
    content = hostile.zero_pages(tmp_path / "x.pdf").read_bytes()
    with pytest.raises(BadInput) as refused:
        office.desk.arrivals.bring(CLERK, upload("công văn.pdf", content))

    assert refused.value.detail.startswith("công văn.pdf: ")
    assert refused.value.next.endswith("Tệp được giữ ở Tệp lỗi.")
    assert "công văn.pdf" in refused.value.fields["file"]


def test_a_text_that_is_named_pdf_is_told_to_be_none_and_only_kinds_of_a_main_file_are_advised(
    office: IncomingOffice,
) -> None:
    with pytest.raises(BadInput, match=r"wrong\.pdf: .*không phải PDF") as refused:
        office.desk.arrivals.bring(CLERK, upload("wrong.pdf", b"just words"))

    assert "DOCX" not in refused.value.next


def test_scripts_in_a_file_are_kept_and_flagged(office: IncomingOffice, tmp_path: Path) -> None:
    path = hostile.with_javascript(tmp_path / "js.pdf")
    content = path.read_bytes()
    arrival = office.desk.arrivals.bring(CLERK, upload(content=content))

    assert any("JavaScript" in warning for warning in arrival.received.warnings)
    with office.objects.open(arrival.received.main.digest) as stored:
        assert stored.read() == content


def test_an_image_becomes_a_pdf_and_is_kept_as_it_came(office: IncomingOffice) -> None:
    image = BytesIO()
    Image.new("RGB", (300, 400), "white").save(image, "PNG")
    arrival = office.desk.arrivals.bring(CLERK, upload("quét.png", image.getvalue()))

    main, original = arrival.received.files[:2]
    assert (main.part, main.media_type, main.name, main.pages) == (Part.MAIN, PDF, "quét.pdf", 1)
    assert (original.part, original.media_type, original.size) == (Part.ORIGINAL, "image/png", len(image.getvalue()))
    assert original.part.label == "Ảnh gốc nhận được"


def test_annexes_are_kept_but_a_main_file_must_be_a_pdf_or_an_image(office: IncomingOffice) -> None:
    word = _office_file()
    with pytest.raises(BadInput, match="Văn bản chính phải là tệp PDF"):
        office.desk.arrivals.bring(CLERK, upload("a.docx", word))
    with_annex = Upload(Sent("a.pdf", BytesIO(pdf_bytes())), (Sent("b.docx", BytesIO(word)),))
    arrival = office.desk.arrivals.bring(CLERK, with_annex)

    assert [file.name for file in arrival.received.shown] == ["a.pdf", "b.docx"]


def test_the_first_page_fills_the_form(office: IncomingOffice) -> None:
    sample = next(dispatches.dispatches(1))
    arrival = office.desk.arrivals.bring(CLERK, upload(content=sample.paper))
    read = {guess.field: guess.value for guess in arrival.received.guesses}

    assert read["notation"].endswith(sample.letter.notation)
    assert set(read) >= {"document_date", "issuer", "type_code", "subject"}
    assert arrival.received.files[-1].part is Part.TEXT


def test_the_stamp_is_a_rendition_and_the_received_bytes_stay(office: IncomingOffice) -> None:
    arrival = office.desk.arrivals.bring(CLERK, upload())
    document = office.desk.registration.register(CLERK, RegisterIncoming(BOOK.id, PAPER, arrival_id=arrival.id))
    assert not document.is_stamped
    for _ in range(3):
        office.desk.stamping.stamp_some()

    stamped = office.views.incoming_sheet(CLERK, document.id).document
    assert stamped.is_stamped
    assert stamped.main == document.main
    assert stamped.version == document.version
    changes = [fact for fact in office.told() if isinstance(fact, DocumentChanged)]
    assert len(changes) == 1
    assert changes[0].card.version == document.told_version + 1


def test_a_paper_that_takes_no_stamp_keeps_its_number_and_does_not_hold_up_others(office: IncomingOffice) -> None:
    lost = office.arrive()
    office.objects.remove(lost.main.digest)
    with pytest.raises(NotFound, match="Không tìm thấy tệp"):
        office.desk.stamping.stamp(lost.id)
    arrival = office.desk.arrivals.bring(CLERK, upload())
    order = RegisterIncoming(BOOK.id, PAPER, arrival_id=arrival.id, despite="Thử")
    document = office.desk.registration.register(CLERK, order)
    office.desk.stamping.stamp(document.id)

    assert office.views.unstamped(10) == [lost.id]


def test_two_clerks_with_one_arrival_register_it_once(office: IncomingOffice) -> None:
    arrival = office.desk.arrivals.bring(CLERK, upload())
    order = RegisterIncoming(BOOK.id, PAPER, arrival_id=arrival.id, despite="x")
    office.desk.registration.register(CLERK, order)
    with pytest.raises(Conflict, match="vừa được vào sổ"):
        office.desk.registration.register(CLERK, order)

    assert office.views.expected_number(BOOK.id, 2026) == 2


def test_however_long_the_store_of_bytes_is_away_the_stamp_is_made_afterwards(
    office: IncomingOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_stamping: Stamping, _document_id: str) -> None:
        raise Unavailable("store-away", "Kho lưu tệp đang không trả lời.")

    arrival = office.desk.arrivals.bring(CLERK, upload())
    document = office.desk.registration.register(CLERK, RegisterIncoming(BOOK.id, PAPER, arrival_id=arrival.id))
    monkeypatch.setattr(Stamping, "stamp", away)
    for _ in range(20):
        with pytest.raises(Unavailable):
            office.desk.stamping.stamp_some()
    monkeypatch.undo()

    office.desk.stamping.stamp_some()
    assert office.views.incoming_sheet(CLERK, document.id).document.is_stamped


def test_a_full_disk_refuses_the_upload_and_keeps_nothing_half(
    office: IncomingOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Unavailable, match="đã đầy"):
        office.desk.arrivals.bring(CLERK, upload())
    monkeypatch.undo()

    assert not list(office.objects.digests())
    assert office.views.arrivals_count() == 0


def test_no_stored_object_is_without_a_record(office: IncomingOffice, tmp_path: Path) -> None:
    sample = next(dispatches.dispatches(1))
    arrival = office.desk.arrivals.bring(CLERK, upload(content=sample.paper))
    office.desk.arrivals.bring(CLERK, upload("khác.pdf"))
    with pytest.raises(BadInput):
        office.desk.arrivals.bring(CLERK, upload(content=hostile.encrypted(tmp_path / "x.pdf").read_bytes()))
    office.desk.registration.register(CLERK, RegisterIncoming(BOOK.id, PAPER, arrival_id=arrival.id))
    office.desk.stamping.stamp_some()

    assert set(office.objects.digests()) == set(office.views.digests())


def _office_file() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "wordprocessingml.document.main")
        archive.writestr("word/document.xml", "<w/>")
    return out.getvalue()
