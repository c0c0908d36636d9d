"""The mark that a restore leaves in a home until its databases are complete."""

from pathlib import Path

from services.backends.backup.trouble import unfinished


def mark_of(home: Path) -> Path:
    """Where the mark lies."""
    return home / "restoring"


def refuse_unfinished(home: Path) -> None:
    """Conflict `restore-unfinished` when a restore into this home was interrupted, or still runs."""
    if mark_of(home).exists():
        raise unfinished()
