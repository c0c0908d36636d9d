"""What bytes are: their SHA-256 and their count, read piece by piece so that a large file costs no memory."""

import hashlib
from typing import BinaryIO

_PIECE = 1 << 20


def digest_of(stream: BinaryIO) -> tuple[str, int]:
    """SHA-256 in lower-case hex and size in bytes of all that is left of a stream."""
    computed, size = hashlib.sha256(), 0
    while piece := stream.read(_PIECE):
        computed.update(piece)
        size += len(piece)
    return computed.hexdigest(), size
