"""Takes in uploads: kind told by the bytes, stored by digest, looked into, and kept even when a tool breaks on them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO

from services.intake.domain.papers import LARGEST, MAIN_KINDS, Received, Sent, Upload, clean_name, require_main_kind
from services.intake.ports.incoming import IncomingStores
from services.intake.ports.papers import Papers, SignatureReader
from services.kernel.deeds import Deed
from services.kernel.errors import BadInput, Unavailable
from services.kernel.media import IMAGES, PDF, SNIFF_BYTES, sniff
from services.kernel.papers import Inspection
from services.kernel.people import Person, Role, require
from services.kernel.ports import ObjectStore
from services.kernel.signatures import CheckedSignature, Outcome
from services.kernel.values import FileRef, Part

Look = Callable[[str], Inspection]
"""What a stored PDF holds, by its digest."""


@dataclass(frozen=True)
class Tools:
    """What papers are looked into with."""

    papers: Papers
    signatures: SignatureReader


@dataclass
class _Kept:
    files: list[FileRef] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    signatures: tuple[CheckedSignature, ...] = ()


class Receiving:
    """Stores what somebody sends and tells what was seen in it."""

    def __init__(self, stores: IncomingStores, objects: ObjectStore, tools: Tools) -> None:
        self.stores = stores
        self.objects = objects
        self.tools = tools

    def receive(self, person: Person, upload: Upload) -> Received:
        """As `receive_to_read`, for a document that comes with its description."""
        return self._receive(person, upload, self.tools.papers.skim)[0]

    def receive_to_read(self, person: Person, upload: Upload) -> tuple[Received, Inspection]:
        """Store main file and annexes and look into them; every kind is checked before the first byte is stored.

        BadInput with the reason for what cannot be read; such a file is kept apart for the desk to look at.
        """
        return self._receive(person, upload, self.tools.papers.look)

    def _receive(self, person: Person, upload: Upload, look: Look) -> tuple[Received, Inspection]:
        require(person, Role.CLERK, action="tiếp nhận văn bản đến")
        kinds = [_kind(upload.main, main=True), *(_kind(sent) for sent in upload.annexes)]
        kept = _Kept()
        seen = self._take_main(person, upload.main, kinds[0], kept, look)
        for sent, kind in zip(upload.annexes, kinds[1:], strict=True):
            self._take_annex(person, sent, kind, kept)
        if text := seen.text.strip():
            kept.files.append(self._text(text))
        received = Received(tuple(kept.files), tuple(kept.warnings), kept.signatures, note=seen.note)
        return received, seen

    def _take_main(self, person: Person, sent: Sent, kind: str, kept: _Kept, look: Look) -> Inspection:
        file = self._put(Part.MAIN, sent, kind)
        if kind in IMAGES:
            kept.files.append(replace(file, part=Part.ORIGINAL))
            file = self._as_pdf(person, file)
        seen = self._look(person, file, look)
        kept.files.insert(0, replace(file, pages=seen.pages))
        kept.warnings.extend(seen.warnings)
        if seen.signatures:
            kept.signatures = self._signatures(file, seen)
        return seen

    def _signatures(self, file: FileRef, seen: Inspection) -> tuple[CheckedSignature, ...]:
        try:
            return self.tools.signatures.check(file.digest).signatures
        except Unavailable as away:
            # Signatures that cannot be checked now are shown as undecided, never as none.
            return tuple(
                CheckedSignature(one.field, "", "", None, Outcome.INDETERMINATE, away.detail) for one in seen.signatures
            )

    def _take_annex(self, person: Person, sent: Sent, kind: str, kept: _Kept) -> None:
        file = self._put(Part.ANNEX, sent, kind)
        if kind == PDF:
            seen = self._look(person, file, self.tools.papers.skim)
            file = replace(file, pages=seen.pages)
            kept.warnings.extend(f"{file.name}: {warning}" for warning in seen.warnings)
        kept.files.append(file)

    def _put(self, part: Part, sent: Sent, kind: str) -> FileRef:
        stored = self.objects.put(sent.stream, LARGEST)
        return FileRef(part, clean_name(sent.name, kind), kind, stored.size, stored.digest)

    def _as_pdf(self, person: Person, image: FileRef) -> FileRef:
        try:
            made = self.tools.papers.from_image(image.digest)
        except BadInput as refused:
            raise self._set_apart(person, image, refused) from None
        return FileRef(Part.MAIN, clean_name(image.name.rsplit(".", 1)[0], PDF), PDF, made.size, made.digest)

    def _look(self, person: Person, file: FileRef, look: Look) -> Inspection:
        try:
            return look(file.digest)
        except BadInput as refused:
            raise self._set_apart(person, file, refused) from None

    def _set_apart(self, person: Person, file: FileRef, refused: BadInput) -> BadInput:
        with self.stores() as store:
            store.quarantine(file, refused, person)
            store.audit(person, Deed.QUARANTINE, file.digest, name=file.name, reason=refused.code)
        detail = f"{file.name}: {refused.detail}"
        fields = {"annex" if file.part is Part.ANNEX else "file": detail}
        return BadInput(refused.code, detail, f"{refused.next} Tệp được giữ ở Tệp lỗi.".strip(), fields=fields)

    def _text(self, text: str) -> FileRef:
        content = text.encode("utf-8", "replace")
        stored = self.objects.put(BytesIO(content))
        return FileRef(Part.TEXT, "noi-dung.txt", "text/plain; charset=utf-8", stored.size, stored.digest)


def _kind(sent: Sent, *, main: bool = False) -> str:
    first = sent.stream.read(SNIFF_BYTES)
    sent.stream.seek(0)
    try:
        kind = sniff(first)
    except BadInput as refused:
        name = clean_name(sent.name, "")
        detail, after = f"{name}: {refused.detail}", refused.next
        if refused.code == "file-kind":
            detail += " Nội dung không phải PDF dù tên là .pdf." if name.lower().endswith(".pdf") else ""
            after = MAIN_KINDS if main else after
        raise BadInput(refused.code, detail, after, fields={"file" if main else "annex": detail}) from None
    if main:
        require_main_kind(kind)
    return kind
