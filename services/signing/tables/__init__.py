"""The tables of the signing service and how their rows become values."""

from services.signing.tables.marks import MARKS
from services.signing.tables.requests import REQUESTS, WITHDRAWN
from services.signing.tables.schema import LEDGER, METADATA
from services.signing.tables.seals import SEALS

__all__ = ["LEDGER", "MARKS", "METADATA", "REQUESTS", "SEALS", "WITHDRAWN"]
