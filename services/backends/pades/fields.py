"""The empty fields a document gets before its leader signs: number, day, month, and the two signatures."""

from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.form_tools import enumerate_fields_in
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, append_signature_field

from services.backends.pades.places import MM
from services.kernel.anchors import Anchors, Box

NUMBER, DAY, MONTH = "doc_number", "issue_day", "issue_month"
LEADER, SEAL = "leader_signature", "agency_seal"
_PRINT, _READ_ONLY = 4, 1


def prepare(pdf: bytes, places: Anchors, *, image_aspect: float, seal_mm: float) -> bytes:
    """Append the five empty fields; the bytes given stay as they are in front.

    `image_aspect` is width over height of the leader's image; `seal_mm` the true diameter of the seal. A file that
    already has the fields is returned unchanged.
    """
    whole = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    writer = IncrementalPdfFileWriter(BytesIO(whole))
    if field_names(writer):
        return pdf
    signature = fit(places.signature, image_aspect)
    append_signature_field(writer, _signature_spec(LEADER, signature, "Chữ ký của người có thẩm quyền"))
    append_signature_field(writer, _seal_spec(seal_box(signature, seal_mm)))
    for name, box, hint in (
        (NUMBER, places.number, "Số văn bản"),
        (DAY, places.day, "Ngày ban hành"),
        (MONTH, places.month, "Tháng ban hành"),
    ):
        _add_text_field(writer, name, box, hint)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def field_names(writer: IncrementalPdfFileWriter) -> frozenset[str]:
    """Which of the five fields the document already has."""
    try:
        fields = writer.root["/AcroForm"]["/Fields"]
    except KeyError:
        return frozenset()
    found = set()
    for kind in ("/Tx", "/Sig"):
        found |= {str(name) for name, _, _ in enumerate_fields_in(fields, refs_seen=set(), target_field_type=kind)}
    return frozenset(found & {NUMBER, DAY, MONTH, LEADER, SEAL})


def fit(box: Box, aspect: float) -> Box:
    """The largest box of this aspect inside the given one, centred (at most 50 mm wide)."""
    width = min(box.x1 - box.x0, 50 * MM, (box.y1 - box.y0) * aspect)
    height = width / aspect
    middle, centre = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return Box(box.page, middle - width / 2, centre - height / 2, middle + width / 2, centre + height / 2)


def seal_box(signature: Box, seal_mm: float) -> Box:
    """True size, ending one third into the leader's image from its left (Decree 30/2020 App. I §II.8)."""
    size = seal_mm * MM
    right = signature.x0 + (signature.x1 - signature.x0) / 3
    centre = (signature.y0 + signature.y1) / 2
    return Box(signature.page, right - size, centre - size / 2, right, centre + size / 2)


def _signature_spec(name: str, box: Box, hint: str) -> SigFieldSpec:
    return SigFieldSpec(name, on_page=box.page - 1, box=_points(box), readable_field_name=hint)


def _seal_spec(box: Box) -> SigFieldSpec:
    return SigFieldSpec(
        SEAL,
        on_page=box.page - 1,
        box=_points(box),
        readable_field_name="Chữ ký số của cơ quan",
        # Each by name: a lock of all fields would also hold the one that a later archive time stamp brings.
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.INCLUDE, [NUMBER, DAY, MONTH, LEADER]),
        doc_mdp_update_value=MDPPerm.NO_CHANGES,
    )


def _add_text_field(writer: IncrementalPdfFileWriter, name: str, box: Box, hint: str) -> None:
    page_ref, _ = writer.find_page_for_modification(box.page - 1)
    page = page_ref.get_object()
    field = writer.add_object(_text_field(name, box, hint, page_ref))
    try:
        page["/Annots"].append(field)
        writer.update_container(page["/Annots"])
    except KeyError:
        page["/Annots"] = generic.ArrayObject([field])
    writer.update_container(page)
    form = writer.root["/AcroForm"]
    form["/Fields"].append(field)
    writer.update_container(form["/Fields"])
    writer.update_container(form)


def _text_field(name: str, box: Box, hint: str, page: generic.IndirectObject) -> generic.DictionaryObject:
    return generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): pdf_string(name),
            pdf_name("/TU"): pdf_string(hint),
            pdf_name("/DA"): pdf_string("/Helv 13 Tf 0 g"),
            pdf_name("/Ff"): generic.NumberObject(_READ_ONLY),
            pdf_name("/F"): generic.NumberObject(_PRINT),
            pdf_name("/Rect"): _on_baseline(box),
            pdf_name("/P"): page,
        }
    )


def _points(box: Box) -> tuple[int, int, int, int]:
    left, base = round(box.x0), round(box.y0)
    return left, base, left + round(box.width), base + round(box.height)


def _on_baseline(box: Box) -> generic.ArrayObject:
    # Whole width and height, as text is laid out, but not moved off the line it stands in.
    edges = (box.x0, box.y0, box.x0 + round(box.width), box.y0 + round(box.height))
    return generic.ArrayObject(generic.FloatObject(f"{edge:.2f}") for edge in edges)
