"""Active and hidden parts of a PDF: found by looking at every object, wherever it hangs; nothing is run."""

import re
from collections.abc import Iterator

import pikepdf

from services.kernel.papers import Flag

_MOST_OBJECTS = 200_000
_DEEPEST = 40
_SUSPECT = re.compile(rb"/(?:JS|JavaScript|Launch|SubmitForm|ImportData|EF|EmbeddedFiles?|RichMedia|Rendition)\b")
_BY_ACTION = {
    "/JavaScript": Flag.JAVASCRIPT,
    "/Launch": Flag.LAUNCH,
    "/SubmitForm": Flag.LAUNCH,
    "/ImportData": Flag.LAUNCH,
    "/Rendition": Flag.LAUNCH,
}
_BY_KEY = {
    "/JS": Flag.JAVASCRIPT,
    "/JavaScript": Flag.JAVASCRIPT,
    "/EF": Flag.EMBEDDED_FILES,
    "/EmbeddedFiles": Flag.EMBEDDED_FILES,
}
_BY_KIND = {"/EmbeddedFile": Flag.EMBEDDED_FILES, "/RichMedia": Flag.LAUNCH}


def dangers(pdf: pikepdf.Pdf) -> frozenset[Flag]:
    """Flags for scripts, launching or sending actions and embedded files; `partly_seen` when objects are too many."""
    found: set[Flag] = set()
    for thing in _objects(pdf):
        if _SUSPECT.search(_own_bytes(thing)):
            found.update(_flags_of(thing, 0))
    if _declared(pdf) > _MOST_OBJECTS:
        found.add(Flag.PARTLY_SEEN)
    return frozenset(found)


def spelled(value: object) -> str:
    """A PDF name as text, whatever bytes it is made of; empty for anything else."""
    return value.unparse().decode("latin-1") if isinstance(value, pikepdf.Name) else ""


def _declared(pdf: pikepdf.Pdf) -> int:
    size = pdf.trailer.get("/Size", 0)
    return int(size) if isinstance(size, int) else 0


def _objects(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    if _declared(pdf) <= _MOST_OBJECTS:
        yield from pdf.objects
        return
    for number in range(1, _MOST_OBJECTS):
        yield pdf.get_object(number, 0)


def _own_bytes(thing: pikepdf.Object) -> bytes:
    """The object as written, without what it refers to; names come out in their plain spelling."""
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    return thing.unparse(resolved=True) if isinstance(thing, pikepdf.Dictionary | pikepdf.Array) else b""


def _flags_of(thing: object, depth: int) -> Iterator[Flag]:
    """Flags of an object and of what is written inside it; text that merely looks like a name gives none."""
    if depth > _DEEPEST:
        return
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    if isinstance(thing, pikepdf.Dictionary):
        yield from _flags_of_keys(thing)
        for value in thing.values():
            yield from _inside(value, depth)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            yield from _inside(value, depth)


def _inside(value: object, depth: int) -> Iterator[Flag]:
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from _flags_of(value, depth + 1)


def _flags_of_keys(thing: pikepdf.Dictionary) -> Iterator[Flag]:
    for key, flag in _BY_KEY.items():
        if key in thing:
            yield flag
    for key, table in (("/S", _BY_ACTION), ("/Type", _BY_KIND), ("/Subtype", _BY_KIND)):
        if (active := table.get(spelled(thing.get(key)))) is not None:
            yield active
