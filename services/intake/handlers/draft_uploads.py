"""PDFs that drafters wrote elsewhere: checked, stored once, kept apart with the reason if a tool breaks on them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TypeVar

from services.intake.domain.outgoing import UploadedDraft
from services.intake.domain.outgoing_actions import require_drafter
from services.intake.domain.papers import LARGEST, Sent, clean_name
from services.intake.ports.outgoing import PaperReader, UploadWork
from services.kernel.deeds import Deed
from services.kernel.errors import BadInput
from services.kernel.media import PDF, SNIFF_BYTES, sniff
from services.kernel.people import Person
from services.kernel.ports import ObjectStore
from services.kernel.values import FileRef, Part

T = TypeVar("T")


class DraftUploads:
    """Takes in the PDF of a draft."""

    def __init__(
        self, stores: Callable[[], AbstractContextManager[UploadWork]], objects: ObjectStore, reader: PaperReader
    ) -> None:
        self.stores = stores
        self.objects = objects
        self.reader = reader

    def take(self, person: Person, sent: Sent) -> UploadedDraft:
        """The stored PDF, written anew if it could not be signed; BadInput with the reason for what is no sound PDF.

        Refused are signed files too, and those that could not be signed even then.
        """
        require_drafter(person)
        first = sent.stream.read(SNIFF_BYTES)
        sent.stream.seek(0)
        if sniff(first) != PDF:
            raise _unfit("draft-not-pdf", "Bản thảo tải lên phải là tệp PDF.", "Chuyển sang PDF rồi tải lên lại.")
        stored = self.objects.put(sent.stream, LARGEST)
        file = FileRef(Part.DRAFT, clean_name(sent.name, PDF), PDF, stored.size, stored.digest)
        return self._checked(person, file)

    def _checked(self, person: Person, file: FileRef) -> UploadedDraft:
        seen = self._done(person, file, self.reader.read)
        if seen.signatures:
            raise _unfit("draft-signed", "Tệp này đã có chữ ký số.", "Tải lên bản chưa ký; lãnh đạo ký trên hệ thống.")
        kept = self._done(person, file, self.reader.signable)
        whole = replace(file, pages=seen.pages)
        if kept.digest == file.digest:
            return UploadedDraft(whole)
        return UploadedDraft(replace(whole, digest=kept.digest, size=kept.size), whole)

    def _done(self, person: Person, file: FileRef, task: Callable[[str], T]) -> T:
        try:
            return task(file.digest)
        except BadInput as refused:
            with self.stores() as store:
                store.quarantine(file, refused, person)
                store.audit(person, Deed.QUARANTINE, file.digest, name=file.name, reason=refused.code)
            kept = f"{refused.next} Tệp được giữ ở Tệp lỗi của văn thư."
            raise _unfit(refused.code, f"{file.name}: {refused.detail}", kept.strip()) from None


def _unfit(code: str, detail: str, after: str) -> BadInput:
    return BadInput(code, detail, after, fields={"file": detail})
