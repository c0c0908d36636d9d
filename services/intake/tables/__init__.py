"""Schema of this service: registers and numbers, arrivals, arrived documents, outgoing documents, the ledger."""

from services.intake.tables import arrivals, documents, incoming, outgoing, registers
from services.intake.tables.schema import LEDGER, METADATA

__all__ = ["LEDGER", "METADATA", "arrivals", "documents", "incoming", "outgoing", "registers"]
