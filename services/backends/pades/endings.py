"""Whether the last signature or time stamp of a file covers it to its end, but for proofs that came later."""

import re

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from services.backends.pades.changes import CHANGES

_END = re.compile(rb"startxref[\r\n ]+(\d+)[\r\n ]+%%EOF[\r\n ]*\Z")
_TAIL = 200


def is_covered(reader: PdfFileReader, last: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """True only if whatever follows it is whole updates of the document's proofs, each with its end, and no more."""
    last.compute_integrity_info(diff_policy=CHANGES)
    if last.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return True
    later = reader.xrefs.total_revisions - 1 - last.signed_revision
    found = last.diff_result
    kept = isinstance(found, DiffResult) and found.modification_level <= ModificationLevel.LTA_UPDATES
    _, _, start, length = last.byte_range
    ends = pdf.count(b"%%EOF", start + length)
    end = _END.search(pdf[-_TAIL:])
    return kept and later > 0 and ends == later and end is not None and int(end[1]) == reader.last_startxref
