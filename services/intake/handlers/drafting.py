"""Drafting: a new document, and every further edition of it (Decree 30/2020 Art. 10)."""

from collections.abc import Callable
from dataclasses import replace

from services.intake.domain.approvals import revised
from services.intake.domain.outgoing import Mark, OutgoingDocument
from services.intake.domain.outgoing_actions import require_drafter
from services.intake.handlers.answering import require_answerable
from services.intake.handlers.draft_papers import DraftOrder, DraftPapers
from services.intake.handlers.kept_bytes import require_kept
from services.intake.handlers.outgoing_desk import opened
from services.intake.handlers.slips import Slip
from services.intake.ports.outgoing import OutgoingStores, OutgoingWork
from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.people import Person

Lastly = Callable[[OutgoingWork, OutgoingDocument], None]
"""Something done at the end of the transaction that keeps a new draft."""


def _nothing(_store: OutgoingWork, _document: OutgoingDocument) -> None:
    return None


class Drafting:
    """What drafters do with their documents."""

    def __init__(self, stores: OutgoingStores, papers: DraftPapers, clock: Clock) -> None:
        self.stores = stores
        self.papers = papers
        self.clock = clock

    def begin(self, person: Person, order: DraftOrder, lastly: Lastly = _nothing) -> OutgoingDocument:
        """Keep a new draft with its first edition; `lastly` is done in the same transaction."""
        require_drafter(person)
        mark = Mark.of(person, self.clock.now(), order.note)
        edition = self.papers.edition(order, person.unit_id, 1, mark)
        document = OutgoingDocument.begin(edition.content, person, mark.at)
        with self.stores() as store:
            _check_answer(store, document, person)
            require_kept(self.papers.objects, edition.files)
            store.add_outgoing(document, edition)
            store.add_step(document.id, person, "Soạn dự thảo", order.note)
            store.audit(person, Deed.DRAFT, document.id, digest=edition.file.digest)
            lastly(store, document)
        return document

    def revise(self, person: Person, slip: Slip, order: DraftOrder) -> OutgoingDocument:
        """Keep a further edition; the earlier ones stay. A signed document becomes a draft again, with a reason."""
        mark = Mark.of(person, self.clock.now(), order.note)
        with self.stores() as store:
            before = opened(store, person, slip)
            revised(before, order.content, person, mark)
        edition = self.papers.edition(order, before.drafter.unit_id, before.edition + 1, mark)
        with self.stores() as store:
            document = revised(opened(store, person, slip), edition.content, person, mark)
            _check_answer(store, document, person)
            require_kept(self.papers.objects, edition.files)
            store.keep_outgoing(document)
            store.add_edition(document.id, replace(edition, number=document.edition))
            store.add_step(document.id, person, f"Lập bản {document.edition}", order.note)
            store.audit(person, Deed.REVISE, document.id, edition=document.edition, digest=edition.file.digest)
        return document

    def preview(self, person: Person, order: DraftOrder) -> bytes:
        """The PDF a draft would be, kept nowhere."""
        require_drafter(person)
        return self.papers.preview(order.content, person.unit_id)


def _check_answer(store: OutgoingWork, document: OutgoingDocument, person: Person) -> None:
    if document.content.answers_id:
        require_answerable(store, document.content.answers_id, person)
