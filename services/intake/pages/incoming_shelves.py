"""The lists of arrived documents: where each hangs in the left column, and what an empty one says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from services.intake.views import IntakeViews
from services.intake.views.incoming_lists import Tray
from services.kernel.people import WORKING_ROLES, Person, Role
from services.web.contribution import Desk, DeskGroup

ROOT = "/van-ban-den"
QUEUE = f"{ROOT}/cho"
BROKEN = f"{ROOT}/tep-loi"


@dataclass(frozen=True)
class Shelf:
    """One list: its address, whose it is, and the sentence shown when nothing is there."""

    tray: Tray
    href: str
    title: str
    group: DeskGroup
    icon: str
    empty: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    urgent: bool = True
    counted: bool = True

    def desk(self, views: IntakeViews, today: Callable[[], date]) -> Desk:
        """The entry of the left column; its count is that of the list."""

        def count(person: Person) -> int:
            return views.incoming_count(person, self.tray, today())

        counted = count if self.counted else None
        return Desk(f"den-{self.tray}", self.title, self.href, self.group, self.roles, counted, self.icon, self.urgent)


_OVERSEERS = frozenset({Role.CLERK, Role.LEADER, Role.AUDITOR})

SHELVES = (
    Shelf(
        Tray.MINE,
        "/viec-cua-toi",
        "Việc được giao",
        DeskGroup.MINE,
        "tray",
        "Văn bản lãnh đạo giao bạn chủ trì sẽ nằm ở đây, việc khẩn và sắp đến hạn đứng trước.",
        WORKING_ROLES,
    ),
    Shelf(
        Tray.MINE_OVERDUE,
        "/viec-cua-toi/qua-han",
        "Việc quá hạn",
        DeskGroup.MINE,
        "clock",
        "Việc bạn chủ trì mà đã qua hạn giải quyết sẽ nằm ở đây.",
        WORKING_ROLES,
        urgent=False,
    ),
    Shelf(
        Tray.INFORMED,
        "/viec-cua-toi/phoi-hop",
        "Phối hợp, để biết",
        DeskGroup.MINE,
        "people",
        "Văn bản bạn được giao phối hợp hoặc nhận để biết sẽ nằm ở đây cho đến khi giải quyết xong.",
        WORKING_ROLES,
        urgent=False,
    ),
    Shelf(
        Tray.TO_DIRECT,
        "/cho-but-phe",
        "Chờ bút phê",
        DeskGroup.LEADER,
        "draft",
        "Văn thư trình văn bản đến nào, văn bản đó nằm ở đây chờ ý kiến chỉ đạo.",
        frozenset({Role.LEADER}),
    ),
    Shelf(
        Tray.TO_PRESENT,
        f"{ROOT}/cho-trinh",
        "Chờ trình",
        DeskGroup.CLERICAL,
        "send",
        "Văn bản đã vào sổ mà chưa trình lãnh đạo sẽ nằm ở đây; trình trong ngày, chậm nhất ngày làm việc tiếp theo.",
        frozenset({Role.CLERK}),
    ),
    Shelf(
        Tray.ALL,
        ROOT,
        "Sổ văn bản đến",
        DeskGroup.CLERICAL,
        "book",
        "Văn bản vào sổ rồi sẽ hiện ở đây. Bắt đầu từ mục Chờ vào sổ.",
        _OVERSEERS,
        urgent=False,
        counted=False,
    ),
    Shelf(
        Tray.OVERDUE,
        f"{ROOT}/qua-han",
        "Đến quá hạn",
        DeskGroup.CLERICAL,
        "alert",
        "Không có văn bản đến nào quá hạn giải quyết.",
        _OVERSEERS,
        urgent=False,
    ),
)


def desks(views: IntakeViews, today: Callable[[], date]) -> tuple[Desk, ...]:
    """The entries of the left column, the queue before the lists it feeds."""
    clerk = frozenset({Role.CLERK})
    queue = Desk("den-cho", "Chờ vào sổ", QUEUE, DeskGroup.CLERICAL, clerk, lambda _: views.arrivals_count(), "inbox")
    broken = Desk(
        "den-loi", "Tệp lỗi", BROKEN, DeskGroup.CLERICAL, clerk, lambda _: views.quarantined_count(), "alert", False
    )
    keepers = frozenset({Role.CLERK, Role.ADMIN, Role.AUDITOR})
    books = Desk("cac-so", "Các sổ", "/so", DeskGroup.CLERICAL, keepers, icon="stack", place=9)
    return (queue, *(shelf.desk(views, today) for shelf in SHELVES), broken, books)
