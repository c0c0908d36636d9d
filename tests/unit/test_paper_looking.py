"""What one look at a paper tells, and the pictures and PDFs made of it."""

import time
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from services.backends.pdf import image_to_pdf, inspect_pdf, page_image, page_words
from services.backends.pdf.render import PIXEL_LIMIT
from services.backends.pdf.sanity import believable
from services.kernel.errors import BadInput, NotFound
from services.kernel.papers import PageSize, TextSource
from tests import hostile
from tests.dispatches import dispatches


def test_pages_sizes_text_and_words_are_told(tmp_path: Path) -> None:
    sample = next(dispatches(1))
    seen = inspect_pdf(_kept(tmp_path, sample.paper))
    assert (seen.pages, seen.sizes[0], seen.source) == (1, PageSize(210.0, 297.0), TextSource.LAYER)
    assert "Độc lập - Tự do - Hạnh phúc" in seen.text
    assert sample.letter.notation in seen.text
    assert {"CỘNG", "HÒA"} <= {word.text for word in seen.words}


def test_words_are_placed_from_the_top_left_corner(tmp_path: Path) -> None:
    word = page_words(hostile.plain_pdf(tmp_path / "a.pdf"))[0]
    assert word.text == "Van"
    assert word.x0 == pytest.approx(85, abs=2)
    assert word.bottom == pytest.approx(842 - 700, abs=5)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_words_of_a_turned_page_are_placed_as_it_is_read(tmp_path: Path, turn: int) -> None:
    with pikepdf.open(hostile.plain_pdf(tmp_path / "a.pdf")) as pdf:
        pdf.pages[0].obj.Rotate = turn
        pdf.save(tmp_path / "b.pdf")
    word = next(one for one in page_words(tmp_path / "b.pdf") if one.text == "Van")
    ink = Image.open(BytesIO(page_image(tmp_path / "b.pdf", 0, 842))).convert("L")
    seen = inspect_pdf(tmp_path / "b.pdf").sizes[0]
    scale = ink.width / (seen.width * 72 / 25.4)
    spot = (word.x0 * scale, word.top * scale, word.x1 * scale, word.bottom * scale)
    assert _bears_ink(ink, spot)


def test_number_and_date_stamped_as_form_fields_are_read_and_drawn(tmp_path: Path) -> None:
    path = _with_stamped_field(tmp_path / "dong-so.pdf", "123")
    assert "123" in {word.text for word in page_words(path)}
    drawn = Image.open(BytesIO(page_image(path, 0, 595))).convert("L")
    assert _bears_ink(drawn, (100, 122, 200, 142))


def test_existing_signatures_are_listed_by_field(tmp_path: Path) -> None:
    path = tmp_path / "da-ky.pdf"
    with pikepdf.open(hostile.plain_pdf(tmp_path / "a.pdf")) as pdf:
        signature = Dictionary(
            Type=Name.Sig, SubFilter=Name("/ETSI.CAdES.detached"), ByteRange=Array([0, 10, 20, 5]), Contents=String("x")
        )
        signed = Dictionary(FT=Name.Sig, T=String("LanhDao"), V=pdf.make_indirect(signature))
        waiting = Dictionary(FT=Name.Sig, T=String("VanThu"))
        pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(signed), pdf.make_indirect(waiting)]))
        pdf.save(path)
    (found,) = inspect_pdf(path).signatures
    assert (found.field, found.byte_range, found.whole_file) == ("LanhDao", (0, 10, 20, 5), False)
    assert found.sub_filter == "ETSI.CAdES.detached"


def test_a_text_layer_of_old_fonts_is_not_believed() -> None:
    assert believable("Ủy ban nhân dân tỉnh Thanh Bình báo cáo kết quả thực hiện nhiệm vụ năm 2026. " * 3)
    assert not believable("Uû ban nh©n d©n tØnh Th¸i B×nh b¸o c¸o kÕt qu¶ thùc hiÖn nhiÖm vô n¨m 2006. " * 3)
    assert not believable("\ue001\ue002\ue003\ue004 \ue005\ue006\ue007\ue008 " * 10)


def test_a_picture_is_as_wide_as_asked_but_never_too_large(tmp_path: Path) -> None:
    path = hostile.plain_pdf(tmp_path / "a.pdf")
    assert Image.open(BytesIO(page_image(path, 0, 800))).width == pytest.approx(800, abs=1)
    largest = Image.open(BytesIO(page_image(path, 0, 1_000_000)))
    assert largest.width * largest.height <= PIXEL_LIMIT * 1.01


def test_a_page_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="không có trang 2"):
        page_image(hostile.plain_pdf(tmp_path / "a.pdf"), 1, 800)


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "1"), ("JPEG", "RGB"), ("JPEG", "L")]
)
def test_a_scanned_image_becomes_one_a4_page(tmp_path: Path, form: str, mode: str) -> None:
    Image.new(mode, (1654, 2339)).save(tmp_path / "anh", form)
    for name, later in (("mot.pdf", 0.0), ("hai.pdf", 1.1)):
        time.sleep(later)  # what is made of the time must not get in
        image_to_pdf(tmp_path / "anh", tmp_path / name)
    seen = inspect_pdf(tmp_path / "mot.pdf")
    assert (seen.pages, seen.sizes[0], seen.source) == (1, PageSize(210.0, 297.0), TextSource.NONE)
    assert (tmp_path / "mot.pdf").read_bytes() == (tmp_path / "hai.pdf").read_bytes()


def test_a_broken_image_is_refused(tmp_path: Path) -> None:
    Image.new("RGB", (400, 400), "red").save(tmp_path / "anh.png")
    whole = (tmp_path / "anh.png").read_bytes()
    for content in (whole[: len(whole) // 2], b"\x89PNG\r\n\x1a\n" + bytes(100), b"\xff\xd8\xff"):
        (tmp_path / "hong").write_bytes(content)
        with pytest.raises(BadInput) as refused:
            image_to_pdf(tmp_path / "hong", tmp_path / "ra.pdf")
        assert refused.value.code == "image-damaged"


def test_an_image_of_too_many_points_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    Image.new("1", (20_000, 20_000)).save(tmp_path / "to.png")
    with pytest.raises(BadInput) as refused:
        image_to_pdf(tmp_path / "to.png", tmp_path / "ra.pdf")
    assert refused.value.code == "image-too-large"


def _bears_ink(picture: Image.Image, spot: tuple[float, float, float, float]) -> bool:
    return any(picture.crop(spot).point(lambda shade: 255 if shade < 100 else 0).tobytes())


def _kept(folder: Path, paper: bytes) -> Path:
    (folder / "van-ban.pdf").write_bytes(paper)
    return folder / "van-ban.pdf"


def _with_stamped_field(path: Path, text: str) -> Path:
    with pikepdf.open(hostile.plain_pdf(path.with_name("trang.pdf"))) as pdf:
        look = pdf.make_stream(f"BT /F 12 Tf 2 4 Td ({text}) Tj ET".encode())
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 20])
        look.Resources = pdf.pages[0].obj.Resources
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("doc_number"), F=4, AP=Dictionary(N=look),
            Rect=Array([100, 700, 200, 720]), P=pdf.pages[0].obj,
        )  # fmt: skip
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(field)])
        pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots)
        pdf.save(path)
    return path
