"""What the pages of the directory work with."""

from dataclasses import dataclass

from services.directory.handlers.entry import Entry
from services.directory.handlers.office import Offices
from services.directory.handlers.people import PeopleDesk
from services.directory.handlers.tokens import TokenDesk
from services.directory.views import DirectoryViews


@dataclass(frozen=True)
class Desk:
    """Reads and use cases, in one hand."""

    views: DirectoryViews
    entry: Entry
    people: PeopleDesk
    offices: Offices
    tokens: TokenDesk
