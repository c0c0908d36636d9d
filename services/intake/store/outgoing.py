"""Writes about outgoing documents."""

from services.backends.ledger import LedgerStore


class OutgoingRows(LedgerStore):
    """The outgoing half of the intake store."""
