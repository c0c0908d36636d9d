"""Files changed behind the signatures' back: bytes flipped, cut off, added, and what is signed pointed elsewhere."""

import random
from collections.abc import Iterator
from hashlib import sha256

from asn1crypto import cms

from tests.oracle.papers import Papers
from tests.oracle.variants import BAD, GOOD, NEVER_GOOD, Variant, embedded, envelope, flipped, gap, replaced

SEED = 5
_FLIPS = 6


def flips(papers: Papers) -> Iterator[Variant]:
    """One byte changed in each region of a sealed document with time stamps and proofs."""
    pdf, expected = papers.sealed_lta, papers.expected_online
    first, second, third = (gap(pdf, index).start for index in (0, 1, 2))
    for region, at in {
        "the header": 6,
        "the page's drawing": pdf.index(b"stream") + 40,
        "the time of the first signature": pdf.index(b"(D:2") + 6,
        "the seal's field": pdf.rindex(b"/V ", 0, second) + 5,
        "the structure of the first signature": first + 9,
        "the first signature's time stamp": first
        + _found(pdf, 0, b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04")
        + 80,
        "the structure of the seal": second + 9,
        "the structure of the document time stamp": third + 9,
        "the document time stamp's value": third + 2 * len(embedded(pdf)[2].pkcs7_content.rstrip(b"\0")) - 20,
        "a proof of validity": pdf.index(b"stream", pdf.index(b"/DSS")) + 60,
        "the last cross-references": pdf.rindex(b"xref", 0, pdf.rindex(b"startxref")) + 24,
    }.items():
        yield Variant(f"byte flipped in {region}", flipped(pdf, at), NEVER_GOOD, expected)
    yield Variant("byte flipped in the first signature's value", _value_flipped(papers), BAD, expected)
    yield Variant("byte flipped in the signer's certificate", _certificate_flipped(papers), NEVER_GOOD, expected)
    chosen = random.Random(SEED)
    for count in range(_FLIPS):
        at = chosen.randrange(20, len(papers.draft))
        while pdf[at : at + 1] in b"0 \r\n":
            at += 1
        yield Variant(f"byte flipped somewhere in the draft, {count + 1}", flipped(pdf, at), NEVER_GOOD, expected)


def cuts(papers: Papers) -> Iterator[Variant]:
    """The end cut off, or something put behind it."""
    pdf, expected = papers.sealed_b, papers.expected
    kept = sha256(pdf).hexdigest()
    yield Variant("cut back to the leader's revision, seal expected", papers.leader_b, BAD, expected)
    yield Variant("cut back to the leader's revision, digest recorded", papers.leader_b, BAD, (), kept)
    yield Variant("cut back to before the archive time stamp, digest recorded", papers.sealed_lt, BAD, (),
                  sha256(papers.sealed_lta).hexdigest())  # fmt: skip
    yield Variant("the very file that was recorded", pdf, GOOD, expected, kept)
    yield Variant("cut in the middle of the seal's update", pdf[: len(papers.leader_b) + 9_000], BAD, expected)
    yield Variant("cut in the middle of the seal's update, nothing expected", pdf[: len(papers.leader_b) + 9_000], BAD)
    yield Variant("cut in the middle of the leader's update", pdf[: len(papers.draft) + 5_000], BAD, expected)
    yield Variant("the last line end cut off", pdf.rstrip()[:-3], BAD, expected)
    for name, tail in {
        "words": b"junk",
        "zeros": bytes(512),
        "an end-of-file mark": b"%%EOF\n",
        "an object without cross-references": b"\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n",
        "another whole PDF": papers.draft,
        "itself": pdf,
    }.items():
        yield Variant(f"{name} put after the end", pdf + tail, BAD, expected)
    yield Variant("words put before the beginning", b"junk\n" + pdf, BAD, expected)


def ranges(papers: Papers) -> Iterator[Variant]:
    """What a signature says it covers, changed."""
    pdf, expected = papers.sealed_b, papers.expected
    first, length, second, rest = embedded(pdf)[1].byte_range
    written = f"[{first} {length} {second} {rest}]".encode()
    at = pdf.rindex(b"/ByteRange")
    room = pdf.index(b"]", at) + 1 - pdf.index(b"[", at)
    assert pdf[pdf.index(b"[", at) :][:room].split() == written.split()
    for name, numbers in {
        "shortened at the end": (first, length, second, rest - 60),
        "beyond the end of the file": (first, length, second, rest + 600),
        "wider than the gap": (first, length - 400, second, rest),
        "over the gap": (first, second, second, rest),
        "all nought": (0, 0, 0, 0),
        "negative": (first, length, -second, rest),
        "only the first half": (first, length, 0, 0),
        "beginning late": (400, length - 400, second, rest),
    }.items():
        new = b"[" + " ".join(map(str, numbers)).encode() + b"]"
        old = pdf[pdf.index(b"[", at) :][:room]
        yield Variant(f"ByteRange {name}", replaced(pdf, old, new.ljust(room)[:room], last=True), BAD, expected)
    place = gap(pdf, 1)
    end = place.start + 2 * len(envelope(pdf, 1).dump())
    hidden = pdf[:end] + b">/Hidden(evil)/More<" + pdf[end + 20 :]
    yield Variant("words put into the gap", hidden, NEVER_GOOD, expected)
    moved = pdf[: place.end] + b"00" * 200 + pdf[place.end :]
    yield Variant("the gap made longer", moved, BAD, expected)


def forgeries(papers: Papers) -> Iterator[Variant]:
    """Universal signature forgery: nothing where a signature should be, in the hope that a reader lets it pass."""
    pdf, expected = papers.sealed_b, papers.expected
    place = gap(pdf, 1)
    for name, changed in {
        "no Contents": replaced(pdf, b"/Contents <", b"/Contentz <", last=True),
        "no ByteRange": replaced(pdf, b"/ByteRange", b"/ByteRangf", last=True),
        "Contents of noughts": pdf[: place.start] + b"0" * (place.end - place.start) + pdf[place.end :],
        "Contents empty": pdf[: place.start - 1] + b"<>".ljust(place.end - place.start + 2) + pdf[place.end + 1 :],
        "Contents null": pdf[: place.start - 1] + b"null".ljust(place.end - place.start + 2) + pdf[place.end + 1 :],
        "an unknown way of signing": replaced(pdf, b"/ETSI.CAdES.detached", b"/ETSI.CAdES.detachee", last=True),
    }.items():
        yield Variant(f"forged signature: {name}", changed, BAD, expected)


def _found(pdf: bytes, index: int, octets: bytes) -> int:
    return 2 * embedded(pdf)[index].pkcs7_content.index(octets)


def _value_flipped(papers: Papers) -> bytes:
    pdf = papers.sealed_lta
    value = _signed(pdf)["signer_infos"][0]["signature"].contents
    return flipped(pdf, gap(pdf, 0).start + _found(pdf, 0, value) + 20)


def _certificate_flipped(papers: Papers) -> bytes:
    pdf = papers.sealed_lta
    held = papers.authority.leader(online=True).der
    return flipped(pdf, gap(pdf, 0).start + _found(pdf, 0, held[-60:]) + 20)


def _signed(pdf: bytes) -> cms.SignedData:
    return envelope(pdf, 0)["content"]
