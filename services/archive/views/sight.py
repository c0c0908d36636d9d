"""What a person may see, as conditions inside the queries: counts and lists never tell more than the pages."""

from sqlalchemy import ColumnElement, or_, select, true

from services.archive.domain.access import KEY_OF_THE_ARCHIVE
from services.archive.tables import CASE_FILES, ITEM_READERS, ITEMS
from services.kernel.people import OFFICE_READERS, Person, Role

_SEES_ALL_FILES = (Role.ARCHIVIST, Role.CLERK, Role.LEADER, Role.AUDITOR)


def open_items(person: Person) -> ColumnElement[bool]:
    """Items that open to the person."""
    keys = person.keys()
    if KEY_OF_THE_ARCHIVE in keys:
        return true()
    mine = select(ITEM_READERS.c.item_id).where(ITEM_READERS.c.key.in_(sorted(keys)))
    if keys & OFFICE_READERS:
        return or_(ITEMS.c.office, mine.where(ITEM_READERS.c.item_id == ITEMS.c.id).exists())
    return ITEMS.c.id.in_(mine)


def open_case_files(person: Person) -> ColumnElement[bool]:
    """Case files the person may see; says the same as `CaseFile.opens_to`."""
    if person.has(*_SEES_ALL_FILES):
        return true()
    owned = CASE_FILES.c.owner_id == person.id
    return or_(owned, CASE_FILES.c.unit_id == person.unit_id) if person.has(Role.UNIT_HEAD) else owned
