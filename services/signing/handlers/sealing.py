"""The seal desk: the clerk fills number and date and applies the agency's signature (Decree 30/2020 Art. 14, 32)."""

from dataclasses import dataclass

from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.errors import Conflict, NotFound
from services.kernel.facts import DocumentSealed
from services.kernel.notation import file_name_of
from services.kernel.people import Person
from services.kernel.ports import SignedFile
from services.kernel.signatures import SignatureReport
from services.kernel.values import FileRef, Part, new_id
from services.signing.domain.claims import Claim
from services.signing.domain.marks import Kind, SignatureMark, check_made, expect_again, expect_seal
from services.signing.domain.requests import check_seen
from services.signing.domain.seals import SealRequest, SealState, sealed_already, unsigned, why_not_seal
from services.signing.handlers.attempt import Attempt
from services.signing.ports.papers import Signer, Validator
from services.signing.ports.rows import SigningStore, Stores


@dataclass(frozen=True)
class SealDesk:
    """What clerks do with signed documents that have their number."""

    stores: Stores
    signer: Signer
    validator: Validator
    clock: Clock

    def seal(self, person: Person, request_id: str, seen: str) -> SignatureMark:
        """Seal the signed document whose digest the person saw; both signatures are checked before anybody hears of it.

        NotFound `seal-unknown`, NotAllowed, Stale `not-what-you-saw`, Conflict when it no longer waits or
        `no-valid-signature`.
        """
        request, leader, claim = self._claim(person, request_id, seen)
        with Attempt(lambda why, code: self._give_back(person, request, claim, why, code)):
            made, report = self._make(request, leader)
            return self._record(person, (request, leader), claim, made, report)

    def _give_back(self, person: Person, request: SealRequest, claim: Claim, why: str, code: str) -> None:
        with self.stores() as store:
            store.release_seal(request.id, claim, why)
            store.audit(person, Deed.FAIL_TO_SEAL, request.id, code=code)

    def _claim(self, person: Person, request_id: str, seen: str) -> tuple[SealRequest, SignatureMark, Claim]:
        with self.stores() as store:
            request = self._sealable(store, person, request_id)
            check_seen(seen, request.digest)
            leader = store.mark(request.document_id, Kind.LEADER, request.digest)
            if leader is None:
                raise unsigned()
            claim = Claim.by_person(person.id, self.clock.now())
            if not store.claim_seal(request.id, claim):
                raise _overtaken()
        return request, leader, claim

    def _make(self, request: SealRequest, leader: SignatureMark) -> tuple[SignedFile, SignatureReport]:
        wanted = expect_again(leader)
        if not self.validator.check(request.digest, (wanted,)).valid:
            raise unsigned()
        agency = self.signer.agency_certificate()
        made = self.signer.seal(request.digest, request.printed_number, request.printed_day, request.printed_month)
        report = self.validator.check(made.stored.digest, (wanted, expect_seal(agency)))
        check_made(report)
        return made, report

    def _record(
        self,
        person: Person,
        work: tuple[SealRequest, SignatureMark],
        claim: Claim,
        made: SignedFile,
        report: SignatureReport,
    ) -> SignatureMark:
        request, leader = work
        before = leader.file
        name = file_name_of(request.notation)
        file = FileRef(Part.SEALED, name, before.media_type, made.stored.size, made.stored.digest, before.pages)
        mark = SignatureMark(
            new_id(), request.id, request.document_id, Kind.SEAL, person.id, person.name,
            before.digest, file, self.clock.now(), report, made.level, made.lack,
        )  # fmt: skip
        with self.stores() as store:
            if not store.mark_sealed(request.id, claim):
                raise _overtaken()
            store.add_mark(mark)
            store.publish(DocumentSealed(request.id, request.document_id, request.version, person.id, file))
            store.audit(
                person,
                Deed.SEAL,
                request.document_id,
                notation=request.notation,
                base=before.digest,
                sealed=file.digest,
            )
        return mark

    def _sealable(self, store: SigningStore, person: Person, request_id: str) -> SealRequest:
        request = store.seal_request(request_id)
        if request is None or not person.may_open(request.readers | {"role:clerk"}):
            raise seal_unknown()
        request = request.at(self.clock.now())
        if refusal := why_not_seal(request, person):
            raise refusal
        return request


def seal_unknown() -> NotFound:
    """There is no such seal request, or it is not for this person's eyes."""
    return NotFound("seal-unknown", "Không có văn bản chờ đóng dấu này.", "Mở lại danh sách chờ đóng dấu.")


def _overtaken() -> Conflict:
    return sealed_already(SealState.CLAIMED) or Conflict("being-sealed", "Văn bản này đang được đóng dấu.")
