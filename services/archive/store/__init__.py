"""The archive's writes, in one transaction: each drawer by its noun, joined here."""

from services.archive.store.case_files import CaseFileRows
from services.archive.store.deposits import DepositRows
from services.archive.store.filings import FilingRows
from services.archive.store.fixity import FixityRows
from services.archive.store.plans import PlanRows


class ArchiveStore(DepositRows, FilingRows, CaseFileRows, PlanRows, FixityRows):
    """One transaction of the archive."""
