"""The demo office's case files: planned for each year, opened with their first document, ended after the year."""

from dataclasses import dataclass, field
from datetime import date

from services.archive.domain.case_file import CaseFile
from services.archive.domain.file_plan import PlanLine
from services.archive.handlers.filing import CloseCaseFile
from services.archive.handlers.opening import OpenCaseFile
from services.archive.handlers.planning import AddPlanLine
from services.cli.demo.people import DemoOffice
from services.office import Office

_PLAN = (
    ("chuyển đổi số", "Công tác chuyển đổi số năm {year}", "10", "ha"),
    ("cải cách hành chính", "Cải cách hành chính năm {year}", "20", "dung"),
    ("ngân sách", "Quản lý ngân sách nhà nước năm {year}", "permanent", "giang"),
    ("thi đua", "Thi đua, khen thưởng năm {year}", "10", "dung"),
    ("thiên tai", "Phòng, chống thiên tai năm {year}", "20", "giang"),
    ("nông thôn mới", "Xây dựng nông thôn mới năm {year}", "20", "giang"),
    ("văn thư", "Công tác văn thư, lưu trữ năm {year}", "5", "lan"),
    ("giải phóng mặt bằng", "Giải phóng mặt bằng các dự án năm {year}", "permanent", "cuong"),
)
"""Word of a subject that belongs into the file, its title, its storage period, who keeps it."""


def matter_of(subject: str) -> str:
    """The planned matter a subject speaks of; empty when there is none."""
    return next((matter for matter, *_ in _PLAN if matter in subject.casefold()), "")


def title_of(matter: str, year: int) -> str:
    """The title of a planned matter's file of a year."""
    return next(title.format(year=year) for planned, title, *_ in _PLAN if planned == matter)


@dataclass
class Shelves:
    """Puts documents into the case file of their matter and year; what has none stays to be filed by hand."""

    host: Office
    office: DemoOffice
    lines: dict[tuple[int, str], PlanLine] = field(default_factory=dict)
    files: dict[tuple[int, str], CaseFile] = field(default_factory=dict)

    def plan(self, year: int) -> None:
        """Draw up the year's plan; nothing the second time."""
        if any(planned == year for planned, _ in self.lines):
            return
        for matter, title, retention, account in _PLAN:
            order = AddPlanLine(year, "", title.format(year=year), retention, self.office[account].id)
            self.lines[year, matter] = self.host.archive.handlers.plan.add(self.office["son"], order)

    def file(self, document_id: str, subject: str, day: date) -> None:
        """Put a kept document into the file of its matter, if there is such a matter."""
        self.plan(day.year)
        matter = matter_of(subject)
        if not matter:
            return
        archivist, archive = self.office["son"], self.host.archive
        case_file = self.files.get((day.year, matter)) or self._open(day.year, matter, day)
        item_id = archive.views.items.of_document(archivist, document_id)
        archive.handlers.filing.place(archivist, case_file.id, [item_id])

    def end(self, year: int) -> None:
        """End the year's files with the last day of the year; nothing the second time."""
        for key in [key for key in self.files if key[0] == year]:
            order = CloseCaseFile(self.files.pop(key).id, ended_on=date(year, 12, 31))
            self.host.archive.handlers.filing.close(self.office["son"], order)

    def _open(self, year: int, matter: str, day: date) -> CaseFile:
        line = self.lines[year, matter]
        owner = next(person for person in self.office.people.values() if person.id == line.owner_id)
        order = OpenCaseFile(plan_line_id=line.id, started_on=day)
        self.files[year, matter] = self.host.archive.handlers.opening.open(owner, order)
        return self.files[year, matter]
