"""Typst kept warm: one compiler per template, the bundled fonts only, data handed over as JSON, PDF/A-2b out."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
import uharfbuzz

from services.kernel.errors import Unavailable

ROOM = Path(__file__).parent
FONTS = ROOM / "fonts"
SERIF = FONTS / "Tinos-Regular.ttf"
TEMPLATES = ROOM / "templates"
# An incremental update written right after typst's last byte would start on the line of %%EOF, which PDF/A forbids.
LINE_END = b"\n"


class Press:
    """Sets one template again and again; may be shared by threads."""

    def __init__(self, template: str) -> None:
        self._template = template
        self._turn = Lock()
        self._typst = typst.Compiler(
            input=str(TEMPLATES / template),
            root=str(TEMPLATES),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
        )

    def pdf(self, content: Mapping[str, object], *, tagged: bool = True) -> bytes:
        """The PDF of this content; Unavailable `typesetting-failed` if the template cannot take it."""
        with self._turn:
            return self._set(content, tagged)

    def marked_pdf(self, content: Mapping[str, object]) -> tuple[bytes, list[dict[str, Any]]]:
        """The PDF and the values its template left under the label `mark`."""
        with self._turn:
            paper = self._set(content, True)
            return paper, json.loads(self._typst.query("<mark>", field="value", format="json"))

    def _set(self, content: Mapping[str, object], tagged: bool) -> bytes:
        told = {"content": json.dumps(content, ensure_ascii=False)}
        try:
            paper = self._typst.compile(format="pdf", sys_inputs=told, pdf_standards=["a-2b"], pdf_tags=tagged)
        except typst.TypstError as failed:
            raise Unavailable(
                "typesetting-failed",
                f"Không dàn được trang theo mẫu {self._template}.",
                "Xem lại nội dung; nếu vẫn lỗi, báo quản trị.",
            ) from failed
        if not isinstance(paper, bytes):
            raise TypeError("typst gave no single PDF")
        return paper + LINE_END


@cache
def press(template: str) -> Press:
    """The warm press of a template (`letter.typ`, `register.typ`, `stamp.typ`) in this process."""
    return Press(template)


def unprintable(text: str) -> str:
    """The characters of a text the bundled serif lacks, each once, in order."""
    return "".join(dict.fromkeys(sign for sign in text if ord(sign) not in _letters() and not sign.isspace()))


def printable(text: str) -> str:
    """The text with `?` for each character the bundled serif lacks: a register is printed whatever arrived."""
    lacking = unprintable(text)
    return text.translate(dict.fromkeys(map(ord, lacking), "?")) if lacking else text


@cache
def _letters() -> frozenset[int]:
    return frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(SERIF))).unicodes)
