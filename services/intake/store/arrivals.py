"""Writes about uploads that wait, and files that broke the tools."""

from services.backends.ledger import LedgerStore


class ArrivalRows(LedgerStore):
    """The queue's part of the intake store."""
