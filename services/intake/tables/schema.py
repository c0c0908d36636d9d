"""The metadata every table of this service belongs to, with the ledger beside them."""

from sqlalchemy import MetaData

from services.backends.ledger import ledger_tables

METADATA = MetaData()
LEDGER = ledger_tables(METADATA)
