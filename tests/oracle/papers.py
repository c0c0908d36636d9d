"""Documents as they ought to be: signed, sealed, with time stamps and proofs, by the people of a test."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from io import BytesIO
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata

from services.backends.pades.fields import LEADER, SEAL, prepare
from services.backends.pades.pens import NumberAndDate
from services.backends.pades.places import find_places
from services.backends.pades.roots import Root
from services.backends.pades.signing import AGENCYS, LEADERS, fill
from services.kernel.signatures import ExpectedSignature
from tests.oracle.pki import SIGNED, Authority, Holder, write_profile
from tests.oracle.signing import Hand, keep_proof, proof_of, sign, stamp_document, stamper
from tests.unit.signing_office import decision_pdf

_MINUTE = timedelta(minutes=1)
_GIVEN = NumberAndDate("05", "07", "6")


@dataclass
class Papers:
    """One decision in all its states, under one authority; everything is made when it is first asked for."""

    folder: Path
    authority: Authority = field(default_factory=Authority)
    stranger: Authority = field(default_factory=lambda: Authority("Chứng thực lạ"))

    @cached_property
    def revoked_before(self) -> Holder:
        """A person whose certificate was revoked before they signed."""
        return self.authority.revoked(SIGNED - timedelta(days=10))

    @cached_property
    def revoked_after(self) -> Holder:
        """A person whose certificate was revoked after they signed."""
        return self.authority.revoked(SIGNED + timedelta(days=10))

    @cached_property
    def root(self) -> Root:
        """Whom the office trusts, with the lists it keeps."""
        gone = {self.revoked_before: SIGNED - timedelta(days=10), self.revoked_after: SIGNED + timedelta(days=10)}
        return write_profile(self.authority, gone, self.folder)

    @cached_property
    def draft(self) -> bytes:
        """The decision with its empty fields."""
        draft = decision_pdf()
        return prepare(draft, find_places(draft, "Nguyễn Văn An"), image_aspect=2.5, seal_mm=36)

    @cached_property
    def leader_b(self) -> bytes:
        """Signed by its leader, B-B."""
        return self.signed(self.hand(self.authority.leader()))

    @cached_property
    def sealed_b(self) -> bytes:
        """Signed, numbered and sealed, B-B."""
        return self.sealed(self.leader_b, self.hand(self.authority.agency()))

    @cached_property
    def leader_t(self) -> bytes:
        """Signed by its leader, B-T."""
        return self.signed(self.hand(self.authority.leader(), stamped=True))

    @cached_property
    def sealed_t(self) -> bytes:
        """Signed, numbered and sealed, B-T."""
        return self.sealed(self.leader_t, self.hand(self.authority.agency(), stamped=True))

    @cached_property
    def leader_lt(self) -> bytes:
        """Signed by its leader, B-LT: nothing the office has could prove it but what the file holds."""
        leader = self.authority.leader(online=True)
        return self.proved(self.signed(self.hand(leader, stamped=True)), leader)

    @cached_property
    def sealed_lt(self) -> bytes:
        """Signed, numbered and sealed, B-LT."""
        agency = self.authority.agency(online=True)
        return self.proved(self.sealed(self.leader_lt, self.hand(agency, stamped=True)), agency)

    @cached_property
    def sealed_lta(self) -> bytes:
        """Signed, numbered and sealed, B-LTA."""
        return self.archived(self.sealed_lt, 5)

    @cached_property
    def renewed_lta(self) -> bytes:
        """B-LTA whose time stamp was renewed ten days later."""
        return self.archived(self.sealed_lta, 10 * 24 * 60)

    def hand(self, holder: Holder, *, stamped: bool = False) -> Hand:
        """This holder's hand at the usual moment, with the chain of either issuing authority."""
        chain = (self.authority.listing, self.authority.answering)
        stamps = stamper(self.authority.tsa, SIGNED + timedelta(seconds=2)) if stamped else None
        return Hand(holder, chain, SIGNED, stamps)

    def signed(self, hand: Hand, about: PdfSignatureMetadata = LEADERS) -> bytes:
        """The decision signed by a leader."""
        return sign(self.draft, about, hand)

    def sealed(self, signed: bytes, hand: Hand, about: PdfSignatureMetadata = AGENCYS) -> bytes:
        """A signed decision with number and seal."""
        return sign(fill(signed, _GIVEN), about, hand)

    def proved(self, pdf: bytes, *holders: Holder) -> bytes:
        """With the proofs of a minute after signing."""
        return keep_proof(pdf, proof_of(self.authority, holders, SIGNED + _MINUTE))

    def archived(self, pdf: bytes, minutes: int) -> bytes:
        """With a document time stamp of so many minutes after signing."""
        return stamp_document(pdf, self.authority.tsa, SIGNED + minutes * _MINUTE)

    @cached_property
    def expected(self) -> tuple[ExpectedSignature, ...]:
        """Both signatures, by the certificates of the listing authority."""
        return self.expects(self.authority.leader(), self.authority.agency())

    @cached_property
    def expected_online(self) -> tuple[ExpectedSignature, ...]:
        """Both signatures, by the certificates of the answering authority."""
        return self.expects(self.authority.leader(online=True), self.authority.agency(online=True))

    def expects(self, *holders: Holder) -> tuple[ExpectedSignature, ...]:
        """The leader's signature and, if there is a second holder, the seal, by these certificates."""
        fields = (LEADER, SEAL)[: len(holders)]
        return tuple(ExpectedSignature(name, fingerprint=mark(one)) for name, one in zip(fields, holders, strict=True))


def mark(holder: Holder) -> str:
    """SHA-256 of a certificate as reports name it."""
    return holder.certificate.fingerprint(hashes.SHA256()).hex()


def older(about: PdfSignatureMetadata) -> PdfSignatureMetadata:
    """The same signature in the way that came before PAdES."""
    return replace(about, subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED)


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with a change appended as an update."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
