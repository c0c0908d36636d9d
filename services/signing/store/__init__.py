"""The signing store: one transaction over the book, the seal desk, signatures and the ledger."""

from services.signing.store.requests import RequestRows
from services.signing.store.seals import SealRows


class SigningStore(RequestRows, SealRows):
    """All writes of this service; opened per transaction by `Stores`."""
