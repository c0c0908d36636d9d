"""What comes with a step that somebody takes on a document."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """Which document a step is taken on, a note or reason, and the version the person has read (None: not said)."""

    document_id: str
    note: str = ""
    expected: int | None = None
