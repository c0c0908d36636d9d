"""The CMS envelope of a signature, built once for a signer and filled in for each: building it costs more than signing.

Only message digest, signature and time stamp differ from one signature of a signer to the next; all else is copied.
"""

from dataclasses import dataclass

from asn1crypto import cms, core

_SEQUENCE, _SET, _OCTETS, _IMPLICIT_0, _IMPLICIT_1 = 0x30, 0x31, 0x04, 0xA0, 0xA1
# id-aa-signatureTimeStampToken and id-signedData; asking the library by name would fix its table of names too early.
_TIME_STAMP_TOKEN = core.ObjectIdentifier("1.2.840.113549.1.9.16.2.14").dump()
_SIGNED_DATA = core.ObjectIdentifier("1.2.840.113549.1.7.2").dump()
MARKER = bytes(range(0x51, 0x71))
"""The digest for which an envelope is built in full; no certificate holds it by chance."""


@dataclass(frozen=True)
class Envelope:
    """The parts of an envelope (DER) around what differs; `of` makes it from one that was built in full."""

    attributes: tuple[bytes, bytes]
    head: bytes
    signer: bytes
    algorithm: bytes

    @classmethod
    def of(cls, whole: cms.ContentInfo) -> "Envelope | None":
        """Of an envelope signed for the marker; None when it is not built as expected."""
        data = whole["content"]
        (info,) = data["signer_infos"]
        attributes = info["signed_attrs"].untag().dump().split(MARKER)
        if len(attributes) != 2 or len(data["digest_algorithms"]) != 1:
            return None
        head = b"".join(data[name].dump() for name in ("version", "digest_algorithms", "encap_content_info"))
        signer = b"".join(info[name].dump() for name in ("version", "sid", "digest_algorithm"))
        made = cls(
            (attributes[0], attributes[1]),
            head + data["certificates"].dump(),
            signer,
            info["signature_algorithm"].dump(),
        )
        # What was built in full must come out again, byte for byte; anything else is not ours to shorten.
        return made if made.filled(MARKER, info["signature"].native) == whole.dump() else None

    def to_sign(self, digest: bytes) -> bytes:
        """The signed attributes (DER of a SET) for a message digest."""
        return digest.join(self.attributes)

    def filled(self, digest: bytes, signature: bytes, token: bytes = b"") -> bytes:
        """The envelope (DER) with message digest, signature and, if there is one, its time-stamp token."""
        signed = bytes((_IMPLICIT_0,)) + self.to_sign(digest)[1:]
        parts = [self.signer, signed, self.algorithm, _der(_OCTETS, signature)]
        if token:
            parts.append(_der(_IMPLICIT_1, _der(_SEQUENCE, _TIME_STAMP_TOKEN, _der(_SET, token))))
        infos = _der(_SET, _der(_SEQUENCE, *parts))
        return _der(_SEQUENCE, _SIGNED_DATA, _der(_IMPLICIT_0, _der(_SEQUENCE, self.head, infos)))


def _der(tag: int, *parts: bytes) -> bytes:
    length = sum(map(len, parts))
    if length < 0x80:
        return bytes((tag, length)) + b"".join(parts)
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(size))) + size + b"".join(parts)
