"""What the libraries may raise on a file made to break them; each means that its signatures cannot be relied on."""

import struct
import zlib

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfError
from pyhanko_certvalidator.errors import PathError

_LIBRARIES = (PdfError, PathError, InvalidSignature, UnsupportedAlgorithm, zlib.error, struct.error)
_PYTHON = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RuntimeError, ArithmeticError, OSError)
_EMPTY = (EOFError, MemoryError, StopIteration)
BROKEN = (*_LIBRARIES, *_PYTHON, *_EMPTY)
"""All of it; a deep recursion is a RuntimeError."""
