"""What a person may do with an item or a case file, and for the rest why not."""

from collections.abc import Callable

from services.archive.domain.access import check_may_open
from services.archive.domain.case_file import CaseFile
from services.archive.domain.item import KeptItem
from services.kernel.errors import Refusal
from services.kernel.people import Person
from services.kernel.steps import Action, Step, offered


class Act(Step):
    """A step in the archive; the value is its word in addresses."""

    VIEW = "view", "Xem"
    DOWNLOAD = "download", "Tải về"
    PLACE = "items", "Đưa tài liệu vào hồ sơ"
    TAKE_OUT = "take-out", "Lấy tài liệu ra"
    CLOSE = "close", "Kết thúc hồ sơ"


def check_changeable(person: Person, case_file: CaseFile) -> None:
    """Refuse unless the person sees the file, keeps it, and it is open."""
    case_file.check_opens_to(person)
    case_file.check_kept_by(person)
    case_file.check_open()


def case_file_actions(case_file: CaseFile, person: Person) -> tuple[Action, ...]:
    """What can be done with a case file."""

    def change() -> None:
        check_changeable(person, case_file)

    return tuple(_offered(act, change) for act in (Act.PLACE, Act.TAKE_OUT, Act.CLOSE))


def item_actions(item: KeptItem, person: Person) -> tuple[Action, ...]:
    """What can be done with an item."""

    def open_it() -> None:
        check_may_open(person, item.readers)

    return tuple(_offered(act, open_it) for act in (Act.VIEW, Act.DOWNLOAD))


def _offered(act: Act, check: Callable[[], None]) -> Action:
    try:
        check()
    except Refusal as refusal:
        return offered(act, refusal)
    return offered(act, None)
