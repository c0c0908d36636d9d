"""Signature values edited, swapped, stripped or stamped by somebody who may not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from asn1crypto import cms, core

from services.backends.pades.signing import AGENCYS
from services.kernel.signatures import Outcome
from tests.oracle.papers import Papers
from tests.oracle.pki import SIGNED
from tests.oracle.signing import certificate, stamp_document, stamper
from tests.oracle.variants import BAD, GOOD, NEVER_GOOD, Variant, embedded, envelope, with_envelope


def edits(papers: Papers) -> Iterator[Variant]:
    """The cryptographic envelope changed in its parts."""
    pdf, expected = papers.sealed_b, papers.expected

    def edited(name: str, change: str, *, must: Outcome = BAD) -> Variant:
        value = envelope(pdf, 1)
        _EDITS[change](value["content"], papers)
        return Variant(name, with_envelope(pdf, 1, value), must, expected)

    yield edited("the seal's signed time changed", "time")
    yield edited("the seal's digest changed", "digest")
    yield edited("the seal's signed attributes taken away", "attributes")
    yield edited("the seal's certificates taken away", "certificates")
    yield edited("the seal's certificate exchanged for the leader's", "certificate")
    yield edited("the seal's digest algorithm said to be another", "algorithm")
    yield edited("a second signer in the seal's envelope", "signer", must=NEVER_GOOD)
    yield edited("content put into the seal's envelope", "content")
    yield Variant("the seal's value is the leader's", with_envelope(pdf, 1, envelope(pdf, 0)), BAD, expected)
    swapped = with_envelope(with_envelope(pdf, 1, envelope(pdf, 0)), 0, envelope(pdf, 1))
    yield Variant("both values exchanged", swapped, BAD, expected)
    foreign = envelope(papers.sealed_t, 1)
    yield Variant("the seal's value of another document", with_envelope(pdf, 1, foreign), BAD, expected)
    yield Variant("the seal's value is no envelope", with_envelope(pdf, 1, b"\x30\x03\x02\x01\x01"), BAD, expected)
    half = embedded(pdf)[1].pkcs7_content[:900]
    yield Variant("the seal's value cut in half", with_envelope(pdf, 1, half), BAD, expected)


def stamps(papers: Papers) -> Iterator[Variant]:
    """Time stamps forged, replayed, of unknown authorities, or told off by the document."""
    pdf, expected = papers.sealed_t, papers.expected
    agency, authority = papers.authority.agency(), papers.authority
    plain = papers.hand(agency)
    foreign = replace(plain, stamper=stamper(papers.stranger.tsa, SIGNED))
    yield Variant("time stamp of an unknown authority", papers.sealed(papers.leader_t, foreign), NEVER_GOOD, expected)
    person = replace(plain, stamper=stamper(authority.leader(), SIGNED))
    yield Variant("time stamp by a person's key", papers.sealed(papers.leader_t, person), NEVER_GOOD, expected)
    early = replace(plain, stamper=stamper(authority.tsa, SIGNED - timedelta(days=2000)))
    yield Variant("time stamp from before its authority", papers.sealed(papers.leader_t, early), NEVER_GOOD, expected)
    weak = stamper(authority.tsa, SIGNED)
    weak.override_md = "sha1"
    yield Variant("time stamp by SHA-1", papers.sealed(papers.leader_t, replace(plain, stamper=weak)), NEVER_GOOD,
                  expected)  # fmt: skip
    replayed = envelope(pdf, 1)
    stamp = envelope(pdf, 0)["content"]["signer_infos"][0]["unsigned_attrs"]
    replayed["content"]["signer_infos"][0]["unsigned_attrs"] = stamp
    yield Variant("time stamp taken from another signature", with_envelope(pdf, 1, replayed), NEVER_GOOD, expected)
    archived = stamp_document(papers.sealed_lt, papers.stranger.tsa, SIGNED + timedelta(minutes=5))
    yield Variant("archive time stamp of an unknown authority", archived, NEVER_GOOD, papers.expected_online)
    other = with_envelope(papers.sealed_lta, 2, envelope(papers.renewed_lta, 3))
    yield Variant("archive time stamp of another moment", other, NEVER_GOOD, papers.expected_online)


def weak_digests(papers: Papers) -> Iterator[Variant]:
    """Digests and keys that are too weak to prove anything."""
    leader, agency = papers.hand(papers.authority.leader()), papers.hand(papers.authority.agency())
    for name in ("sha1", "md5"):
        sealed = papers.sealed(papers.leader_b, agency, replace(AGENCYS, md_algorithm=name))
        yield Variant(f"sealed over {name.upper()}", sealed, NEVER_GOOD, papers.expected)
    small = papers.hand(papers.authority.small())
    yield Variant("sealed with an RSA key of 1024 bits", papers.sealed(papers.leader_b, small), NEVER_GOOD)
    for name in ("sha384", "sha512"):
        sealed = papers.sealed(papers.signed(leader), agency, replace(AGENCYS, md_algorithm=name))
        yield Variant(f"sealed over {name.upper()}", sealed, GOOD, papers.expected)


def _time(data: cms.SignedData, _papers: Papers) -> None:
    attributes = data["signer_infos"][0]["signed_attrs"]
    kept = [one for one in attributes if one["type"].native != "signing_time"]
    made = cms.CMSAttribute({"type": "signing_time", "values": [cms.Time({"utc_time": core.UTCTime(SIGNED)})]})
    data["signer_infos"][0]["signed_attrs"] = cms.CMSAttributes([*kept, made])


def _digest(data: cms.SignedData, _papers: Papers) -> None:
    for one in data["signer_infos"][0]["signed_attrs"]:
        if one["type"].native == "message_digest":
            one["values"][0] = core.OctetString(bytes(32))


def _attributes(data: cms.SignedData, _papers: Papers) -> None:
    del data["signer_infos"][0]["signed_attrs"]


def _certificates(data: cms.SignedData, _papers: Papers) -> None:
    data["certificates"] = cms.CertificateSet([])


def _certificate(data: cms.SignedData, papers: Papers) -> None:
    others = [one for one in data["certificates"] if one.chosen.serial_number != _serial(papers)]
    leader = cms.CertificateChoices("certificate", certificate(papers.authority.leader()))
    data["certificates"] = cms.CertificateSet([leader, *others])


def _serial(papers: Papers) -> int:
    return papers.authority.agency().certificate.serial_number


def _algorithm(data: cms.SignedData, _papers: Papers) -> None:
    data["signer_infos"][0]["digest_algorithm"] = {"algorithm": "sha512"}


def _signer(data: cms.SignedData, _papers: Papers) -> None:
    one = data["signer_infos"][0]
    data["signer_infos"] = cms.SignerInfos([one, one.copy()])


def _content(data: cms.SignedData, _papers: Papers) -> None:
    data["encap_content_info"]["content"] = core.OctetString(b"evil")


_EDITS = {
    "time": _time,
    "digest": _digest,
    "attributes": _attributes,
    "certificates": _certificates,
    "certificate": _certificate,
    "algorithm": _algorithm,
    "signer": _signer,
    "content": _content,
}
