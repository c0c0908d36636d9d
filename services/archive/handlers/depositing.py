"""Deposits every registered and every issued document, exactly once, whatever order the facts arrive in."""

from collections.abc import Callable

from services.archive.domain.deposit import Heard
from services.archive.domain.fonds import fonds_for, item_code, series_for_document
from services.archive.domain.item import Item, Place
from services.archive.handlers.fonds import ensure_own_fonds
from services.archive.handlers.verification import check_deposit
from services.archive.ports import THE_ARCHIVE, DepositingStore
from services.kernel.deeds import Deed
from services.kernel.facts import (
    DocumentCard,
    DocumentChanged,
    DocumentIssued,
    DocumentRegistered,
    DocumentSealed,
    DocumentSigned,
    DocumentVoided,
    Fact,
    ItemDeposited,
)
from services.kernel.ports import Directory, ObjectStore
from services.kernel.values import new_id


class Depositing:
    """Reactions to what the other desks tell about documents."""

    def __init__(self, objects: ObjectStore, directory: Directory) -> None:
        self.objects = objects
        self.directory = directory

    def registered(self, fact: DocumentRegistered, store: DepositingStore) -> None:
        """Keep an arrived document."""
        self._hear(Heard(fact.card.document_id, fact.card, due=True), store)

    def changed(self, fact: DocumentChanged, store: DepositingStore) -> None:
        """Bring the description up to date; an outgoing document is kept only once it is issued."""
        self._hear(Heard(fact.card.document_id, fact.card, due=fact.card.direction == "incoming"), store)

    def issued(self, fact: DocumentIssued, store: DepositingStore) -> None:
        """Keep a document that left."""
        news = Heard(fact.card.document_id, fact.card, due=True, recipients=fact.recipients, answers_id=fact.answers_id)
        self._hear(news, store)

    def voided(self, fact: DocumentVoided, store: DepositingStore) -> None:
        """Mark what was kept as voided; it stays, with the reason."""
        self._hear(Heard(fact.document_id, void_version=fact.version, void_reason=fact.reason), store)

    def signed(self, fact: DocumentSigned, store: DepositingStore) -> None:
        """Remember the leader's signature."""
        store.note_signature(fact.document_id, "leader", fact.file, fact.signer, fact.version)

    def sealed(self, fact: DocumentSealed, store: DepositingStore) -> None:
        """Remember the agency's signature."""
        clerk = self.directory.person(fact.sealed_by)
        by = clerk.name if clerk else fact.sealed_by
        store.note_signature(fact.document_id, "agency", fact.file, by, fact.version)

    def _hear(self, news: Heard, store: DepositingStore) -> None:
        before = store.heard(news.document_id)
        heard = before.join(news)
        if news.card is not None:
            store.note_files(news.card)
        if heard != before:
            store.remember(heard)
        if heard.due and heard.card is not None:
            self._keep(heard.card, heard, before, store)

    def _keep(self, card: DocumentCard, heard: Heard, before: Heard, store: DepositingStore) -> None:
        document_id = card.document_id
        for file in store.unverified(document_id):
            check_deposit(self.objects, file)
        store.verified(document_id)
        kept = store.place_of(document_id)
        if kept is not None and heard == before:
            return
        item = Item.describe(kept or self._find_place(card, store), card, heard)
        store.keep(item)
        if kept is None:
            self._tell_deposit(item, store)
        else:
            self._note_change(item, heard, before, store)

    def _find_place(self, card: DocumentCard, store: DepositingStore) -> Place:
        own = ensure_own_fonds(self.directory, store)
        fonds_id = fonds_for(card, store.placements(), own.id)
        fonds = own if fonds_id == own.id else store.fonds(fonds_id)
        series = series_for_document(card)
        series_id = store.series(fonds.id, series)
        ordinal = store.next_ordinal(fonds.id, series.year)
        return Place(new_id(), fonds, series_id, item_code(fonds.code, series.year, ordinal))

    def _tell_deposit(self, item: Item, store: DepositingStore) -> None:
        place, card = item.place, item.card
        digests = tuple(file.digest for file in card.files)
        store.audit(THE_ARCHIVE, Deed.DEPOSIT, f"item:{place.item_id}", code=place.reference_code, files=len(digests))
        if item.void_reason:
            store.audit(THE_ARCHIVE, Deed.VOID, f"item:{place.item_id}", reason=item.void_reason)
        store.publish(
            ItemDeposited(
                place.item_id, card.document_id, place.reference_code, place.fonds.id, place.fonds.title, digests
            )
        )

    def _note_change(self, item: Item, heard: Heard, before: Heard, store: DepositingStore) -> None:
        subject = f"item:{item.place.item_id}"
        if heard.void_version > before.void_version:
            store.audit(THE_ARCHIVE, Deed.VOID, subject, reason=heard.void_reason)
        if before.card is None or item.card.version > before.card.version:
            files = len(item.card.files)
            store.audit(
                THE_ARCHIVE, Deed.UPDATE, subject, version=item.card.version, state=item.card.state, files=files
            )


REACTIONS: dict[type[Fact], Callable[..., None]] = {
    DocumentRegistered: Depositing.registered,
    DocumentChanged: Depositing.changed,
    DocumentIssued: Depositing.issued,
    DocumentVoided: Depositing.voided,
    DocumentSigned: Depositing.signed,
    DocumentSealed: Depositing.sealed,
}
