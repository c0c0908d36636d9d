"""The archive's reads: the tree, items, case files and plans, and its records as a whole."""

from collections.abc import Iterator

from services.archive.views.case_files import CaseFiles
from services.archive.views.items import Items
from services.archive.views.records import Records
from services.archive.views.tree import Tree
from services.backends.database import Database
from services.kernel.facts import Fact


class ArchiveViews:
    """All reads in one place, each by its noun."""

    def __init__(self, database: Database) -> None:
        self.tree = Tree(database)
        self.items = Items(database)
        self.case_files = CaseFiles(database)
        self.records = Records(database)

    def facts(self) -> Iterator[Fact]:
        """The archive's facts as they would be told today; for rebuilding the index."""
        return self.records.facts()

    def digests(self) -> Iterator[str]:
        """Every digest the archive refers to; for naming orphans."""
        return self.records.digests()
