"""What the pages of the archive work with, and its entries in the left column."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import Response

from services.archive.handlers import ArchiveHandlers
from services.archive.ports import Pictures
from services.archive.views import ArchiveViews
from services.kernel.clock import Clock
from services.kernel.errors import Refusal
from services.kernel.people import Person, Role
from services.kernel.ports import Directory, ObjectStore
from services.web.contribution import Desk, DeskGroup
from services.web.listing import AskedList
from services.web.render import page

ROOT = "/kho"
MINE = f"{ROOT}/ho-so-cua-toi"
UNFILED = f"{ROOT}/chua-lap"
NEAR = f"{ROOT}/den-han"
PLAN = f"{ROOT}/danh-muc"
INTEGRITY = f"{ROOT}/toan-ven"

Id = Annotated[str, Path(max_length=64)]


@dataclass(frozen=True)
class PageDesk:
    """Use cases, reads, files, pictures, people and time."""

    use: ArchiveHandlers
    views: ArchiveViews
    objects: ObjectStore
    pictures: Pictures
    directory: Directory
    clock: Clock

    def owners(self) -> list[tuple[str, str]]:
        """People a case file can be given to, for a choice: id and name with unit."""
        return [(each.id, f"{each.name} · {each.unit_name}") for each in self.directory.people()]


@dataclass(frozen=True)
class Visit:
    """One person asking for one page."""

    request: Request
    person: Person
    asked: AskedList = field(default_factory=AskedList)

    def page(self, template: str, refusal: Refusal | None = None, **shown: object) -> Response:
        """The page, again with a refusal when a step was refused; what was not typed yet shows as empty."""
        if isinstance(sent := shown.get("sent"), dict):
            shown["sent"] = defaultdict(str, sent)
        return page(self.request, self.person, f"archive/{template}.html", refusal, **shown)


def desks(views: ArchiveViews, clock: Clock) -> tuple[Desk, ...]:
    """The archive's entries; each count equals the list it opens."""
    files, items = views.case_files, views.items
    group = DeskGroup.ARCHIVE
    keepers = {Role.ARCHIVIST}

    def near(person: Person) -> int:
        return files.count_near_transfer(person, clock.today())

    def faults(_: Person) -> int:
        return views.records.count_faults()

    return (
        Desk(
            "ho-so", "Hồ sơ của tôi", MINE, DeskGroup.MINE,
            {Role.DRAFTER, Role.UNIT_HEAD, Role.CLERK, Role.ARCHIVIST}, files.count_of_owner, "folder", urgent=False,
        ),
        Desk("kho", "Kho lưu trữ", ROOT, group, keepers | {Role.CLERK, Role.LEADER, Role.AUDITOR}, icon="archive"),
        Desk("chua-lap", "Chưa lập hồ sơ", UNFILED, group, keepers, items.count_unfiled, "inbox", urgent=False),
        Desk("den-han", "Đến hạn nộp lưu", NEAR, group, keepers, near, "clock"),
        Desk("danh-muc", "Danh mục hồ sơ", PLAN, group, keepers | {Role.CLERK}, icon="list"),
        Desk("toan-ven", "Toàn vẹn", INTEGRITY, group, keepers | {Role.ADMIN, Role.AUDITOR}, faults, "check"),
    )  # fmt: skip
