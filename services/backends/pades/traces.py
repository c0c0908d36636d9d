"""Whether anything of a signature is in a file that the signature library finds too faulty to read."""

import re
from io import BytesIO

import pikepdf

_MARK = re.compile(rb"/(?:ByteRange|Sig|DocTimeStamp)(?![0-9A-Za-z])")
_TAIL = 4096
_BROKEN = (pikepdf.PikepdfError, ValueError, LookupError, TypeError, AttributeError, RuntimeError)


def bears_no_signature(pdf: bytes) -> bool:
    """True only if the whole file is there, can be read, and neither is nor was signed; in doubt False."""
    if b"%%EOF" not in pdf[-_TAIL:] or _MARK.search(pdf):
        return False
    try:
        with pikepdf.open(BytesIO(pdf), suppress_warnings=True) as paper:
            if paper.is_encrypted or len(paper.pages) == 0:
                return False
            return not any(_MARK.search(_written(thing)) for thing in paper.objects)
    except _BROKEN:
        return False


def _written(thing: pikepdf.Object) -> bytes:
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    # Names come out in their plain spelling, however they were disguised.
    return thing.unparse(resolved=True) if isinstance(thing, pikepdf.Dictionary | pikepdf.Array) else b""
