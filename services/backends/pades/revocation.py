"""What is said of a certificate by who issued it: OCSP preferred, a list second, from where the certificate says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from asn1crypto import crl, ocsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_der_x509_certificate
from cryptography.x509.ocsp import OCSPRequestBuilder

from services.backends.keys.answering import Answering
from services.backends.pades.broken import BROKEN
from services.backends.pades.fetching import Question, Silence, fetch

_ANSWER, _LIST = 1 << 16, 8 << 20
_EARLY = timedelta(minutes=5)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class Said:
    """What was gathered about some certificates; `until` is when the first of it ends, `lack` what is missing."""

    answers: list[ocsp.OCSPResponse] = field(default_factory=list)
    lists: list[crl.CertificateList] = field(default_factory=list)
    until: datetime = NEVER
    lack: str = ""

    def hold(self, end: datetime | None, at: datetime) -> None:
        """Something gathered at `at` ends then; what names no end is asked for again soon."""
        self.until = min(self.until, (end or at + 2 * _EARLY) - _EARLY)


@dataclass(frozen=True)
class Source:
    """Where revocation data comes from: the software authority for its own, the network for others."""

    at: datetime
    own: Answering | None = None

    async def gather(self, chain: Sequence[x509.Certificate], said: Said) -> None:
        """Add what is said of each certificate by the next in the chain; the last is trusted and not asked about."""
        for certificate, issuer in pairwise(chain):
            if certificate.ocsp_no_check_value is not None:
                continue
            try:
                await self._about(certificate, issuer, said)
            except Silence as silence:
                said.lack = said.lack or f"Nơi công bố thu hồi chứng thư {silence}."

    async def _about(self, certificate: x509.Certificate, issuer: x509.Certificate, said: Said) -> None:
        if self.own and issuer.dump() == _der(self.own.authority.root.certificate):
            return self._listed(self.own.list_of_root(self.at), said)
        if self.own and issuer.dump() == _der(self.own.authority.issuing.certificate):
            # A list, for the library takes no answer about a certificate that names no responder.
            if certificate.serial_number not in self.own.publisher.register:
                raise Silence("không biết chứng thư này")
            return self._listed(self.own.list_of_issuing(self.at), said)
        trouble = Silence("không có địa chỉ trong chứng thư")
        for address in certificate.ocsp_urls:
            try:
                asked = Question(address, _question(certificate, issuer), "application/ocsp-request", 5, _ANSWER)
                return self._answered(await fetch(asked), certificate, said)
            except Silence as silence:
                trouble = silence
        for point in certificate.crl_distribution_points:
            try:
                return self._listed(await fetch(Question(point.url, seconds=8, most=_LIST)), said, issuer)
            except Silence as silence:
                trouble = silence
        raise trouble

    def _answered(self, content: bytes, certificate: x509.Certificate, said: Said) -> None:
        try:
            answer = ocsp.OCSPResponse.load(content, strict=True)
            if answer["response_status"].native != "successful":
                raise Silence("từ chối trả lời")
            (one,) = answer.response_data["responses"]
            start, end = one["this_update"].native, one["next_update"].native
            serial = one["cert_id"]["serial_number"].native
        except BROKEN:
            raise Silence("trả lời không đọc được") from None
        if serial != certificate.serial_number:
            raise Silence("trả lời về một chứng thư khác")
        self._fresh(start, end)
        said.answers.append(answer)
        said.hold(end, self.at)

    def _listed(self, content: bytes, said: Said, issuer: x509.Certificate | None = None) -> None:
        try:
            found = crl.CertificateList.load(content, strict=True)
            times, name = found["tbs_cert_list"], found.issuer
            start, end = times["this_update"].native, times["next_update"].native
        except BROKEN:
            raise Silence("đưa danh sách không đọc được") from None
        if issuer is not None and name != issuer.subject:
            raise Silence("đưa danh sách của nơi khác")
        self._fresh(start, end)
        if all(found.issuer != one.issuer for one in said.lists):
            said.lists.append(found)
        said.hold(end, self.at)

    def _fresh(self, start: datetime, end: datetime | None) -> None:
        if start > self.at + _EARLY or (end is not None and end <= self.at):
            raise Silence("trả lời bằng thông tin đã cũ")


def _question(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    of, by = (load_der_x509_certificate(one.dump()) for one in (certificate, issuer))
    # Some responders know no other digest here; it names the issuer, it protects nothing.
    return OCSPRequestBuilder().add_certificate(of, by, hashes.SHA1()).build().public_bytes(Encoding.DER)  # noqa: S303


def _der(certificate: Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
