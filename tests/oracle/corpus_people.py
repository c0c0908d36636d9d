"""Good documents at every level, and documents signed by those who may not, no longer, or not here."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from pyhanko.sign.signers import PdfSignatureMetadata

from services.backends.pades.signing import AGENCYS, LEADERS
from services.kernel.signatures import Outcome
from tests.oracle.papers import Papers, older
from tests.oracle.pki import NOW, SIGNED, Holder
from tests.oracle.signing import Proof, keep_proof, proof_of, sign, stamp_document, stamper
from tests.oracle.variants import BAD, GOOD, NEVER_GOOD, Variant

_MINUTE = timedelta(minutes=1)


def good(papers: Papers) -> Iterator[Variant]:
    """What has to be valid."""
    online, here = papers.expected_online, papers.expected
    yield Variant("B-B, leader only", papers.leader_b, GOOD, here[:1])
    yield Variant("B-B, leader, number and seal", papers.sealed_b, GOOD, here)
    yield Variant("B-B, nothing expected", papers.sealed_b, GOOD)
    yield Variant("B-T, leader only", papers.leader_t, GOOD, here[:1])
    yield Variant("B-T, leader, number and seal", papers.sealed_t, GOOD, here)
    yield Variant("B-LT, leader only", papers.leader_lt, GOOD, online[:1])
    yield Variant("B-LT, leader, number and seal", papers.sealed_lt, GOOD, online)
    yield Variant("B-LTA, leader, number and seal", papers.sealed_lta, GOOD, online)
    yield Variant("B-LTA renewed", papers.renewed_lta, GOOD, online)
    mixed = papers.sealed(papers.leader_t, papers.hand(papers.authority.agency()))
    yield Variant("leader B-T, seal B-B", mixed, GOOD, here)
    leader, agency = papers.hand(papers.authority.leader()), papers.hand(papers.authority.agency())
    before_pades = papers.sealed(papers.signed(leader, older(LEADERS)), agency, older(AGENCYS))
    yield Variant("adbe.pkcs7.detached, leader and seal", before_pades, GOOD, here)
    gone = papers.hand(papers.revoked_after, stamped=True)
    yield Variant("B-T, revoked after it was stamped", papers.signed(gone), GOOD, papers.expects(papers.revoked_after))


def people(papers: Papers) -> Iterator[Variant]:
    """Signers whose certificates do not hold, or who are not those expected."""
    authority, here = papers.authority, papers.expected
    yield _by(papers, "revoked before signing", papers.revoked_before, BAD)
    yield _by(papers, "revoked after signing, no time stamp", papers.revoked_after, BAD)
    yield _by(papers, "revoked before signing, time-stamped", papers.revoked_before, BAD, stamped=True)
    yield _by(papers, "expired before signing", authority.expired(), NEVER_GOOD)
    yield _by(papers, "expired before signing, time-stamped", authority.expired(), NEVER_GOOD, stamped=True)
    yield _by(papers, "expired since, no time stamp", authority.ending(), NEVER_GOOD)
    yield _by(papers, "not valid yet", authority.early(), NEVER_GOOD)
    unknown = replace(papers.hand(papers.stranger.leader()), chain=(papers.stranger.listing,))
    expected = papers.expects(unknown.holder)
    yield Variant("signed by: unknown root", papers.signed(unknown), NEVER_GOOD, expected)
    yield _by(papers, "a time-stamp authority's certificate", authority.tsa, NEVER_GOOD)
    yield _by(papers, "an authority's own certificate", authority.listing, NEVER_GOOD)
    other = authority.leader("Trần Thị Bình")
    sealed = papers.sealed(papers.leader_b, papers.hand(other))
    yield Variant("sealed by a person", sealed, BAD, here)
    yield Variant("signed by another person", papers.signed(papers.hand(other)), BAD, here[:1])
    crossed = papers.sealed(papers.signed(papers.hand(authority.agency())), papers.hand(authority.leader()))
    yield Variant("the agency signs, the leader seals", crossed, BAD, here)
    namesake = authority.leader("Nguyễn Văn An", online=True)
    yield Variant("signed by a namesake", papers.signed(papers.hand(namesake)), BAD, here[:1])
    third = PdfSignatureMetadata(field_name="third", md_algorithm="sha256")
    yield Variant("a stranger signs the leader's document too", sign(papers.leader_b, third, unknown), BAD, here[:1])
    yield Variant("a third signature after the seal", sign(papers.sealed_b, third, papers.hand(other)), BAD, here)
    yield Variant("no signature where two are expected", papers.draft, BAD, here)
    yield Variant("no signature", papers.draft, NEVER_GOOD)


def proofs(papers: Papers) -> Iterator[Variant]:
    """Proofs of validity that are missing, old, lying or of the wrong hand."""
    authority = papers.authority
    leader = authority.leader(online=True)
    expected = papers.expects(leader)
    stamped = papers.signed(papers.hand(leader, stamped=True))
    usual = proof_of(authority, (leader,), SIGNED + _MINUTE)

    def proved(name: str, *answers: bytes) -> Variant:
        return Variant(name, keep_proof(stamped, replace(usual, answers=answers)), NEVER_GOOD, expected)

    yield Variant("B-T without proof of validity", stamped, NEVER_GOOD, expected)
    bare = papers.signed(papers.hand(leader))
    yield Variant("B-B without proof of validity", bare, NEVER_GOOD, expected)
    yield Variant("B-B with the answer of the day of signing", papers.proved(bare, leader), NEVER_GOOD, expected)
    yield proved("the OCSP answer is from before signing", authority.answer(leader, SIGNED - timedelta(days=3)))
    yield proved("the OCSP answer says revoked", authority.answer(leader, SIGNED + _MINUTE, revoked=SIGNED - _MINUTE))
    forged = authority.answer(leader, SIGNED + _MINUTE, by=authority.leader())
    yield proved("the OCSP answer is signed by a person", forged)
    strange = authority.answer(leader, SIGNED + _MINUTE, by=papers.stranger.responder)
    yield proved("the OCSP answer is signed by a stranger", strange)
    about = authority.answer(authority.agency(online=True), SIGNED + _MINUTE)
    yield proved("the OCSP answer is about somebody else", about)
    genuine = authority.answer(leader, SIGNED + _MINUTE)
    yield proved("the OCSP answer was changed", genuine[:-200] + bytes([genuine[-200] ^ 1]) + genuine[-199:])
    yield proved("the OCSP answer is no answer", b"\x30\x03\x0a\x01\x06")
    empty = stamp_document(keep_proof(stamped, Proof()), authority.tsa, SIGNED + 5 * _MINUTE)
    yield Variant("archive time stamp without proofs", empty, NEVER_GOOD, expected)
    late = stamp_document(papers.proved(bare, leader), authority.tsa, NOW - timedelta(days=1))
    yield Variant("only a late archive time stamp over an old answer", late, NEVER_GOOD, expected)
    lying = replace(papers.hand(leader), stamper=stamper(authority.tsa, SIGNED), at=SIGNED + timedelta(days=5))
    backwards = papers.proved(papers.signed(lying), leader)
    yield Variant("the claimed time is days after the time stamp, which counts", backwards, GOOD, expected)


def _by(papers: Papers, name: str, holder: Holder, must: Outcome, *, stamped: bool = False) -> Variant:
    signed = papers.signed(papers.hand(holder, stamped=stamped))
    return Variant(f"signed by: {name}", signed, must, papers.expects(holder))
