"""The drafters' typesetter and reader: typst and the PDF tools, at the workbench."""

import tempfile
from pathlib import Path

from services.backends.pades.tasks import rehearse_file
from services.backends.pdf.inspect import inspect_pdf
from services.backends.pdf.render import page_image
from services.backends.spreadsheet import register_xlsx_bytes
from services.backends.typesetting import letters, registers
from services.kernel.anchors import Anchors
from services.kernel.papers import Inspection
from services.kernel.paperwork import Letter
from services.kernel.ports import ObjectStore, Stored, Workbench
from services.kernel.registers import RegisterPrint

PREVIEW_PAGES = 3
BOOK_SECONDS = 300.0


class WorkbenchPapers:
    """Every task is done in another process, with limits of time and memory."""

    def __init__(self, workbench: Workbench, objects: ObjectStore) -> None:
        self.workbench = workbench
        self.objects = objects

    def typeset_draft(self, letter: Letter) -> tuple[bytes, Anchors]:
        """The PDF with number and date open, and where these and the signature go."""
        return self.workbench.run(letters.typeset_draft, letter)

    def read(self, digest: str) -> Inspection:
        """What the PDF with this digest holds."""
        with self.objects.local(digest) as path:
            return self.workbench.run(inspect_pdf, path)

    def signable(self, digest: str) -> Stored:
        """These bytes if they can be signed and sealed, else their pages stored anew; BadInput `draft-unsignable`."""
        with tempfile.TemporaryDirectory() as folder, self.objects.local(digest) as path:
            anew = Path(folder) / "moi.pdf"
            if self.workbench.run(rehearse_file, str(path), str(anew)):
                return Stored(digest, path.stat().st_size)
            with anew.open("rb") as stream:
                return self.objects.put(stream)

    def picture(self, digest: str, page: int, width: int) -> bytes:
        """A PNG of one page (0 is the first), about so many pixels wide."""
        with self.objects.local(digest) as path:
            return self.workbench.run(page_image, path, page, width)

    def pdf(self, volume: RegisterPrint) -> bytes:
        """A volume of a register as PDF."""
        return self.workbench.within(BOOK_SECONDS).run(registers.typeset, volume)

    def xlsx(self, volume: RegisterPrint) -> bytes:
        """A volume of a register as XLSX."""
        return self.workbench.within(BOOK_SECONDS).run(register_xlsx_bytes, volume)

    def pictures(self, paper: bytes, width: int) -> list[bytes]:
        """PNGs of the first pages of a PDF that is kept nowhere."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "xem-truoc.pdf"
            path.write_bytes(paper)
            pages = min(self.workbench.run(inspect_pdf, path).pages, PREVIEW_PAGES)
            return [self.workbench.run(page_image, path, page, width) for page in range(pages)]
