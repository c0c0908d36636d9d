"""Writes to file plans."""

from sqlalchemy import select

from services.archive.domain.file_plan import PlanLine
from services.archive.tables import PLAN_LINES
from services.archive.tables.rows import plan_line_of
from services.backends.ledger import LedgerStore
from services.kernel.errors import NotFound


class PlanRows(LedgerStore):
    """The lines of every year's plan."""

    def plan(self, year: int) -> list[PlanLine]:
        """The lines of a year, in order of notation."""
        wanted = select(PLAN_LINES).where(PLAN_LINES.c.year == year).order_by(PLAN_LINES.c.notation)
        return [plan_line_of(row) for row in self.connection.execute(wanted)]

    def plan_line(self, line_id: str) -> PlanLine:
        """One line; NotFound `plan-line-unknown`."""
        row = self.connection.execute(select(PLAN_LINES).where(PLAN_LINES.c.id == line_id)).first()
        if row is None:
            raise NotFound("plan-line-unknown", "Danh mục hồ sơ không có dòng này.", "Chọn lại trong danh mục hồ sơ.")
        return plan_line_of(row)

    def add_plan_line(self, line: PlanLine) -> bool:
        """Add it; False when the notation is taken in its year."""
        return self.add_new(PLAN_LINES, vars(line) | {"retention": line.retention.code})
