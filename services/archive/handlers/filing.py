"""Places documents into case files without copying them, and closes the files with their figures."""

from dataclasses import dataclass, replace
from datetime import date

from services.archive.domain.access import check_may_open
from services.archive.domain.actions import check_changeable
from services.archive.domain.case_file import CaseFile
from services.archive.domain.item import KeptItem
from services.archive.domain.retention import Retention
from services.archive.ports import FilingStore, Stores
from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.errors import BadInput
from services.kernel.facts import ItemFiled
from services.kernel.people import Person

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class CloseCaseFile:
    """How a file is closed: the title and period rechecked, empty ones stay; no `ended_on` means today."""

    case_file_id: str
    ended_on: date | None = None
    title: str = ""
    retention: str = ""


class FileItems:
    """Work on open case files, by their owner or an archivist."""

    def __init__(self, stores: Stores[FilingStore], clock: Clock) -> None:
        self.stores = stores
        self.clock = clock

    def place(self, person: Person, case_file_id: str, item_ids: list[str]) -> int:
        """Put documents into the file, each once; how many were new to it."""
        _check_some(item_ids)
        with self.stores() as store:
            case_file = _changeable(person, store.case_file(case_file_id))
            items = [store.item(item_id) for item_id in dict.fromkeys(item_ids)]
            for item in items:
                check_may_open(person, item.readers)
            return sum(self._place_one(person, case_file, item, store) for item in items)

    def take_out(self, person: Person, case_file_id: str, item_id: str) -> bool:
        """Take a duplicate or a stray document out of the file; it stays in the archive."""
        with self.stores() as store:
            case_file = _changeable(person, store.case_file(case_file_id))
            item = store.item(item_id)
            if not store.take_out(case_file.id, item.id):
                return False
            _tell(item, store)
            store.audit(person, Deed.TAKE_OUT, f"item:{item.id}", case_file=case_file.reference_code)
        return True

    def close(self, person: Person, order: CloseCaseFile) -> CaseFile:
        """End the file: count its documents and pages, span its dates."""
        with self.stores() as store:
            case_file = _changeable(person, store.case_file(order.case_file_id))
            retention = Retention.parse(order.retention) if order.retention else case_file.retention
            contents = [item.content for item in store.contents(case_file.id)]
            rechecked = replace(case_file, title=order.title or case_file.title, retention=retention)
            closed = rechecked.close(order.ended_on or self.clock.today(), contents)
            store.change_case_file(closed)
            store.audit(
                person, Deed.CLOSE_CASE_FILE, f"case_file:{closed.id}", documents=closed.doc_total,
                pages=closed.page_total, ended_on=closed.ended_on, retention=retention.code,
            )  # fmt: skip
        return closed

    def _place_one(self, person: Person, case_file: CaseFile, item: KeptItem, store: FilingStore) -> bool:
        if not store.place(case_file.id, item.id, person.name):
            return False
        _tell(item, store)
        store.audit(person, Deed.FILE, f"item:{item.id}", case_file=case_file.reference_code)
        return True


def _changeable(person: Person, case_file: CaseFile) -> CaseFile:
    check_changeable(person, case_file)
    return case_file


def _check_some(item_ids: list[str]) -> None:
    if not item_ids:
        raise BadInput("no-items", "Chưa chọn tài liệu nào.", "Đánh dấu tài liệu cần đưa vào hồ sơ.")
    if len(item_ids) > MOST_AT_ONCE:
        raise BadInput(
            "too-many-items", f"Mỗi lần đưa tối đa {MOST_AT_ONCE} tài liệu vào hồ sơ.", "Chia thành nhiều lần."
        )


def _tell(item: KeptItem, store: FilingStore) -> None:
    version, titles = store.filed(item.id)
    store.publish(ItemFiled(item.id, item.document_id, version, titles, item.readers))
