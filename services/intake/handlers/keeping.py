"""What the registry desk does when the archive tells that it keeps a document."""

from services.intake.ports.incoming import IncomingStore
from services.kernel.facts import ItemDeposited


def note_kept(fact: ItemDeposited, store: IncomingStore) -> None:
    """Write the archive's reference on the arrived document; outgoing ones are not ours to mark."""
    if store.mark_incoming_kept(fact.document_id, fact.reference_code):
        store.add_step(fact.document_id, "Lưu trữ", "Nhận lưu", f"{fact.fonds_title}, {fact.reference_code}")
