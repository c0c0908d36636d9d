"""What is said of a signature beside its answer: its level, its chain, what proves it, what became of it since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from services.backends.pades.certificates import holder
from services.backends.pades.evidence import NOTHING, Evidence
from services.backends.pades.verdicts import Verdict
from services.kernel.signatures import Changes, Coverage, Findings, Level, Permits

_COVERAGE: dict[SignatureCoverageLevel | None, Coverage] = {
    SignatureCoverageLevel.ENTIRE_FILE: Coverage.FILE,
    SignatureCoverageLevel.ENTIRE_REVISION: Coverage.REVISION,
}
_CHANGES = {
    ModificationLevel.NONE: Changes.NONE,
    ModificationLevel.LTA_UPDATES: Changes.PROOFS,
    ModificationLevel.FORM_FILLING: Changes.FIELDS,
}


@dataclass(frozen=True)
class Proofs:
    """What there is to prove a signature: in the document, at the office, and whether an archive stamp holds it."""

    document: Evidence = NOTHING
    office: Evidence = NOTHING
    stamped_at: datetime | None = None
    archived: bool = False


def findings(signature: EmbeddedPdfSignature, status: PdfSignatureStatus, verdict: Verdict, proofs: Proofs) -> Findings:
    """All of it; the level is what is proved, not what is claimed."""
    chain = tuple(status.validation_path.iter_certs(include_root=True))[::-1] if status.validation_path else ()
    told = _told(status.signing_cert, proofs)
    stamp = status.timestamp_validity
    return Findings(
        level=_level(signature, status, chain, proofs),
        sub_indication=verdict.sub,
        stamped_at=proofs.stamped_at,
        stamped_by=holder(stamp.signing_cert)[0] if stamp and proofs.stamped_at else "",
        chain=tuple(holder(one)[0] for one in chain),
        revocation_by=told[0],
        revocation_in_document=told[1],
        revocation_at=told[2],
        coverage=_COVERAGE.get(status.coverage, Coverage.PART),
        changes=_changes(signature),
        permits=Permits(signature.docmdp_level.value if signature.docmdp_level else 0),
        remedy=verdict.remedy,
    )


def _level(
    signature: EmbeddedPdfSignature, status: PdfSignatureStatus, chain: Sequence[x509.Certificate], proofs: Proofs
) -> Level:
    if signature.sig_object.get("/SubFilter") != SigSeedSubFilter.PADES.value:
        return Level.NONE
    if proofs.stamped_at is None:
        return Level.B
    stamp = status.timestamp_validity
    path = stamp.validation_path if stamp else None
    stampers = tuple(path.iter_certs(include_root=True))[::-1] if path else ()
    if not (_is_proved(chain, proofs.document) and _is_proved(stampers, proofs.document)):
        return Level.T
    return Level.LTA if proofs.archived else Level.LT


def _is_proved(chain: Sequence[x509.Certificate], document: Evidence) -> bool:
    return all(any(document.about(one)) for one in _below_root(chain))


def _below_root(chain: Sequence[x509.Certificate]) -> Iterable[x509.Certificate]:
    return chain[:-1]


def _told(certificate: x509.Certificate, proofs: Proofs) -> tuple[str, bool, datetime | None]:
    for there, inside in ((proofs.document, True), (proofs.office, False)):
        words = sorted(there.about(certificate), key=lambda word: word.at)
        if words:
            return words[-1].by, inside, words[-1].at
    return "", False, None


def _changes(signature: EmbeddedPdfSignature) -> Changes:
    found = signature.diff_result
    if found is None:
        return Changes.NONE if signature.coverage is SignatureCoverageLevel.ENTIRE_FILE else Changes.OTHER
    return _CHANGES.get(found.modification_level, Changes.OTHER) if isinstance(found, DiffResult) else Changes.OTHER
