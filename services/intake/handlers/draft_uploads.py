"""PDFs that drafters wrote elsewhere: checked, stored once, kept apart with the reason if a tool breaks on them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from services.intake.domain.papers import LARGEST, Sent, clean_name
from services.intake.ports.outgoing import PaperReader, UploadWork
from services.kernel.errors import BadInput
from services.kernel.media import PDF, SNIFF_BYTES, sniff
from services.kernel.people import Person, Role, require
from services.kernel.ports import ObjectStore
from services.kernel.values import FileRef, Part


class DraftUploads:
    """Takes in the PDF of a draft."""

    def __init__(
        self, stores: Callable[[], AbstractContextManager[UploadWork]], objects: ObjectStore, reader: PaperReader
    ) -> None:
        self.stores = stores
        self.objects = objects
        self.reader = reader

    def take(self, person: Person, sent: Sent) -> FileRef:
        """The stored PDF; BadInput with the reason for what is no sound, unsigned PDF."""
        require(person, Role.DRAFTER, Role.UNIT_HEAD, action="soạn thảo văn bản đi")
        first = sent.stream.read(SNIFF_BYTES)
        sent.stream.seek(0)
        if sniff(first) != PDF:
            raise _unfit("draft-not-pdf", "Bản thảo tải lên phải là tệp PDF.", "Chuyển sang PDF rồi tải lên lại.")
        stored = self.objects.put(sent.stream, LARGEST)
        file = FileRef(Part.DRAFT, clean_name(sent.name, PDF), PDF, stored.size, stored.digest)
        self._check(person, file)
        return file

    def _check(self, person: Person, file: FileRef) -> None:
        try:
            seen = self.reader.read(file.digest)
        except BadInput as refused:
            with self.stores() as store:
                store.quarantine(file, refused, person)
                store.audit(person, "quarantine", file.digest, name=file.name, reason=refused.code)
            raise
        if seen.signatures:
            raise _unfit("draft-signed", "Tệp này đã có chữ ký số.", "Tải lên bản chưa ký; lãnh đạo ký trên hệ thống.")


def _unfit(code: str, detail: str, after: str) -> BadInput:
    return BadInput(code, detail, after, fields={"file": detail})
