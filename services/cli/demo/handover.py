"""What two offices that were dissolved handed over: registered apart, kept in their own fonds, filed by matter."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from services.archive.domain.fonds import FondsStatus, Placement
from services.archive.handlers.filing import CloseCaseFile
from services.archive.handlers.opening import OpenCaseFile
from services.backends.demo.texts import OUTGOING, Dispatch, Plan, dispatches
from services.cli.demo.diary import Diary
from services.cli.demo.people import DemoOffice
from services.cli.demo.shelves import matter_of, title_of
from services.cli.demo.work import Work, printed
from services.embedded import Host
from services.intake.domain.registers import Direction
from services.intake.handlers.registers import OpenRegister
from services.intake.handlers.routing import Direct
from services.intake.handlers.slips import Slip
from services.kernel.people import Organisation

_PAPERS = 9


@dataclass(frozen=True)
class Dissolved:
    """An office that is no more; `fonds` is the code of its fonds."""

    fonds: str
    office: Organisation
    signers: tuple[tuple[str, str], ...]
    units: tuple[str, ...]


DISSOLVED = (
    Dissolved(
        "H99.HHA",
        Organisation("Ủy ban nhân dân huyện Hòa An", "UBND", "", "Hòa An", "H99.31", "state"),
        (("Lê Văn Tâm", "Chủ tịch"), ("Ngô Thị Yến", "Phó Chủ tịch")),
        ("VP", "NV"),
    ),
    Dissolved(
        "H99.SNN",
        Organisation(
            "Sở Nông nghiệp và Phát triển nông thôn", "SNN", "Ủy ban nhân dân tỉnh Thanh Bình", "Thanh Bình",
            "H99.07", "state",
        ),
        (("Võ Minh Tuấn", "Giám đốc"), ("Dương Thị Vân", "Phó Giám đốc")),
        ("VP", "TCCB"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Handover:
    """Takes the papers of dissolved offices over, as the archivist and the clerk do."""

    host: Host
    office: DemoOffice
    work: Work
    diary: Diary

    def take(self) -> None:
        """Register, resolve and file a few papers of each, then close its register and its fonds."""
        for one in DISSOLVED:
            self._take(one)

    def _take(self, one: Dissolved) -> None:
        fonds_id, register_id = self._opened(one)
        files: dict[tuple[int, str], str] = {}
        for dispatch in self._papers(one):
            document_id = self._entered(dispatch, register_id)
            key = (dispatch.day.year, matter_of(dispatch.letter.subject))
            files[key] = files.get(key) or self._case_file(one, fonds_id, key, len(files) + 1)
            item_id = self.host.archive.views.items.of_document(self.office["son"], document_id)
            self.host.archive.handlers.filing.place(self.office["son"], files[key], [item_id])
            self.host.bus.settle()
        today = self.diary.clock.today()
        for case_file in files.values():
            order = CloseCaseFile(case_file, ended_on=min(today, date(today.year, 6, 30)))
            self.host.archive.handlers.filing.close(self.office["son"], order)
        self.host.intake.incoming.desk.registers.close(self.office["lan"], register_id)
        self._describe(fonds_id, FondsStatus.CLOSED)

    def _opened(self, one: Dissolved) -> tuple[str, str]:
        archive, archivist = self.host.archive, self.office["son"]
        fonds_id = next(node.id for node in archive.views.tree.roots(archivist).nodes if node.code == one.fonds)
        self._describe(fonds_id, FondsStatus.OPEN)
        order = OpenRegister(f"Sổ tiếp nhận tài liệu {one.office.name}", Direction.INCOMING)
        register = self.host.intake.incoming.desk.registers.open(self.office["lan"], order)
        archive.handlers.fonds.place(archivist, Placement("", register.id, fonds_id))
        return fonds_id, register.id

    def _describe(self, fonds_id: str, status: FondsStatus) -> None:
        fonds = self.host.archive.views.tree.fonds(fonds_id)
        self.host.archive.handlers.fonds.describe(self.office["son"], replace(fonds, status=status))

    def _papers(self, one: Dissolved) -> Iterator[Dispatch]:
        last = date(self.diary.clock.today().year - 1, 6, 27)
        made = dispatches(Plan(one.office, one.signers, one.units, last, 120, seed=11))
        fitting = (each for each in made if each.direction == OUTGOING and matter_of(each.letter.subject))
        return islice(fitting, _PAPERS)

    def _entered(self, dispatch: Dispatch, register_id: str) -> str:
        document = self.work.register(dispatch, printed(dispatch), register_id)
        routing, step, archivist = self.host.intake.incoming.desk.routing, Slip(document.id), self.office["son"]
        routing.direct(self.office["an"], step, Direct("Tiếp nhận, chỉnh lý, đưa vào lưu trữ.", archivist.id))
        routing.accept(archivist, step)
        routing.resolve(archivist, step, "Đã tiếp nhận theo biên bản giao nhận tài liệu.")
        self.host.bus.settle()
        self.host.intake.incoming.desk.stamping.stamp_some()
        self.diary.pause()
        return document.id

    def _case_file(self, one: Dissolved, fonds_id: str, key: tuple[int, str], place: int) -> str:
        year, matter = key
        order = OpenCaseFile(
            notation=f"{place:02d}.{one.fonds.rpartition('.')[2]}",
            title=title_of(matter, year),
            retention="20",
            fonds_id=fonds_id,
            started_on=date(year, 1, 5),
        )
        return self.host.archive.handlers.opening.open(self.office["son"], order).id
