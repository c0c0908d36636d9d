"""Submitting, the two approvals, sending back, and what the signing desk answers (Decree 30/2020 Art. 11-13)."""

from services.intake.domain import approvals
from services.intake.domain.approvals import RequestWords
from services.intake.domain.outgoing import Edition, Mark, OutgoingDocument
from services.intake.domain.outgoing_paper import capacity_lines
from services.intake.handlers.answering import answered_words
from services.intake.handlers.draft_papers import DraftPapers
from services.intake.handlers.outgoing_desk import opened
from services.intake.handlers.slips import Slip
from services.intake.ports.outgoing import OutgoingStores, OutgoingWork
from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.facts import DocumentSigned, SignatureRefused, SignatureWithdrawn
from services.kernel.people import Person


class Approving:
    """The way of a draft to the leader's signature book and back."""

    def __init__(self, stores: OutgoingStores, papers: DraftPapers, clock: Clock) -> None:
        self.stores = stores
        self.papers = papers
        self.clock = clock

    def submit(self, person: Person, slip: Slip) -> OutgoingDocument:
        """Hand the draft to the head of the unit."""
        with self.stores() as store:
            before = opened(store, person, slip)
            document = approvals.submitted(before, store.edition(before), person, self._mark(person, slip))
            _keep(store, document, person, (Deed.SUBMIT, "Trình duyệt", slip.note))
        return document

    def approve_content(self, person: Person, slip: Slip) -> OutgoingDocument:
        """The head of the unit answers for the content."""
        with self.stores() as store:
            before = opened(store, person, slip)
            document = approvals.content_approved(before, person, self._mark(person, slip))
            _keep(store, document, person, (Deed.APPROVE_CONTENT, "Duyệt nội dung", slip.note))
        return document

    def approve_format(self, person: Person, slip: Slip) -> OutgoingDocument:
        """The checker answers for the form, and the leader is asked to sign exactly these bytes."""
        with self.stores() as store:
            before = opened(store, person, slip)
            edition = store.edition(before)
            document = approvals.format_checked(before, edition, person, self._mark(person, slip))
            _keep(store, document, person, (Deed.APPROVE_FORMAT, "Duyệt thể thức, trình ký", slip.note))
            words = self._words(store, document)
            store.publish(approvals.signature_request(document, edition, words))
        return document

    def send_back(self, person: Person, slip: Slip) -> OutgoingDocument:
        """Make it a draft again with a reason; a signature that was asked for is no longer wanted."""
        with self.stores() as store:
            before = opened(store, person, slip)
            document = approvals.returned(before, person, self._mark(person, slip))
            taken = person.id == document.drafter.person_id
            _keep(store, document, person, (Deed.RETURN, "Rút lại" if taken else "Trả lại", slip.note))
            if before.request_id:
                store.publish(SignatureWithdrawn(before.request_id, before.id, slip.note))
        return document

    def signed(self, fact: DocumentSigned, store: OutgoingWork) -> None:
        """React: the leader has signed; told twice, late or about another version, nothing changes."""
        before, mark = store.outgoing(fact.document_id), Mark(fact.signer_id, fact.signer, self.clock.now())
        edition = store.edition(before)
        document = approvals.signed(before, edition, fact, mark)
        if document is None:
            store.audit("signing", Deed.IGNORE_SIGNATURE, before.id, request=fact.request_id)
            return
        kept: Edition = approvals.signed_edition(edition, document.edition, fact, mark)
        store.keep_outgoing(document)
        store.add_edition(document.id, kept)
        store.add_step(document.id, fact.signer, "Ký, chữ ký số đã được kiểm tra")
        store.audit("signing", Deed.SIGN, document.id, signer=fact.signer_id, digest=fact.file.digest)

    def refused(self, fact: SignatureRefused, store: OutgoingWork) -> None:
        """React: the leader would not sign; the draft goes back with the reason, once."""
        before = store.outgoing(fact.document_id)
        signer = self.papers.directory.person(fact.signer_id)
        name = signer.name if signer else "Lãnh đạo"
        document = approvals.refused(before, fact, Mark(fact.signer_id, name, self.clock.now(), fact.reason))
        if document is not None:
            store.keep_outgoing(document)
            store.add_step(document.id, name, "Trả lại, không ký", fact.reason)
            store.audit("signing", Deed.REFUSE, document.id, signer=fact.signer_id, why=fact.reason)

    def _mark(self, person: Person, slip: Slip) -> Mark:
        return Mark.of(person, self.clock.now(), slip.note)

    def _words(self, store: OutgoingWork, document: OutgoingDocument) -> RequestWords:
        content = document.content
        setting = self.papers.setting(document.drafter.unit_id)
        answers = answered_words(store, content.answers_id)
        capacity = " / ".join(capacity_lines(content, setting))
        return RequestWords(setting.type_of(content).name, setting.notation(content), capacity, answers)


def _keep(store: OutgoingWork, document: OutgoingDocument, person: Person, words: tuple[Deed, str, str]) -> None:
    deed, step, note = words
    store.keep_outgoing(document)
    store.add_step(document.id, person, step, note)
    store.audit(person, deed, document.id, version=document.version, note=note)
