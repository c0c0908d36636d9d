"""What the archive has heard of a document, folded so that the order and number of tellings do not matter."""

from dataclasses import dataclass, replace

from services.archive.domain.access import KEY_OF_THE_ARCHIVE
from services.kernel.facts import DocumentCard
from services.kernel.values import FileRef, Part

_SHOWN_FIRST = (Part.SEALED, Part.MAIN, Part.SIGNED, Part.STAMPED, Part.DRAFT, Part.ANNEX, Part.ORIGINAL, Part.TEXT)
_WORKING_PARTS = frozenset({Part.DRAFT, Part.SIGNED, Part.TEXT})


@dataclass(frozen=True)
class Heard:
    """All that was told of one document: the newest card, whether it is to be kept, whether it was voided.

    `void_version` is 0 for a document that stands.
    """

    document_id: str
    card: DocumentCard | None = None
    due: bool = False
    void_version: int = 0
    void_reason: str = ""
    recipients: tuple[str, ...] = ()
    answers_id: str = ""

    def join(self, news: "Heard") -> "Heard":
        """Both together; the newer card and the newer voiding win, whatever came first."""
        newer = _newer(self.card, news.card)
        voided = max(self, news, key=lambda each: each.void_version)
        return replace(
            self,
            card=newer,
            due=self.due or news.due,
            void_version=voided.void_version,
            void_reason=voided.void_reason,
            recipients=self.recipients or news.recipients,
            answers_id=self.answers_id or news.answers_id,
        )

    @property
    def readers(self) -> frozenset[str]:
        """Whom the item opens to: the document's readers and the archivist."""
        return (self.card.readers if self.card else frozenset()) | {KEY_OF_THE_ARCHIVE}


def _newer(one: DocumentCard | None, other: DocumentCard | None) -> DocumentCard | None:
    if one is None or other is None:
        return one or other
    return other if other.version > one.version else one


def pages_of(files: tuple[FileRef, ...]) -> int:
    """Pages of the document itself with its annexes; renditions and drafts are not counted twice."""
    first = presented(files)
    annexes = sum(each.pages for each in files if each.part is Part.ANNEX)
    return annexes + (first.pages if first and first.part is not Part.ANNEX else 0)


def presented(files: tuple[FileRef, ...]) -> FileRef | None:
    """The file that is the document for a reader: as issued, or as received; None when it has none."""
    for part in _SHOWN_FIRST:
        for each in files:
            if each.part is part:
                return each
    return None


def is_working_copy(file: FileRef, files: tuple[FileRef, ...]) -> bool:
    """Whether a file is folded away: drafts, half-signed versions and the text for searching."""
    return file.part in _WORKING_PARTS and file != presented(files)
