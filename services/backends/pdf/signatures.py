"""Which signatures stand in a PDF; whether they hold is for the validator to say."""

from collections.abc import Iterator

import pikepdf

from services.backends.pdf.dangers import spelled
from services.kernel.papers import SignatureFinding
from services.kernel.text import normalise

_MOST_FIELDS = 2_000
_DEEPEST = 20


def signatures(pdf: pikepdf.Pdf, file_size: int) -> tuple[SignatureFinding, ...]:
    """The signed signature fields in the order of the form, each unchecked."""
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return ()
    found = []
    for count, (name, field) in enumerate(_fields(form.get("/Fields"), "", 0)):
        if count >= _MOST_FIELDS:
            break
        value = field.get("/V")
        if spelled(field.get("/FT")) == "/Sig" and isinstance(value, pikepdf.Dictionary):
            found.append(_finding(name, value, file_size))
    return tuple(found)


def _fields(kids: object, parent: str, depth: int) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    if not isinstance(kids, pikepdf.Array) or depth > _DEEPEST:
        return
    for field in kids:
        if isinstance(field, pikepdf.Dictionary):
            name = ".".join(filter(None, (parent, str(field.get("/T", "")))))
            yield name, field
            yield from _fields(field.get("/Kids"), name, depth + 1)


def _finding(name: str, value: pikepdf.Dictionary, file_size: int) -> SignatureFinding:
    written = value.get("/ByteRange")
    numbers = tuple(int(n) for n in written if isinstance(n, int)) if isinstance(written, pikepdf.Array) else ()
    reach = numbers[2] + numbers[3] if len(numbers) == 4 else 0
    return SignatureFinding(
        field=normalise(name)[:200],
        byte_range=numbers[:4],
        whole_file=reach == file_size,
        sub_filter=spelled(value.get("/SubFilter")).lstrip("/")[:60],
    )
