"""The intake store: one transaction over registers, arrivals, arrived and outgoing documents, and the ledger."""

from services.intake.store.answers import AnswerRows
from services.intake.store.arrivals import ArrivalRows
from services.intake.store.incoming import IncomingRows
from services.intake.store.outgoing import OutgoingRows
from services.intake.store.registers import RegisterRows


class IntakeStore(RegisterRows, ArrivalRows, AnswerRows, IncomingRows, OutgoingRows):
    """All writes of this service; opened per transaction by `Stores`."""
