"""What the signing desk does when it hears of documents to sign and to seal; each fact may come twice and late."""

from collections.abc import Callable, Mapping
from typing import Any

from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.facts import Fact, SealRequested, SignatureRequested, SignatureWithdrawn
from services.kernel.values import Urgency
from services.signing.domain.requests import SigningRequest, Subject
from services.signing.domain.seals import SealRequest
from services.signing.ports.rows import SigningStore


class Hearing:
    """Reactions to facts of the registry desk."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def signature_requested(self, fact: SignatureRequested, store: SigningStore) -> None:
        """Put the document into its signer's book."""
        about = Subject(
            fact.document_id,
            fact.version,
            fact.type_code,
            fact.type_name,
            fact.subject,
            fact.notation,
            Urgency(fact.urgency),
            fact.answers,
            fact.drafter_id,
            fact.drafter,
            fact.unit_name,
            fact.readers,
        )
        request = SigningRequest(
            fact.request_id, about, fact.signer_id, fact.capacity, fact.file, fact.anchors, self._clock.now()
        )
        if store.add_request(request):
            store.audit("intake", Deed.ASK_SIGNATURE, fact.document_id, request=request.id, signer=fact.signer_id)

    def signature_withdrawn(self, fact: SignatureWithdrawn, store: SigningStore) -> None:
        """Take the document out of the book unless it was decided."""
        if store.withdraw(fact.request_id, fact.reason):
            store.audit("intake", Deed.WITHDRAW, fact.document_id, request=fact.request_id, reason=fact.reason)

    def seal_requested(self, fact: SealRequested, store: SigningStore) -> None:
        """Put the numbered document on the seal desk."""
        request = SealRequest(
            fact.request_id,
            fact.document_id,
            fact.version,
            fact.number,
            fact.notation,
            fact.issued_on,
            fact.signer_id,
            fact.signed_digest,
            fact.subject,
            fact.readers,
            fact.by,
            self._clock.now(),
        )
        if store.add_seal_request(request):
            store.audit("intake", Deed.ASK_SEAL, fact.document_id, request=request.id, notation=fact.notation)


REACTIONS: Mapping[type[Fact], Callable[[Hearing, Any, Any], None]] = {
    SignatureRequested: Hearing.signature_requested,
    SignatureWithdrawn: Hearing.signature_withdrawn,
    SealRequested: Hearing.seal_requested,
}
