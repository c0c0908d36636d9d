"""Makes the paper of a draft: typeset from its type's template or taken as uploaded, looked through, and kept."""

from dataclasses import dataclass, replace
from io import BytesIO

from services.intake.domain.drafts import Content
from services.intake.domain.formatting import Wanted, deviations
from services.intake.domain.outgoing import Edition, Mark, UploadedDraft
from services.intake.domain.outgoing_paper import Setting, letter
from services.intake.ports.outgoing import PaperReader, Typesetter
from services.kernel.clock import Clock
from services.kernel.errors import BadInput
from services.kernel.papers import Inspection
from services.kernel.paperwork import Letter
from services.kernel.people import Person, Role
from services.kernel.ports import Directory, ObjectStore
from services.kernel.values import FileRef, Part


@dataclass(frozen=True)
class DraftOrder:
    """What a drafter hands in: the fields and, if written elsewhere, the stored PDF; `note` says what changed."""

    content: Content
    upload: UploadedDraft | None = None
    note: str = ""


class DraftPapers:
    """The drafters' typing room."""

    def __init__(
        self,
        directory: Directory,
        objects: ObjectStore,
        typesetter: Typesetter,
        reader: PaperReader,
        clock: Clock,
    ) -> None:
        self.directory = directory
        self.objects = objects
        self.typesetter = typesetter
        self.reader = reader
        self.clock = clock

    def setting(self, unit_id: str) -> Setting:
        """Who issues and drafts, today; BadInput names an unknown unit."""
        unit = self.directory.unit(unit_id)
        if unit is None:
            raise BadInput("unit-unknown", "Không có đơn vị soạn thảo này.", "Nhờ quản trị xem lại đơn vị của bạn.")
        return Setting(self.directory.organisation(), unit, self.clock.today())

    def preview(self, content: Content, unit_id: str) -> bytes:
        """The PDF the draft would be, kept nowhere."""
        words = content.checked(uploaded=False)
        paper, _ = self.typesetter.typeset_draft(letter(words, self.setting(unit_id), self._signer(words)))
        return paper

    def edition(self, order: DraftOrder, unit_id: str, number: int, mark: Mark) -> Edition:
        """The edition of the file this order makes, its bytes stored durably."""
        content = order.content.checked(uploaded=order.upload is not None)
        setting, signer = self.setting(unit_id), self._signer(content)
        file, anchors = (order.upload.file, "") if order.upload else self._typeset(letter(content, setting, signer))
        seen = self.reader.read(file.digest)
        return Edition(
            number=number,
            file=replace(file, part=Part.DRAFT, pages=seen.pages),
            content=content,
            made=mark,
            anchors=anchors,
            text=self._text(content, seen),
            deviations=_deviations(seen, Wanted(setting.type_of(content), signer.name, setting.day)),
            original=order.upload.original if order.upload else None,
        )

    def _signer(self, content: Content) -> Person:
        signer = self.directory.person(content.signer_id)
        if signer is None or not signer.active or not signer.has(Role.LEADER):
            raise BadInput(
                "signer-unknown",
                "Người ký phải là lãnh đạo cơ quan đang công tác.",
                "Chọn người ký trong danh sách.",
                fields={"signer_id": "Chọn người ký trong danh sách."},
            )
        return signer

    def _typeset(self, words: Letter) -> tuple[FileRef, str]:
        paper, anchors = self.typesetter.typeset_draft(words)
        stored = self.objects.put(BytesIO(paper))
        file = FileRef(Part.DRAFT, "du-thao.pdf", "application/pdf", stored.size, stored.digest)
        return file, anchors.to_json()

    def _text(self, content: Content, seen: Inspection) -> FileRef | None:
        text = "\n".join(content.body) or seen.text
        if not text.strip():
            return None
        stored = self.objects.put(BytesIO(text.encode()))
        return FileRef(Part.TEXT, "noi-dung.txt", "text/plain; charset=utf-8", stored.size, stored.digest)


def _deviations(seen: Inspection, wanted: Wanted) -> tuple[str, ...]:
    return (*seen.warnings, *(one.sentence for one in deviations(seen, wanted)))
