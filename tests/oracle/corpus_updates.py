"""Updates appended to signed files: content, annotations, fields, pages, and shadows laid before signing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from services.backends.pades.fields import LEADER, NUMBER, SEAL
from tests.oracle.papers import Papers, updated
from tests.oracle.variants import BAD, GOOD, NEVER_GOOD, Variant

_RED = b"q 1 0 0 rg 100 400 200 40 re f Q"
_BOX = (100, 400, 300, 440)
Writer = IncrementalPdfFileWriter


def changes(papers: Papers) -> Iterator[Variant]:
    """What somebody might do to a signed document with a PDF editor."""
    for name, change in _CHANGES.items():
        if name != _HARMLESS:
            yield Variant(f"after the leader: {name}", updated(papers.leader_b, change), BAD, papers.expected[:1])
        must = GOOD if name == _HARMLESS else BAD
        yield Variant(f"after the seal: {name}", updated(papers.sealed_b, change), must, papers.expected)
    for name, change in {
        "the number changed": lambda writer: _value(writer, NUMBER, "99"),
        "the seal's picture replaced": lambda writer: _picture(writer, SEAL),
        "the leader's picture replaced": lambda writer: _picture(writer, LEADER),
        "the seal's signature taken out of its field": lambda writer: _unsigned(writer, SEAL),
        "the leader's signature put into the seal's field": _crossed,
        "the leader's leave for changes taken away": _unpermitted,
    }.items():
        yield Variant(f"after the seal: {name}", updated(papers.sealed_b, change), BAD, papers.expected)
    archived, expected = papers.sealed_lta, papers.expected_online
    drawn, numbered = updated(archived, _drawn), updated(archived, lambda writer: _value(writer, NUMBER, "99"))
    yield Variant("after the archive time stamp: text drawn over the page", drawn, BAD, expected)
    yield Variant("after the archive time stamp: the number changed", numbered, BAD, expected)


def saves(papers: Papers) -> Iterator[Variant]:
    """Incremental saving attacks: updates that leave out what a reader looks for."""
    pdf, expected = papers.sealed_b, papers.expected
    page = PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"].raw_get(0)
    body = f"\n{page.idnum} {page.generation} obj\n<</Type/Page/MediaBox[0 0 9 9]>>\nendobj\n".encode()
    start = pdf[pdf.rindex(b"startxref") :]
    for name, tail in {
        "a page without cross-references": body,
        "a page and the old end": body + start,
        "a page and a trailer alone": body + b"trailer\n<</Size 900>>\n" + start,
        "a page and an end-of-file mark": body + b"%%EOF\n",
    }.items():
        yield Variant(f"incremental save: {name}", pdf + tail, BAD, expected)
    size = len(pdf)
    catalog = PdfFileReader(BytesIO(pdf)).root_ref
    previous = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    entry = f"{size + 1:010} {page.generation:05} n \n"
    section = (
        f"xref\n{page.idnum} 1\n{entry}trailer\n<</Size 900/Root {catalog.idnum} {catalog.generation} R"
        f"/Prev {previous}>>\nstartxref\n{size + len(body)}\n%%EOF\n"
    )
    yield Variant("incremental save: a page with cross-references", pdf + body + section.encode(), BAD, expected)


def shadows(papers: Papers) -> Iterator[Variant]:
    """Shadow attacks: what is shown later lay hidden in the file when it was signed."""
    leader, agency = papers.hand(papers.authority.leader()), papers.hand(papers.authority.agency())

    def shadowed(before: Callable[[Writer], None], after: Callable[[Writer], None]) -> bytes:
        prepared = replace(papers)
        prepared.__dict__["draft"] = updated(papers.draft, before)
        return updated(prepared.sealed(prepared.signed(leader), agency), after)

    for name, before, after in (
        ("hide: a cover over the text is taken away", _covered, _uncovered),
        ("replace: a font's letters are exchanged", lambda _writer: None, _lettered),
        ("hide and replace: a hidden page takes the place of the page", _hidden, _revealed),
    ):
        yield Variant(f"shadow attack, {name}", shadowed(before, after), NEVER_GOOD, papers.expected)


def _first_page(writer: Writer) -> generic.DictionaryObject:
    return writer.root["/Pages"]["/Kids"][0]


def _stream(data: bytes, **entries: object) -> generic.StreamObject:
    words = {pdf_name(f"/{key}"): value for key, value in entries.items()}
    return generic.StreamObject(words, stream_data=data)


def _drawn(writer: Writer) -> None:
    writer.add_stream_to_page(0, writer.add_object(_stream(_RED)))


def _redrawn(writer: Writer) -> None:
    page = _first_page(writer)
    page[pdf_name("/Contents")] = writer.add_object(_stream(_RED))
    writer.update_container(page)


def _note(kind: str) -> Callable[[Writer], None]:
    def add(writer: Writer) -> None:
        box = generic.ArrayObject(map(generic.NumberObject, _BOX))
        said = {"/Type": pdf_name("/Annot"), "/Subtype": pdf_name(f"/{kind}"), "/Rect": box,
                "/Contents": pdf_string("Đã duyệt"), "/DA": pdf_string("/Helv 12 Tf 1 0 0 rg")}  # fmt: skip
        entries = {pdf_name(key): value for key, value in said.items()}
        page = _first_page(writer)
        page["/Annots"].append(writer.add_object(generic.DictionaryObject(entries)))
        writer.update_container(page["/Annots"])
        writer.update_container(page)

    return add


def _page_added(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/Parent"): writer.root.raw_get("/Pages"),
            pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
        }
    )
    pages["/Kids"].append(writer.add_object(page))
    pages[pdf_name("/Count")] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages["/Kids"])
    writer.update_container(pages)


def _page_turned(writer: Writer) -> None:
    page = _first_page(writer)
    page[pdf_name("/Rotate")] = generic.NumberObject(180)
    writer.update_container(page)


def _catalog(key: str, value: generic.PdfObject) -> Callable[[Writer], None]:
    def put(writer: Writer) -> None:
        writer.root[pdf_name(key)] = value
        writer.update_root()

    return put


def _script() -> generic.DictionaryObject:
    said = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")}
    return generic.DictionaryObject(said)


def _titled(writer: Writer) -> None:
    writer.set_info(generic.DictionaryObject({pdf_name("/Title"): pdf_string("Tên khác")}))


def _fields(writer: Writer) -> dict[str, generic.IndirectObject]:
    form = writer.root["/AcroForm"]["/Fields"]
    return {str(form[at]["/T"]): form.raw_get(at) for at in range(len(form))}


def _value(writer: Writer, name: str, value: str) -> None:
    field = _fields(writer)[name]
    field.get_object()[pdf_name("/V")] = pdf_string(value)
    writer.mark_update(field)


def _picture(writer: Writer, name: str) -> None:
    field = _fields(writer)[name]
    box = generic.ArrayObject(map(generic.NumberObject, (0, 0, 99, 99)))
    form = _stream(_RED, Type=pdf_name("/XObject"), Subtype=pdf_name("/Form"), BBox=box)
    shown = generic.DictionaryObject({pdf_name("/N"): writer.add_object(form)})
    field.get_object()[pdf_name("/AP")] = shown
    writer.mark_update(field)


def _unsigned(writer: Writer, name: str) -> None:
    field = _fields(writer)[name]
    del field.get_object()["/V"]
    writer.mark_update(field)


def _crossed(writer: Writer) -> None:
    fields = _fields(writer)
    fields[SEAL].get_object()[pdf_name("/V")] = fields[LEADER].get_object().raw_get("/V")
    writer.mark_update(fields[SEAL])


def _unpermitted(writer: Writer) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def _field_added(writer: Writer) -> None:
    box = generic.ArrayObject(map(generic.NumberObject, _BOX))
    said = {"/Type": pdf_name("/Annot"), "/Subtype": pdf_name("/Widget"), "/FT": pdf_name("/Tx"),
            "/T": pdf_string("thêm"), "/V": pdf_string("Mật"), "/Rect": box}  # fmt: skip
    field = writer.add_object(generic.DictionaryObject({pdf_name(key): value for key, value in said.items()}))
    page, form = _first_page(writer), writer.root["/AcroForm"]
    for holder, kids in ((page, "/Annots"), (form, "/Fields")):
        holder[kids].append(field)
        writer.update_container(holder[kids])
        writer.update_container(holder)


def _covered(writer: Writer) -> None:
    writer.root[pdf_name("/Cover")] = cover = writer.add_object(_stream(b"q 1 g 90 300 400 60 re f Q"))
    writer.update_root()
    writer.add_stream_to_page(0, cover)


def _uncovered(writer: Writer) -> None:
    cover = writer.root.raw_get("/Cover")
    cover.get_object()._data = b"q Q"
    cover.get_object()._encoded_data = None
    writer.mark_update(cover)


def _lettered(writer: Writer) -> None:
    fonts = _first_page(writer)["/Resources"]["/Font"]
    font = fonts[next(iter(fonts))]
    font[pdf_name("/BaseFont")] = pdf_name("/Symbol")
    writer.update_container(font)


def _hidden(writer: Writer) -> None:
    page = _first_page(writer)
    other = generic.DictionaryObject(dict(page))
    other[pdf_name("/Contents")] = writer.add_object(_stream(_RED))
    writer.root[pdf_name("/Other")] = writer.add_object(other)
    writer.update_root()


def _revealed(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"][0:1] = [writer.root.raw_get("/Other")]
    writer.update_container(pages["/Kids"])
    writer.update_container(pages)


_HARMLESS = "the title in the file's properties changed"
_CHANGES: dict[str, Callable[[Writer], None]] = {
    "text drawn over the page": _drawn,
    "the page's content replaced": _redrawn,
    "a text note added": _note("FreeText"),
    "a stamp added": _note("Stamp"),
    "a page added": _page_added,
    "the page turned": _page_turned,
    "a text field added": _field_added,
    "a script to be run when the file is opened": _catalog("/OpenAction", _script()),
    "layers that hide and show": _catalog("/OCProperties", generic.DictionaryObject()),
    _HARMLESS: _titled,
}
