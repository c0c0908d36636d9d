"""Offices that are backed up in tests, their papers registered through the real use case, and the two commands."""

import json
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zlib import crc32

from services.backends.settings import Settings
from services.cli import parser
from services.cli.output import Output
from services.embedded import Host, opened
from services.intake.domain.incoming import IncomingDocument
from services.intake.domain.papers import Received
from services.intake.handlers.registration import RegisterIncoming
from services.kernel.errors import Refusal
from services.kernel.people import Role
from services.kernel.values import FileRef, Part
from tests.unit.incoming_office import another

REGISTER = "so-den"


@dataclass
class Said:
    """How a command ended: its exit code, its lines, and the refusal if it was one."""

    code: int
    lines: list[dict[str, Any]] = field(default_factory=list)
    refusal: Refusal | None = None

    @property
    def refused(self) -> str:
        """The refusal's code, empty without one."""
        return self.refusal.code if self.refusal else ""

    @property
    def words(self) -> str:
        """All that the refusal says."""
        return " ".join([self.refusal.detail, *self.refusal.fields.values()]) if self.refusal else ""


def say(settings: Settings, *words: object) -> Said:
    """Run one command over these settings."""
    asked = parser().parse_args([*map(str, words), "--json"])
    with redirect_stdout(StringIO()) as out:
        try:
            code, refusal = asked.run(asked, settings, Output(as_json=True)), None
        except Refusal as refused:
            code, refusal = 3, refused
    return Said(code, [json.loads(line) for line in out.getvalue().splitlines()], refusal)


def register(host: Host, *marks: str) -> list[IncomingDocument]:
    """Enter a paper for each mark, whose only file holds that mark; nobody has carried the facts yet."""
    clerk = next(person for person in host.shared.directory.people(Role.CLERK) if person.name == "Trần Thị Lan")
    return [host.intake.incoming.desk.registration.register(clerk, _order(host, mark)) for mark in marks]


def _order(host: Host, mark: str) -> RegisterIncoming:
    kept = host.objects.put(BytesIO(f"%PDF-1.7 {mark}".encode() + b"." * 20_000))
    main = FileRef(Part.MAIN, f"{mark}.pdf", "application/pdf", kept.size, kept.digest, 1)
    paper = another(notation=f"{crc32(mark.encode())}/SNV", subject=f"Về việc {mark}", document_date=None)
    return RegisterIncoming(REGISTER, paper, received=Received((main,)))


def within(settings: Settings, act: Callable[[Host], Any]) -> Any:
    """What an act over an opened office answers."""
    with opened(settings) as host:
        return act(host)


def archived(host: Host) -> list[str]:
    """Ids of the documents that the archive keeps an item of, sorted; one kept twice is there twice."""
    return sorted(fact.document_id for fact in host.archive.views.facts() if hasattr(fact, "digests"))


def objects_of(folder: Path) -> dict[str, Path]:
    """The objects a backup holds, by digest."""
    return {path.name: path for path in folder.glob("objects/??/*")}
