"""Writes about case files themselves."""

from sqlalchemy import select, update

from services.archive.domain.access import case_file_unknown
from services.archive.domain.case_file import CaseFile
from services.archive.tables import CASE_FILES
from services.archive.tables.rows import case_file_of, case_file_row
from services.backends.ledger import LedgerStore


class CaseFileRows(LedgerStore):
    """Case files."""

    def case_file(self, case_file_id: str) -> CaseFile:
        """A case file; NotFound `case-file-unknown`."""
        row = self.connection.execute(select(CASE_FILES).where(CASE_FILES.c.id == case_file_id)).first()
        if row is None:
            raise case_file_unknown()
        return case_file_of(row)

    def add_case_file(self, case_file: CaseFile) -> bool:
        """Add it; False when its reference code is taken or its plan line is opened already."""
        return self.add_new(CASE_FILES, case_file_row(case_file))

    def change_case_file(self, case_file: CaseFile) -> None:
        """Write its new description and state."""
        changed = update(CASE_FILES).where(CASE_FILES.c.id == case_file.id).values(case_file_row(case_file))
        self.connection.execute(changed)
