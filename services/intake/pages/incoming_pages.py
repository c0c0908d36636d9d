"""What the pages of arrived documents work with."""

from dataclasses import dataclass

from services.intake.handlers.incoming_desk import IncomingDesk
from services.intake.handlers.register_book import RegisterBook
from services.intake.handlers.register_looks import RegisterLooks
from services.intake.views import IntakeViews
from services.kernel.media import PDF
from services.kernel.people import Person, Role
from services.kernel.ports import Directory
from services.kernel.values import FileRef, Part

MOST_PICTURES = 200
WIDTH, HEIGHT = 1100, 1556
Options = list[tuple[str, str]]


@dataclass(frozen=True)
class IncomingPages:
    """Use cases, reads and people."""

    cases: IncomingDesk
    book: RegisterBook
    views: IntakeViews
    directory: Directory
    looks: RegisterLooks

    def leaders(self) -> Options:
        """The leaders a document may be presented to."""
        return [(one.id, f"{one.name}, {one.position}") for one in self.directory.people(Role.LEADER)]

    def colleagues(self, unit_id: str | None = None) -> Options:
        """Everybody here, or in a unit, who takes work: heads of units first, then by unit and given name."""
        people = sorted(self.directory.people(unit_id=unit_id), key=self._rank)
        return [(one.id, f"{one.name}, {one.position}, {one.unit_name}") for one in people if one.takes_work]

    def _rank(self, person: Person) -> tuple[int, int]:
        # The sort is stable, and people come by given name.
        places = [unit.id for unit in self.directory.units()]
        kind = 2 if person.has(Role.LEADER) else 0 if person.has(Role.UNIT_HEAD) else 1
        return kind, places.index(person.unit_id) if person.unit_id in places else len(places)

    def units(self) -> Options:
        """Every unit, as a directive names them."""
        return [(f"unit:{one.id}", one.name) for one in self.directory.units()]

    def pictures(self, root: str, file: FileRef) -> list[dict[str, object]]:
        """The page images of a file whose addresses start with `root`, at most the first 200."""
        if file.media_type != PDF:
            return []
        return [
            {"src": f"{root}/tep/{file.digest}/trang/{page}.png", "label": f"{file.name}, trang {page}", **_SIZE}
            for page in range(1, min(max(file.pages, 1), MOST_PICTURES) + 1)
        ]

    def chosen(self, files: tuple[FileRef, ...], digest: str) -> FileRef:
        """The file asked for, else the one to read first: with the arrival stamp if there is one."""
        asked = next((file for file in files if file.digest == digest), None)
        stamped = next((file for file in files if file.part is Part.STAMPED), None)
        return asked or stamped or files[0]


_SIZE: dict[str, object] = {"width": WIDTH, "height": HEIGHT}


def file_tabs(root: str, files: tuple[FileRef, ...], current: FileRef) -> list[tuple[str, str, bool]]:
    """The tabs over the viewer: address, words, whether it is the one shown."""
    shown = [file for file in files if file.part is not Part.TEXT]
    return [(f"{root}?tep={file.digest}", _called(file), file.digest == current.digest) for file in shown]


def _called(file: FileRef) -> str:
    return file.name if file.part is Part.ANNEX else file.part.label


def reader_words(person_keys: frozenset[str], directory: Directory) -> list[tuple[str, str]]:
    """Who may open a document, and through what, people first."""
    return [_words(key, directory) for key in sorted(person_keys)]


def _words(key: str, directory: Directory) -> tuple[str, str]:
    kind, _, value = key.partition(":")
    if kind == "person":
        person: Person | None = directory.person(value)
        return (f"{person.name}, {person.position}" if person else "Người đã rời cơ quan", "được trình hoặc giao việc")
    if kind == "unit":
        unit = directory.unit(value)
        return (f"Lãnh đạo {unit.name if unit else 'đơn vị'}", "đơn vị có người được giao việc")
    label = Role(value).label
    return (label[:1].upper() + label[1:], "vai trò trong cơ quan")
