"""Keeps the file plan of each year."""

from dataclasses import dataclass, replace

from services.archive.domain.file_plan import PlanLine, check_notation, plan_notation
from services.archive.domain.retention import Retention
from services.archive.ports import PlanStore, Stores
from services.kernel.deeds import Deed
from services.kernel.errors import BadInput, Conflict
from services.kernel.people import Person, Role, require
from services.kernel.ports import Directory
from services.kernel.values import new_id


@dataclass(frozen=True)
class AddPlanLine:
    """A line to add; an empty `notation` takes the next number under the owner's unit."""

    year: int
    heading: str
    title: str
    retention: str
    owner_id: str
    notation: str = ""


class KeepFilePlan:
    """The archivist's and the clerk's work on the file plan."""

    def __init__(self, stores: Stores[PlanStore], directory: Directory) -> None:
        self.stores = stores
        self.directory = directory

    def add(self, person: Person, order: AddPlanLine) -> PlanLine:
        """Add a line; Conflict `plan-notation-taken` when the year has this notation."""
        _require_planner(person)
        retention = Retention.parse(order.retention)
        owner = owner_of(self.directory, order.owner_id)
        if not order.title:
            raise BadInput(
                "plan-title-missing", "Chưa nhập tên hồ sơ.", "Nhập tên hồ sơ.", fields={"title": "Chưa nhập."}
            )
        with self.stores() as store:
            notation = order.notation or self._next_notation(store.plan(order.year), owner.unit_id)
            check_notation(notation)
            line = PlanLine(
                new_id(), order.year, order.heading or owner.unit_name, notation, order.title, retention,
                owner.id, owner.name, owner.unit_id, owner.unit_name,
            )  # fmt: skip
            if not store.add_plan_line(line):
                raise _taken(notation, order.year)
            store.audit(person, Deed.PLAN, f"plan:{order.year}", notation=notation, title=line.title)
        return line

    def copy(self, person: Person, from_year: int, to_year: int) -> int:
        """Take over the lines of another year that this one lacks; how many."""
        _require_planner(person)
        with self.stores() as store:
            taken = [replace(line, id=new_id(), year=to_year) for line in store.plan(from_year)]
            added = sum(store.add_plan_line(line) for line in taken)
            store.audit(person, Deed.COPY_PLAN, f"plan:{to_year}", source=from_year, lines=added)
        return added

    def _next_notation(self, lines: list[PlanLine], unit_id: str) -> str:
        unit = self.directory.unit(unit_id)
        abbreviation = unit.abbreviation if unit else "VP"
        taken = {line.notation for line in lines}
        ordinal = 1
        while (notation := plan_notation(ordinal, abbreviation)) in taken:
            ordinal += 1
        return notation


def owner_of(directory: Directory, person_id: str) -> Person:
    """The person who keeps a file; BadInput `owner-unknown`."""
    owner = directory.person(person_id)
    if owner is None or not owner.active:
        raise BadInput(
            "owner-unknown",
            "Không có người lập hồ sơ này.",
            "Chọn người trong danh sách.",
            fields={"owner_id": "Chọn người lập hồ sơ trong danh sách."},
        )
    return owner


def _require_planner(person: Person) -> None:
    require(person, Role.ARCHIVIST, Role.CLERK, action="sửa danh mục hồ sơ")


def _taken(notation: str, year: int) -> Conflict:
    return Conflict(
        "plan-notation-taken",
        f"Danh mục hồ sơ năm {year} đã có ký hiệu {notation}.",
        "Chọn số khác hoặc để trống để hệ thống cấp số tiếp theo.",
        fields={"notation": "Ký hiệu này đã có trong danh mục."},
    )
