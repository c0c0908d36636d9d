"""What was seen in a file: plain values that travel from the PDF tools to the services."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class WordBox(NamedTuple):
    """One word as it stands on a page: points (1/72 inch) from the top left corner of the page as it is read.

    `confidence` is 0..1: 1 for a text layer, what the reader says for a scan.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float = 1.0

    @property
    def middle(self) -> float:
        """Height of the word's middle line."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height in millimetres of a page as it is read (after rotation)."""

    width: float
    height: float


class Flag(StrEnum):
    """Something in a file a clerk should know of before registering it; it is kept and never run."""

    JAVASCRIPT = "javascript"
    EMBEDDED_FILES = "embedded_files"
    LAUNCH = "launch"
    HUGE_PAGE = "huge_page"
    REPAIRED = "repaired"
    PARTLY_SEEN = "partly_seen"
    TEXT_CUT = "text_cut"
    TEXT_DOUBTFUL = "text_doubtful"

    @property
    def label(self) -> str:
        """The sentence shown to the clerk."""
        return _FLAGS[self]


_FLAGS = {
    Flag.JAVASCRIPT: "Tệp có mã lệnh JavaScript; hệ thống giữ nguyên nhưng không bao giờ chạy.",
    Flag.EMBEDDED_FILES: "Tệp có tệp khác đính bên trong; hệ thống giữ nguyên và không mở.",
    Flag.LAUNCH: "Tệp có lệnh mở chương trình hoặc gửi dữ liệu ra ngoài; hệ thống không bao giờ chạy.",
    Flag.HUGE_PAGE: "Có trang khổ lớn bất thường; hình xem trước được thu nhỏ.",
    Flag.REPAIRED: "Cấu trúc tệp có lỗi nhưng vẫn đọc được; nên xin bản gửi lại nếu nội dung thiếu.",
    Flag.PARTLY_SEEN: "Tệp quá nhiều thành phần nên mới kiểm tra được một phần.",
    Flag.TEXT_CUT: "Tệp dài nên chỉ phần đầu được đưa vào tìm kiếm.",
    Flag.TEXT_DOUBTFUL: "Lớp chữ của tệp không đáng tin (phông cũ hoặc mã lỗi); hãy đối chiếu với hình trang.",
}


@dataclass(frozen=True, slots=True)
class SignatureFinding:
    """A signature that stands in a PDF, unchecked: whether it holds is for the validator to say.

    `byte_range` is as written (offset, length, offset, length), `whole_file` whether it reaches the end of the file.
    """

    field: str
    byte_range: tuple[int, ...] = ()
    whole_file: bool = False
    sub_filter: str = ""


class TextSource(StrEnum):
    """Where the words of the first page come from."""

    LAYER = "layer"
    OCR = "ocr"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one look at a PDF tells; nothing in the file was changed or run.

    `text` is NFC text of the first `text_pages` pages, pages parted by form feeds, cut at a limit (flag `text_cut`);
    `words` are those of the first page; `note` is a Vietnamese sentence on how to get more, or empty.
    """

    pages: int
    pdf_version: str
    sizes: tuple[PageSize, ...]
    text: str
    text_pages: int
    words: tuple[WordBox, ...]
    source: TextSource
    flags: frozenset[Flag] = frozenset()
    signatures: tuple[SignatureFinding, ...] = ()
    note: str = ""

    @property
    def warnings(self) -> tuple[str, ...]:
        """The sentences of all flags, in a fixed order."""
        return tuple(flag.label for flag in Flag if flag in self.flags)

    @property
    def first_width(self) -> float:
        """Width of the first page in points, the unit of `words`."""
        return self.sizes[0].width * 72 / 25.4


@dataclass(frozen=True, slots=True)
class ScanReading:
    """What a reader of scans made of one page; `note` says in Vietnamese why there are no words, or is empty."""

    words: tuple[WordBox, ...]
    text: str
    note: str = ""
    confidence: float = field(default=0.0)
