"""What people and facts make the archive do."""

from dataclasses import dataclass

from services.archive.handlers.depositing import Depositing
from services.archive.handlers.filing import FileItems
from services.archive.handlers.fixity import Fixity
from services.archive.handlers.fonds import KeepFonds
from services.archive.handlers.opening import OpenCaseFiles
from services.archive.handlers.planning import KeepFilePlan
from services.archive.handlers.reading import Reading, ReadingCaseFiles


@dataclass(frozen=True)
class ArchiveHandlers:
    """Every use case of the archive."""

    depositing: Depositing
    fonds: KeepFonds
    plan: KeepFilePlan
    opening: OpenCaseFiles
    filing: FileItems
    reading: Reading
    reading_case_files: ReadingCaseFiles
    fixity: Fixity
