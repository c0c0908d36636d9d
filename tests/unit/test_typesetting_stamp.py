"""The arrival stamp lies on free space of a rendition; images of hand and seal are small and transparent."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from services.backends.typesetting.impressions import seal_image, signature_image
from services.backends.typesetting.letters import typeset
from services.backends.typesetting.stamp import arrival_stamp, stamped
from services.kernel.anchors import Box
from services.kernel.errors import BadInput
from services.kernel.paperwork import ArrivalStamp
from tests.unit.typesetting_builders import a_letter, sizes_of, text_of

STAMP = ArrivalStamp("Văn phòng UBND tỉnh Thanh Bình", "123", date(2026, 3, 5))
BODY = tuple("Nội dung cần báo cáo đầy đủ, kịp thời. " * 20 for _ in range(3))


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "den.pdf"
    path.write_bytes(typeset(a_letter("quyet_dinh", body=BODY)))
    return path


def test_the_stamp_is_35_by_50_millimetres_and_says_what_the_form_says() -> None:
    paper = arrival_stamp(STAMP)
    assert sizes_of(paper) == [(142, 99)]
    words = text_of(paper)
    for part in (
        "VĂN PHÒNG UBND TỈNH THANH BÌNH",
        "ĐẾN",
        "Số: 123",
        "Ngày: 05/03/2026",
        "Chuyển:",
        "Số và ký hiệu HS:",
    ):
        assert part in words


def test_the_received_file_stays_as_it_was(letter: Path, tmp_path: Path) -> None:
    before = letter.read_bytes()
    stamped(letter, tmp_path / "dau.pdf", STAMP)
    assert letter.read_bytes() == before
    with pytest.raises(ValueError, match="received"):
        stamped(letter, letter, STAMP)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_stamp_is_readable_and_covers_no_word(letter: Path, tmp_path: Path, turn: int) -> None:
    with pikepdf.open(letter, allow_overwriting_input=True) as paper:
        paper.pages[0].rotate(turn, relative=False)
        paper.save(letter)
    taken = _ink(letter)
    place = stamped(letter, tmp_path / "dau.pdf", STAMP)
    assert not _covers(taken, place)
    assert _covers(_ink(tmp_path / "dau.pdf"), place)
    assert "Số: 123" in text_of((tmp_path / "dau.pdf").read_bytes())


def test_a_crowded_page_is_stamped_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "kin.pdf"
    Image.new("RGB", (600, 850), "black").save(path)
    assert stamped(path, tmp_path / "dau.pdf", STAMP).page == 1


@pytest.mark.parametrize("size", [(200.0, 100.0), (14_400.0, 14_400.0)])
def test_very_small_and_very_large_pages_are_stamped(tmp_path: Path, size: tuple[float, float]) -> None:
    paper = pypdfium2.PdfDocument.new()
    paper.new_page(*size)
    paper.save(tmp_path / "kho.pdf")
    assert stamped(tmp_path / "kho.pdf", tmp_path / "dau.pdf", STAMP).page == 1


def test_a_broken_file_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "hong.pdf"
    path.write_bytes(b"%PDF-1.7 hong")
    with pytest.raises(BadInput) as refused:
        stamped(path, tmp_path / "dau.pdf", STAMP)
    assert refused.value.code == "pdf-broken"


@pytest.mark.parametrize("image", [signature_image("Nguyễn Văn An"), seal_image("Sở Nội vụ", "Tỉnh Thanh Bình")])
def test_images_are_one_colour_on_nothing_in_16_steps(image: bytes) -> None:
    with Image.open(BytesIO(image)) as seen:
        assert seen.mode == "RGBA"
        assert seen.convert("RGB").getcolors() is not None
        assert len(seen.convert("RGB").getcolors() or []) == 1
        alpha = seen.getchannel("A")
        assert len(alpha.getcolors() or []) in range(2, 17)
        assert alpha.getpixel((0, 0)) == 0


def test_a_seal_has_its_true_size_and_a_name_signs_always_alike() -> None:
    with Image.open(BytesIO(seal_image("Sở Nội vụ"))) as seal:
        assert seal.size == (425, 425)
    assert signature_image("Nguyễn Văn An") == signature_image("Nguyễn Văn An")
    assert signature_image("Nguyễn Văn An") != signature_image("Trần Đức Bình")


def _ink(path: Path) -> Image.Image:
    with pypdfium2.PdfDocument(path) as paper:
        picture: Image.Image = paper[0].render(scale=1, grayscale=True).to_pil()
        return picture


def _covers(picture: Image.Image, place: Box) -> bool:
    top, bottom = picture.height - place.y1, picture.height - place.y0
    darkest = picture.crop((round(place.x0), round(top), round(place.x1), round(bottom))).getextrema()[0]
    return isinstance(darkest, int) and darkest < 160
