"""Which moments a document's time stamps prove, and which of its time stamps prove nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from asn1crypto import cms
from pyhanko.sign.validation import validate_pdf_timestamp
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from services.backends.pades.broken import BROKEN
from services.backends.pades.changes import CHANGES
from services.backends.pades.evidence import Evidence
from services.backends.pades.trust import Circle, context
from services.backends.pades.verdicts import GOOD, STAMP_FORGED, STAMP_STALE, STAMP_UNKNOWN, Verdict, on_stamp

_NEVER = datetime.max.replace(tzinfo=UTC)
Judge = Callable[[ValidationContext], Verdict]


@dataclass(frozen=True)
class ArchiveStamp:
    """A document time stamp: how far into the file it reaches, when it was made, what it is worth."""

    revision: int
    at: datetime
    verdict: Verdict


def archive_stamps(
    stamps: Sequence[EmbeddedPdfSignature], circles: Sequence[Circle], known: Evidence
) -> tuple[ArchiveStamp, ...]:
    """The document time stamps in their order; each is judged at the moment that the next good one proves."""
    found: list[ArchiveStamp] = []
    for stamp in reversed(stamps):
        horizon = proved_after(found, stamp.signed_revision)
        try:
            at = _made_at(stamp.signed_data)
            verdict = settle(partial(_judge, stamp), circles, known, (at, horizon))
        except BROKEN:
            at, verdict = _NEVER, STAMP_FORGED
        found.insert(0, ArchiveStamp(stamp.signed_revision, at, verdict))
    return tuple(found)


def proved_after(stamps: Sequence[ArchiveStamp], revision: int) -> datetime | None:
    """The earliest moment at which a later document time stamp proves that this revision was there."""
    return min((one.at for one in stamps if one.revision > revision and one.verdict is GOOD), default=None)


def settle(
    judge: Judge, circles: Sequence[Circle], known: Evidence, moments: tuple[datetime, datetime | None]
) -> Verdict:
    """The answer on a time stamp made at the first moment and proved to be there at the second (None: by now).

    Where nothing is known of its authority at the second, what was known after it was made decides.
    """
    made, horizon = moments
    verdict = STAMP_UNKNOWN
    for circle in circles:
        verdict = judge(context(circle, known, horizon))
        if verdict is STAMP_STALE:
            verdict = judge(context(circle, known, made))
        if verdict is not STAMP_UNKNOWN:
            break
    return verdict


def stamped_at(signature: EmbeddedPdfSignature) -> tuple[datetime, ...]:
    """The moments that the signature's own time stamps state, unchecked."""
    return tuple(_made_at(token) for token in extract_tst_data_iter(signature.signer_info, signed=False))


def _judge(stamp: EmbeddedPdfSignature, trust: ValidationContext) -> Verdict:
    status = validate_pdf_timestamp(stamp, trust, diff_policy=CHANGES)
    if not status.coverage or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return STAMP_FORGED
    return on_stamp(status)


def _made_at(token: cms.SignedData) -> datetime:
    moment: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return moment
