"""Writes about arrived documents."""

from services.backends.ledger import LedgerStore


class IncomingRows(LedgerStore):
    """The arrived documents' part of the intake store."""
