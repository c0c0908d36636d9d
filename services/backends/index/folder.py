"""The folder of an embedded index: a note says which segments are asked; of another shape, they are made anew."""

import json
import os
import shutil
import uuid
from importlib.metadata import version
from pathlib import Path

import tantivy

from services.backends.index.segments import Segments
from services.backends.index.shape import SHAPE, schema, teach

_FORMAT = "format.json"


def asked(folder: Path) -> Segments:
    """The segments that are asked; unreadable or outdated ones are dropped and empty ones made."""
    known = _identity(folder)
    if known is not None:
        try:
            return _taught(tantivy.Index.open(str(_home(folder, known))), known)
        except (ValueError, OSError):
            pass
    made = empty(folder)
    name(folder, made)
    return made


def empty(folder: Path) -> Segments:
    """Empty segments beside those that are asked, under a new identity."""
    identity = uuid.uuid4().hex
    home = _home(folder, identity)
    home.mkdir(parents=True)
    return _taught(tantivy.Index(schema(), path=str(home)), identity)


def name(folder: Path, segments: Segments) -> None:
    """Note that these are asked from now on, and drop all others."""
    written = folder / f"{_FORMAT}.new"
    written.write_text(json.dumps({"shape": SHAPE, "engine": version("tantivy"), "identity": segments.identity}))
    os.replace(written, folder / _FORMAT)
    for old in folder.glob("segments*"):
        if old != _home(folder, segments.identity):
            shutil.rmtree(old, ignore_errors=True)


def _taught(index: tantivy.Index, identity: str) -> Segments:
    teach(index)
    return Segments(index, identity)


def _home(folder: Path, identity: str) -> Path:
    return folder / f"segments-{identity}"


def _identity(folder: Path) -> str | None:
    try:
        written = json.loads((folder / _FORMAT).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    if written.get("shape") != SHAPE or written.get("engine") != version("tantivy"):
        return None
    return str(written["identity"])
