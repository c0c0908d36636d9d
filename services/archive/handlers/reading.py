"""Opens items and files to those who may, and writes down who looked (Decree 30/2020 App. VI: view history)."""

from services.archive.domain.access import check_may_open
from services.archive.domain.case_file import CaseFile
from services.archive.domain.item import KeptItem, find_file
from services.archive.ports import CaseFileStore, ReadingStore, Stores
from services.kernel.deeds import Deed
from services.kernel.looks import Looks
from services.kernel.people import Person
from services.kernel.values import FileRef


class Reading:
    """Every look at a kept document leaves a link in the audit chain."""

    def __init__(self, stores: Stores[ReadingStore]) -> None:
        self.stores = stores
        self.looks = Looks()

    def view(self, person: Person, item_id: str) -> KeptItem:
        """Open an item's page."""
        with self.stores() as store:
            item = _opened(person, store.item(item_id))
            store.audit(person, Deed.VIEW, f"item:{item.id}")
        self.looks.note(person.id, item_id)
        return item

    def glimpsed(self, person: Person, item_id: str) -> None:
        """A picture of a page is fetched: a view, unless this person opened the item lately anyway."""
        if not self.looks.is_known(person.id, item_id):
            self.view(person, item_id)

    def download(self, person: Person, item_id: str, digest: str = "") -> FileRef:
        """Hand out a file, by default the one that is the document; NotFound `file-unknown`."""
        with self.stores() as store:
            item = _opened(person, store.item(item_id))
            file = find_file(item, digest)
            store.audit(person, Deed.DOWNLOAD, f"item:{item.id}", file=file.name, digest=file.digest)
        return file


class ReadingCaseFiles:
    """Looks at case files."""

    def __init__(self, stores: Stores[CaseFileStore]) -> None:
        self.stores = stores

    def view(self, person: Person, case_file_id: str) -> CaseFile:
        """Open a case file's page."""
        with self.stores() as store:
            case_file = store.case_file(case_file_id)
            case_file.check_opens_to(person)
            store.audit(person, Deed.VIEW, f"case_file:{case_file.id}")
        return case_file


def _opened(person: Person, item: KeptItem) -> KeptItem:
    check_may_open(person, item.readers)
    return item
