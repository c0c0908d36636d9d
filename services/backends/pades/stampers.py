"""Time stamps (RFC 3161): asked for, and believed only when they answer what was asked."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from asn1crypto import cms, tsp, x509
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import extract_ts_certs
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.backends.keys.stamping import TimeStampReply
from services.backends.pades.broken import BROKEN
from services.backends.pades.fetching import Silence

Ask = Callable[[bytes], Awaitable[bytes]]
Trust = Callable[[cms.ContentInfo], ValidationContext]
_GRANTED = ("granted", "granted_with_mods")
_DRIFT = timedelta(minutes=5)
_OTHER = "trả lời cho một yêu cầu khác"
_UNREADABLE = "trả lời không đọc được"
SIZE = 1 << 16
"""The longest answer taken, in bytes; a real one has a tenth of it."""


class CheckedStamper(TimeStamper):
    """Asks an authority; Silence when it does not answer, refuses, or answers something else.

    `trust` says how the authority's certificate is judged, None: it is our own and needs no judging.
    """

    def __init__(self, ask: Ask, trust: Trust | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library's
        self._ask = ask
        self._trust = trust

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A time stamp of the digest."""
        nonce, question = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]  # the library's
        answer = await self._ask(question.dump())
        try:
            token = _answered(answer, nonce, message_digest)
            if self._trust is not None:
                await _judged(token, message_digest, self._trust(token))
            signers = {one.issuer_serial for one in extract_ts_certs(token, SimpleCertificateStore())}
            if self._certs and not signers <= self._certs.keys():
                raise Silence("vừa đổi chứng thư")
        except BROKEN:
            raise Silence(_UNREADABLE) from None
        return token

    @property
    def certificates(self) -> list[x509.Certificate]:
        """The authority's certificates, as the probe showed them; then those that came with them."""
        return [*self._certs.values(), *self.cert_registry]

    async def probe(self) -> cms.ContentInfo:
        """A time stamp of nothing: it shows whether the authority is there, and by which certificate."""
        try:
            return await self.async_dummy_response("sha256")
        except BROKEN:
            raise Silence(_UNREADABLE) from None


def _answered(answer: bytes, nonce: int, digest: bytes) -> cms.ContentInfo:
    reply = TimeStampReply.load(answer, strict=True)
    if reply["status"]["status"].native not in _GRANTED:
        words = "; ".join(reply["status"]["status_string"].native or ())
        raise Silence(f"từ chối: {words[:100]}" if words else "từ chối")
    token = reply["time_stamp_token"]
    said: tsp.TSTInfo = token["content"]["encap_content_info"]["content"].parsed
    if said["message_imprint"]["hashed_message"].native != digest or said["nonce"].native != nonce:
        raise Silence(_OTHER)
    return token


async def _judged(token: cms.ContentInfo, digest: bytes, trust: ValidationContext) -> None:
    status = TimestampSignatureStatus(
        **await validate_tst_signed_data(token["content"], trust, lambda _algorithm: digest)
    )
    if not (status.intact and status.valid):
        raise Silence("trả lời bằng dấu thời gian giả")
    if not status.trusted:
        raise Silence("dùng chứng thư không được tin cậy")
    if abs(status.timestamp - datetime.now(UTC)) > _DRIFT:
        raise Silence("ghi giờ lệch quá 5 phút")
