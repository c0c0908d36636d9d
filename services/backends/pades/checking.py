"""All signatures of a document under the roots the office trusts: each at the moment that is proved for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from services.backends.pades.broken import BROKEN
from services.backends.pades.certificates import fingerprint, holder
from services.backends.pades.changes import CHANGES
from services.backends.pades.evidence import NOTHING, held, kept
from services.backends.pades.findings import Proofs, findings
from services.backends.pades.moments import ArchiveStamp, archive_stamps, proved_after, settle, stamped_at
from services.backends.pades.trust import Circle, context
from services.backends.pades.verdicts import GOOD, STAMPS_MANY, UNKNOWN, UNREADABLE, Verdict, on_signature, on_stamp
from services.kernel.signatures import CheckedSignature, Findings, Outcome

_BETTER = (Outcome.INVALID, Outcome.INDETERMINATE, Outcome.VALID)


@dataclass(frozen=True)
class _Answer:
    """What became of one signature under one circle of trust."""

    status: PdfSignatureStatus
    verdict: Verdict

    @property
    def rank(self) -> tuple[bool, int]:
        return self.verdict is not UNKNOWN, _BETTER.index(self.verdict.outcome)


class Check:
    """The checks of one document; what it holds of proofs and archive time stamps is looked at once."""

    def __init__(self, reader: PdfFileReader, circles: Sequence[Circle]) -> None:
        self._reader = reader
        self._circles = circles
        self._document = held(reader)
        self._office = kept([root for circle in circles for root in circle])
        self._known = self._document + self._office

    @cached_property
    def archive(self) -> tuple[ArchiveStamp, ...]:
        """The document time stamps, first to last."""
        return archive_stamps(list(self._reader.embedded_timestamp_signatures), self._circles, self._known)

    def signature(self, signature: EmbeddedPdfSignature) -> CheckedSignature:
        """The answer on one signature; one that breaks the tools is invalid."""
        try:
            signature.compute_integrity_info(diff_policy=CHANGES)
            return self._checked(signature)
        except BROKEN:
            return _unreadable(signature)

    def _checked(self, signature: EmbeddedPdfSignature) -> CheckedSignature:
        stated = stamped_at(signature)
        archived = proved_after(self.archive, signature.signed_revision)
        moment = min(filter(None, (*stated[:1], archived)), default=None)
        answers = [self._under(circle, signature, moment, archived) for circle in self._circles]
        best = max(answers, key=lambda one: one.rank)
        stamp = self._stamp(signature, stated, archived) if stated else GOOD
        verdict = best.verdict if best.verdict is not GOOD else stamp
        proved = (*(stated[:1] if stamp is GOOD else ()), *filter(None, (archived,)))
        proofs = Proofs(self._document, self._office, min(proved, default=None), self._is_archived(signature))
        return _answer(signature, verdict, findings(signature, best.status, verdict, proofs))

    def _under(
        self, circle: Circle, signature: EmbeddedPdfSignature, moment: datetime | None, archived: datetime | None
    ) -> _Answer:
        trust, stampers = self._trust(circle, signature, moment), context(circle, self._known, archived)
        status = _status(signature, trust, stampers)
        return _Answer(status, on_signature(status))

    def _trust(self, circle: Circle, signature: EmbeddedPdfSignature, moment: datetime | None) -> ValidationContext:
        own = signature.signer_cert
        return context(circle, self._known.before(own.not_valid_after, own.issuer), moment)

    def _stamp(self, signature: EmbeddedPdfSignature, stated: Sequence[datetime], archived: datetime | None) -> Verdict:
        if len(stated) > 1:
            return STAMPS_MANY

        def judge(stampers: ValidationContext) -> Verdict:
            stamp = _status(signature, context((), NOTHING), stampers).timestamp_validity
            return on_stamp(stamp)

        return settle(judge, self._circles, self._known, (stated[0], archived))

    def _is_archived(self, signature: EmbeddedPdfSignature) -> bool:
        """Whether a good document time stamp came after the proofs were put in."""
        later = [one for one in self.archive if one.revision > signature.signed_revision and one.verdict is GOOD]
        return any("/DSS" in self._reader.get_historical_root(one.revision) for one in later)


def _status(
    signature: EmbeddedPdfSignature, trust: ValidationContext, stampers: ValidationContext
) -> PdfSignatureStatus:
    return validate_pdf_signature(signature, trust, stampers, skip_diff=True)


def _answer(signature: EmbeddedPdfSignature, verdict: Verdict, found: Findings) -> CheckedSignature:
    name, organisation = holder(signature.signer_cert)
    return CheckedSignature(
        signature.field_name,
        name,
        organisation,
        signature.self_reported_timestamp,
        verdict.outcome,
        verdict.cause,
        fingerprint(signature.signer_cert),
        found,
    )


def _unreadable(signature: EmbeddedPdfSignature) -> CheckedSignature:
    found = Findings(sub_indication=UNREADABLE.sub, remedy=UNREADABLE.remedy)
    try:
        return _answer(signature, UNREADABLE, found)
    except BROKEN:
        return CheckedSignature(
            signature.field_name, "", "", None, UNREADABLE.outcome, UNREADABLE.cause, findings=found
        )
