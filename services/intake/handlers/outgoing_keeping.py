"""What the outgoing half does when the archive tells that it keeps a document."""

from services.intake.ports.outgoing import KeptWork
from services.kernel.facts import ItemDeposited


def note_outgoing_kept(fact: ItemDeposited, store: KeptWork) -> None:
    """Write the archive's reference on the issued document, once; arrived ones are not ours to mark."""
    if store.mark_kept(fact.document_id, fact.reference_code):
        store.add_step(fact.document_id, "Lưu trữ", "Đã nhận vào lưu trữ", f"{fact.fonds_title}, {fact.reference_code}")
