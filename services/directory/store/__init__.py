"""The directory store: one transaction over the office, its people, sessions, tokens, tries and the ledger."""

from services.directory.store.keys import KeyRows
from services.directory.store.people import PeopleRows


class DirectoryStore(PeopleRows, KeyRows):
    """All writes of this service; opened per transaction by `Stores`."""
