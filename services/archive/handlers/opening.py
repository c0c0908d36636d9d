"""Opens case files, from the year's plan or beside it (Decree 30/2020 Art. 29)."""

from dataclasses import dataclass
from datetime import date

from services.archive.domain.access import AccessLevel
from services.archive.domain.case_file import CaseFile
from services.archive.domain.file_plan import PlanLine, check_notation
from services.archive.domain.fonds import Fonds, FondsStatus, case_file_code, series_for_case_files
from services.archive.domain.retention import Retention
from services.archive.handlers.fonds import ensure_own_fonds
from services.archive.handlers.planning import owner_of
from services.archive.ports import OpeningStore, Stores
from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.errors import BadInput, Conflict, NotAllowed
from services.kernel.people import Person, Role, require
from services.kernel.ports import Directory
from services.kernel.values import new_id


@dataclass(frozen=True)
class OpenCaseFile:
    """A case file to open: from `plan_line_id`, or with its own notation, title and retention.

    An empty `owner_id` is the person who asks; an empty `fonds_id` the office's own fonds.
    """

    plan_line_id: str = ""
    notation: str = ""
    title: str = ""
    retention: str = ""
    owner_id: str = ""
    fonds_id: str = ""
    started_on: date | None = None
    access_level: str = AccessLevel.CONDITIONAL.value
    keywords: str = ""
    notes: str = ""


class OpenCaseFiles:
    """Opening case files."""

    def __init__(self, stores: Stores[OpeningStore], directory: Directory, clock: Clock) -> None:
        self.stores = stores
        self.directory = directory
        self.clock = clock

    def open(self, person: Person, order: OpenCaseFile) -> CaseFile:
        """Open it; Conflict `case-file-opened` when the plan line or the notation has its file already."""
        require(person, Role.DRAFTER, Role.UNIT_HEAD, Role.CLERK, Role.ARCHIVIST, action="mở hồ sơ công việc")
        with self.stores() as store:
            line = store.plan_line(order.plan_line_id) if order.plan_line_id else None
            case_file = self._describe(person, order, line, store)
            _check_owner(person, case_file)
            if not store.add_case_file(case_file):
                raise _opened(case_file)
            store.audit(
                person, Deed.OPEN_CASE_FILE, f"case_file:{case_file.id}", code=case_file.reference_code,
                title=case_file.title, owner=case_file.owner_id,
            )  # fmt: skip
        return case_file

    def _describe(self, person: Person, order: OpenCaseFile, line: PlanLine | None, store: OpeningStore) -> CaseFile:
        started = order.started_on or self.clock.today()
        year = line.year if line else started.year
        notation = order.notation or (line.notation if line else "")
        check_notation(notation)
        owner = owner_of(self.directory, order.owner_id or (line.owner_id if line else person.id))
        fonds = self._fonds(order.fonds_id, store)
        return CaseFile(
            id=new_id(),
            fonds_id=fonds.id,
            series_id=store.series(fonds.id, series_for_case_files(year)),
            year=year,
            notation=notation,
            reference_code=case_file_code(fonds.code, year, notation),
            title=_title(order.title or (line.title if line else "")),
            retention=Retention.parse(order.retention or (line.retention.code if line else "")),
            owner_id=owner.id,
            owner_name=owner.name,
            unit_id=owner.unit_id,
            unit_name=owner.unit_name,
            started_on=started,
            plan_line_id=line.id if line else None,
            access_level=AccessLevel.parse(order.access_level),
            keywords=order.keywords,
            notes=order.notes,
        )

    def _fonds(self, fonds_id: str, store: OpeningStore) -> Fonds:
        fonds = store.fonds(fonds_id) if fonds_id else ensure_own_fonds(self.directory, store)
        if fonds.status is FondsStatus.CLOSED:
            raise Conflict("fonds-closed", f"{fonds.title} đã đóng, không mở thêm hồ sơ.", "Chọn phông đang mở.")
        return fonds


def _title(title: str) -> str:
    if not title:
        raise BadInput(
            "case-file-title-missing", "Chưa nhập tên hồ sơ.", "Nhập tên hồ sơ.", fields={"title": "Chưa nhập."}
        )
    return title


def _check_owner(person: Person, case_file: CaseFile) -> None:
    if person.id != case_file.owner_id and not person.has(Role.ARCHIVIST, Role.UNIT_HEAD):
        raise NotAllowed(
            "case-file-for-another",
            f"Hồ sơ {case_file.notation} do {case_file.owner_name} lập theo danh mục; chỉ người đó, lãnh đạo đơn vị "
            "hoặc lưu trữ được mở.",
            f"Nhờ {case_file.owner_name} mở hồ sơ, hoặc đề nghị lưu trữ sửa danh mục.",
        )


def _opened(case_file: CaseFile) -> Conflict:
    return Conflict(
        "case-file-opened",
        f"Hồ sơ {case_file.notation} năm {case_file.year} đã được mở.",
        "Mở hồ sơ đó để đưa tài liệu vào, hoặc dùng ký hiệu khác.",
        fields={"notation": "Ký hiệu này đã có hồ sơ."},
    )
