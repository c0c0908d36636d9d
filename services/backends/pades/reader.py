"""A quicker way to read hex strings: an earlier signature is thousands of digits, read one by one by the library."""

import re
from typing import Any, BinaryIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfStreamError

_BLOCK = 16_384
_BLANK = re.compile(rb"[\x00\t\n\x0c\r ]+")


def read_hex_string(stream: BinaryIO) -> Any:
    """A hex string, the stream standing on its `<`; PdfStreamError on a digit that is none or a missing end."""
    stream.read(1)
    parts = []
    while True:
        block = stream.read(_BLOCK)
        if not block:
            raise PdfStreamError("Stream has ended unexpectedly")
        end = block.find(b">")
        if end >= 0:
            parts.append(block[:end])
            stream.seek(end + 1 - len(block), 1)
            break
        parts.append(block)
    digits = _BLANK.sub(b"", b"".join(parts))
    try:
        return generic.pdf_string(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
    except ValueError:
        raise PdfStreamError("Unexpected token in hex string") from None


def use_fast_reader() -> None:
    """Let the library read hex strings by this module; safe to repeat."""
    generic.read_hex_string_from_stream = read_hex_string
