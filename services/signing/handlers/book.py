"""The signature book: the leader signs, returns or puts off (Decree 30/2020 Art. 13)."""

from dataclasses import dataclass

from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.errors import Conflict, NotFound
from services.kernel.facts import DocumentSigned, SignatureRefused
from services.kernel.people import Person
from services.kernel.ports import SignedFile
from services.kernel.signatures import SignatureReport
from services.kernel.values import FileRef, Part, new_id
from services.signing.domain.claims import Claim
from services.signing.domain.marks import Kind, SignatureMark, check_made, expect_leader
from services.signing.domain.requests import (
    SigningRequest,
    SigningState,
    check_reason,
    check_seen,
    closed,
    why_not_decide,
)
from services.signing.handlers.attempt import Attempt
from services.signing.ports.papers import Signer, Validator
from services.signing.ports.rows import SigningStore, Stores


@dataclass(frozen=True)
class Book:
    """What leaders do with the documents put before them."""

    stores: Stores
    signer: Signer
    validator: Validator
    clock: Clock

    def sign(self, person: Person, request_id: str, seen: str) -> SignatureMark:
        """Sign the document whose digest the person saw; the signature is checked before anybody hears of it.

        NotFound `request-unknown`, NotAllowed, Stale `not-what-you-saw`, Conflict when it no longer waits.
        """
        request, claim = self._claim(person, request_id, seen)
        with Attempt(lambda why, code: self._give_back(person, request, claim, why, code)):
            certificate = self.signer.certificate(person.id)
            made = self.signer.sign(request.file.digest, person.id, person.name, request.anchors)
            report = self.validator.check(made.stored.digest, (expect_leader(certificate),))
            check_made(report)
            return self._record(person, request, claim, made, report)

    def _give_back(self, person: Person, request: SigningRequest, claim: Claim, why: str, code: str) -> None:
        with self.stores() as store:
            store.release_request(request.id, claim, why)
            store.audit(person, Deed.FAIL_TO_SIGN, request.id, code=code)

    def refuse(self, person: Person, request_id: str, reason: str) -> None:
        """Return the document with a reason; BadInput `reason-missing`, Conflict if it no longer waits."""
        with self.stores() as store:
            request = self._decidable(store, person, request_id)
            why = check_reason(reason)
            if not store.mark_refused(request.id, self.clock.now(), why):
                raise _overtaken()
            store.publish(
                SignatureRefused(request.id, request.about.document_id, request.about.version, person.id, why)
            )
            store.audit(person, Deed.REFUSE, request.about.document_id, request=request.id, reason=why)

    def put_off(self, person: Person, request_id: str) -> None:
        """Leave the document for later: it goes behind the others in the pile."""
        with self.stores() as store:
            request = self._decidable(store, person, request_id)
            if not store.put_off(request.id, self.clock.now()):
                raise _overtaken()

    def _claim(self, person: Person, request_id: str, seen: str) -> tuple[SigningRequest, Claim]:
        with self.stores() as store:
            request = self._decidable(store, person, request_id)
            check_seen(seen, request.file.digest)
            claim = Claim.by_person(person.id, self.clock.now())
            if not store.claim_request(request.id, claim):
                raise _overtaken()
        return request, claim

    def _record(
        self, person: Person, request: SigningRequest, claim: Claim, made: SignedFile, report: SignatureReport
    ) -> SignatureMark:
        about, before = request.about, request.file
        file = FileRef(Part.SIGNED, before.name, before.media_type, made.stored.size, made.stored.digest, before.pages)
        mark = SignatureMark(
            new_id(), request.id, about.document_id, Kind.LEADER, person.id, person.name,
            before.digest, file, self.clock.now(), report, made.level, made.lack,
        )  # fmt: skip
        with self.stores() as store:
            if not store.mark_signed(request.id, claim):
                raise _overtaken()
            store.add_mark(mark)
            store.publish(
                DocumentSigned(
                    request.id, about.document_id, about.version, person.id, person.name, before.digest, file
                )
            )
            store.audit(person, Deed.SIGN, about.document_id, base=before.digest, signed=made.stored.digest)
        return mark

    def _decidable(self, store: SigningStore, person: Person, request_id: str) -> SigningRequest:
        request = store.request(request_id)
        if request is None or not request.may_be_read_by(person):
            raise request_unknown()
        request = request.at(self.clock.now())
        if refusal := why_not_decide(request, person):
            raise refusal
        return request


def request_unknown() -> NotFound:
    """There is no such request, or it is not for this person's eyes."""
    return NotFound(
        "request-unknown", "Không có văn bản trình ký này.", "Mở lại sổ ký và chọn văn bản trong danh sách."
    )


def _overtaken() -> Conflict:
    return closed(SigningState.CLAIMED) or Conflict("being-signed", "Văn bản này đang được ký.")
