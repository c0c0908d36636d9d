"""What a document holds, and what an office keeps, to prove that certificates were good when they were used."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError

from services.backends.pades.roots import Root


@dataclass(frozen=True)
class Evidence:
    """Certificates, OCSP answers and revocation lists."""

    certificates: tuple[x509.Certificate, ...] = ()
    answers: tuple[ocsp.OCSPResponse, ...] = ()
    lists: tuple[crl.CertificateList, ...] = ()

    def __add__(self, other: "Evidence") -> "Evidence":
        return Evidence(self.certificates + other.certificates, self.answers + other.answers, self.lists + other.lists)

    def before(self, end: datetime, issuer: x509.Name) -> "Evidence":
        """Without what an issuer said after a certificate's end: those that ended are no longer spoken of."""
        return replace(
            self,
            answers=tuple(one for one in self.answers if all(said.at <= end for said in _answered(one))),
            lists=tuple(one for one in self.lists if one.issuer != issuer or _listed_at(one) <= end),
        )

    def about(self, certificate: x509.Certificate) -> Iterator["Word"]:
        """Everything said of the certificate, by its issuer's name and its number; nothing is checked here."""
        for answer in self.answers:
            yield from (said for said in _answered(answer) if said.serial == certificate.serial_number)
        for one in self.lists:
            if one.issuer == certificate.issuer:
                yield Word("CRL", certificate.serial_number, _listed_at(one))


@dataclass(frozen=True)
class Word:
    """One statement on a certificate: by OCSP or CRL, as of when."""

    by: str
    serial: int
    at: datetime


NOTHING = Evidence()


def held(reader: PdfFileReader) -> Evidence:
    """What the document's security store holds; what cannot be read in it proves nothing and is left out."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return NOTHING
    answers = _read(ocsp.OCSPResponse, store.ocsps)
    return Evidence(
        tuple(_read(x509.Certificate, store.certs.values())),
        tuple(one for one in answers if one["response_status"].native == "successful"),
        tuple(_read(crl.CertificateList, store.crls)),
    )


def kept(roots: Iterable[Root]) -> Evidence:
    """What the office keeps under its roots."""
    files = dict.fromkeys(file for root in roots for file in root.lists)
    return Evidence(lists=tuple(crl.CertificateList.load(Path(file).read_bytes()) for file in files))


def _read(kind: Any, streams: Iterable[Any]) -> Iterator[Any]:
    for stream in streams:
        try:
            made = kind.load(stream.get_object().data)
            _ = made.native
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
            continue
        yield made


def _answered(answer: ocsp.OCSPResponse) -> Iterator[Word]:
    for one in answer.basic_ocsp_response["tbs_response_data"]["responses"]:
        yield Word("OCSP", one["cert_id"]["serial_number"].native, one["this_update"].native)


def _listed_at(one: crl.CertificateList) -> datetime:
    moment: datetime = one["tbs_cert_list"]["this_update"].native
    return moment
