"""The stamp ĐẾN, 50 × 35 mm in red, laid over page 1 of a rendition; the received file itself never changes."""

from io import BytesIO
from pathlib import Path

import pikepdf

from services.backends.typesetting.compile import press, printable
from services.backends.typesetting.whitespace import Spot, free_spot
from services.kernel.anchors import Box
from services.kernel.errors import BadInput
from services.kernel.paperwork import ArrivalStamp
from services.kernel.text import normalise

TEMPLATE = "stamp.typ"


def arrival_stamp(stamp: ArrivalStamp) -> bytes:
    """The stamp alone as a PDF page of 50 × 35 mm; routing and file number are left open when empty."""
    return press(TEMPLATE).pdf(
        {
            "office": printable(normalise(stamp.office)).upper(),
            "number": printable(normalise(stamp.number)),
            "date": f"{stamp.arrived_on:%d/%m/%Y}",
            "routed_to": printable(normalise(stamp.routed_to)),
            "file_notation": printable(normalise(stamp.file_notation)),
        },
        tagged=False,
    )


def stamped(path_in: Path, path_out: Path, stamp: ArrivalStamp) -> Box:
    """Write a rendition of the PDF with the stamp on page 1 and return where it stands on the page as it is read.

    The stamp takes free space under number and issuer at the left if there is any; it gets a little smaller before it
    covers words. Signatures do not count in a rendition. BadInput `pdf-broken` if the file cannot be opened.
    """
    if path_in.resolve() == path_out.resolve():
        raise ValueError("the received file must not be overwritten")
    spot = free_spot(path_in)
    try:
        with pikepdf.open(path_in) as paper, pikepdf.open(BytesIO(arrival_stamp(stamp))) as mark:
            page = paper.pages[0]
            page.add_overlay(mark.pages[0], _unrotated(spot, page))
            paper.save(path_out)
    except (pikepdf.PdfError, IndexError) as broken:
        raise BadInput("pdf-broken", "Không mở được tệp PDF để đóng dấu đến.", "Kiểm tra lại tệp gốc.") from broken
    return spot.box


def _unrotated(spot: Spot, page: pikepdf.Page) -> pikepdf.Rectangle:
    box, turn = spot.box, int(page.obj.get("/Rotate", 0)) % 360
    left, bottom = float(page.cropbox[0]), float(page.cropbox[1])
    if turn == 90:
        edges = (spot.height - box.y1, box.x0, spot.height - box.y0, box.x1)
    elif turn == 180:
        edges = (spot.width - box.x1, spot.height - box.y1, spot.width - box.x0, spot.height - box.y0)
    elif turn == 270:
        edges = (box.y0, spot.width - box.x1, box.y1, spot.width - box.x0)
    else:
        edges = (box.x0, box.y0, box.x1, box.y1)
    return pikepdf.Rectangle(left + edges[0], bottom + edges[1], left + edges[2], bottom + edges[3])
