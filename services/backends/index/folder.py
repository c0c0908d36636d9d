"""The folder of an embedded index: made anew whenever its shape is not the one this program writes."""

import json
import shutil
import uuid
from importlib.metadata import version
from pathlib import Path

import tantivy

from services.backends.index.shape import SHAPE, schema, teach

_FORMAT = "format.json"


def open_folder(folder: Path) -> tuple[tantivy.Index, str]:
    """The index in this folder and its identity; an unreadable or outdated one is dropped and an empty one made."""
    known = _identity(folder)
    if known is not None:
        try:
            index = tantivy.Index.open(str(folder / "segments"))
        except (ValueError, OSError):
            known = None
    if known is None:
        index, known = _made(folder)
    teach(index)
    return index, known


def forget(folder: Path) -> None:
    """Make sure that the next opening starts from nothing, even if this process ends now."""
    (folder / _FORMAT).unlink(missing_ok=True)


def _identity(folder: Path) -> str | None:
    try:
        written = json.loads((folder / _FORMAT).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    if written.get("shape") != SHAPE or written.get("engine") != version("tantivy"):
        return None
    return str(written["identity"])


def _made(folder: Path) -> tuple[tantivy.Index, str]:
    shutil.rmtree(folder / "segments", ignore_errors=True)
    (folder / "segments").mkdir(parents=True)
    index = tantivy.Index(schema(), path=str(folder / "segments"))
    identity = uuid.uuid4().hex
    (folder / _FORMAT).write_text(
        json.dumps({"shape": SHAPE, "engine": version("tantivy"), "identity": identity}), "utf-8"
    )
    return index, identity
