"""Files as they are received: their names made safe, and what was seen in them."""

from dataclasses import dataclass
from typing import BinaryIO

from services.kernel.errors import BadInput
from services.kernel.media import DOCX, IMAGES, JPEG, PDF, PNG, XLSX
from services.kernel.signatures import CheckedSignature
from services.kernel.text import normalise
from services.kernel.values import FileRef, Part

LARGEST = 200 * 1024 * 1024
"""Bytes of one file."""

MOST_ANNEXES = 50

MAIN_KINDS = "Chọn tệp PDF hoặc ảnh quét (PNG, JPG); tệp khác hãy chuyển sang PDF, hoặc gửi kèm làm phụ lục."
"""What to do about a main file that cannot be one."""

_ENDINGS = {PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx", PNG: ".png", JPEG: ".jpg"}
_LONGEST_NAME = 150
_UNSAFE = str.maketrans(dict.fromkeys('<>:"|?*', "_"))


@dataclass(frozen=True)
class Sent:
    """A file as somebody sends it: the name they gave, and its bytes from the start."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True)
class Upload:
    """One main file with its annexes."""

    main: Sent
    annexes: tuple[Sent, ...] = ()

    def __post_init__(self) -> None:
        if len(self.annexes) > MOST_ANNEXES:
            raise BadInput("too-many-annexes", f"Không quá {MOST_ANNEXES} phụ lục.", "Gộp bớt phụ lục rồi tải lên lại.")


@dataclass(frozen=True)
class Guess:
    """A field as read off the first page: the value, 0..1 how sure, and the words it was read from."""

    field: str
    value: str
    confidence: float
    source: str = ""


@dataclass(frozen=True)
class Received:
    """What is kept of an upload, main file first, and what was seen: warnings, signatures, guessed fields."""

    files: tuple[FileRef, ...]
    warnings: tuple[str, ...] = ()
    signatures: tuple[CheckedSignature, ...] = ()
    guesses: tuple[Guess, ...] = ()
    note: str = ""

    @property
    def main(self) -> FileRef:
        """The main file."""
        return self.files[0]

    @property
    def as_sent(self) -> tuple[FileRef, ...]:
        """The files whose bytes came from the sender: no text read in them, and the image for the PDF made of it."""
        made = {Part.TEXT, Part.MAIN} if any(file.part is Part.ORIGINAL for file in self.files) else {Part.TEXT}
        return tuple(file for file in self.files if file.part not in made)

    @property
    def shown(self) -> tuple[FileRef, ...]:
        """The files a person looks at."""
        return tuple(file for file in self.files if file.part is not Part.TEXT)

    @property
    def beside(self) -> str:
        """What came with the main file, in words; empty when nothing did."""
        annexes = sum(file.part is Part.ANNEX for file in self.files)
        picture = any(file.part is Part.ORIGINAL for file in self.files)
        return " · ".join(filter(None, (f"{annexes} phụ lục" if annexes else "", "nhận là ảnh" if picture else "")))


def clean_name(name: str, media_type: str) -> str:
    """A name safe on every disk that says what the bytes are: no path, no hidden marks, NFC, at most 150 letters."""
    bare = normalise(normalise(name).replace("\\", "/").rsplit("/", 1)[-1].translate(_UNSAFE)).strip(". ")
    ending = _ENDINGS.get(media_type, "")
    stem = bare[: -len(ending)] if ending and bare.lower().endswith(ending) else bare
    if media_type == JPEG and stem.lower().endswith(".jpeg"):
        stem = stem[:-5]
    return f"{stem.strip('. ')[:_LONGEST_NAME] or 'van-ban'}{ending}"


def require_main_kind(media_type: str) -> None:
    """Refuse a main file that is neither PDF nor an image."""
    if media_type != PDF and media_type not in IMAGES:
        raise BadInput(
            "main-kind",
            "Văn bản chính phải là tệp PDF hoặc ảnh quét (PNG, JPG).",
            "Chuyển sang PDF rồi tải lên lại; tệp Word, Excel gửi kèm làm phụ lục.",
            fields={"file": "Chọn tệp PDF hoặc ảnh."},
        )
