"""The lists of outgoing documents: where each hangs in the left column, and what an empty one says."""

from dataclasses import dataclass

from services.intake.views.outgoing import OutgoingViews
from services.intake.views.outgoing_trays import Tray
from services.kernel.people import Person, Role
from services.web.contribution import Desk, DeskGroup

ROOT = "/van-ban-di"


@dataclass(frozen=True)
class Shelf:
    """One list: its address under /van-ban-di, whose it is, and the sentence shown when nothing is there.

    One not `hung` has an address but no entry in the left column: what waits for the seal hangs at the signing desk.
    """

    tray: Tray
    slug: str
    title: str
    group: DeskGroup
    roles: frozenset[Role]
    icon: str
    empty: str
    urgent: bool = True
    counted: bool = True
    hung: bool = True
    place: int = 0

    @property
    def href(self) -> str:
        """The list's address."""
        return f"{ROOT}/{self.slug}" if self.slug else ROOT

    def desk(self, views: OutgoingViews) -> Desk:
        """The entry of the left column; its count is that of the list."""

        def count(person: Person) -> int:
            return views.outgoing_count(person, self.tray)

        return Desk(
            f"di-{self.slug or 'so'}",
            self.title,
            self.href,
            self.group,
            self.roles,
            count if self.counted else None,
            self.icon,
            self.urgent,
            self.place,
        )


_DRAFTERS = frozenset({Role.DRAFTER, Role.UNIT_HEAD})
_CLERKS = frozenset({Role.CLERK})

SHELVES = (
    Shelf(
        Tray.DRAFTS,
        "du-thao",
        "Dự thảo của tôi",
        DeskGroup.MINE,
        _DRAFTERS,
        "draft",
        "Bản thảo bạn lưu mà chưa trình nằm ở đây. Bấm Soạn văn bản để bắt đầu.",
        urgent=False,
    ),
    Shelf(
        Tray.RETURNED,
        "bi-tra-lai",
        "Bị trả lại",
        DeskGroup.MINE,
        _DRAFTERS,
        "return",
        "Văn bản bị trả lại kèm lý do sẽ nằm ở đây để bạn sửa và trình lại.",
    ),
    Shelf(
        Tray.UNDERWAY,
        "dang-trinh",
        "Đang trình",
        DeskGroup.MINE,
        _DRAFTERS,
        "send",
        "Văn bản bạn đã trình, chưa phát hành, nằm ở đây cùng bước hiện tại.",
        urgent=False,
    ),
    Shelf(
        Tray.TO_APPROVE,
        "cho-duyet",
        "Chờ duyệt nội dung",
        DeskGroup.MINE,
        frozenset({Role.UNIT_HEAD, Role.LEADER}),
        "check",
        "Dự thảo do chuyên viên trong đơn vị trình sẽ nằm ở đây.",
    ),
    Shelf(
        Tray.TO_CHECK,
        "cho-the-thuc",
        "Chờ kiểm tra thể thức",
        DeskGroup.MINE,
        frozenset({Role.FORMAT_CHECKER}),
        "list",
        "Văn bản đã duyệt nội dung, chờ kiểm tra thể thức trước khi trình ký, nằm ở đây.",
    ),
    Shelf(
        Tray.TO_NUMBER,
        "cho-cap-so",
        "Chờ cấp số",
        DeskGroup.CLERICAL,
        _CLERKS,
        "stack",
        "Văn bản lãnh đạo vừa ký sẽ nằm ở đây để cấp số và ngày.",
        place=2,
    ),
    Shelf(
        Tray.TO_SEAL,
        "cho-dong-dau",
        "Chờ đóng dấu",
        DeskGroup.CLERICAL,
        _CLERKS,
        "seal",
        "Văn bản đã cấp số, chờ chữ ký số của cơ quan, nằm ở đây.",
        hung=False,
    ),
    Shelf(
        Tray.TO_ISSUE,
        "cho-phat-hanh",
        "Chờ phát hành",
        DeskGroup.CLERICAL,
        _CLERKS,
        "out",
        "Văn bản đã đóng dấu sẽ nằm ở đây để phát hành đến nơi nhận.",
        place=4,
    ),
    Shelf(
        Tray.REGISTER,
        "",
        "Sổ văn bản đi",
        DeskGroup.CLERICAL,
        frozenset({Role.CLERK, Role.LEADER, Role.AUDITOR}),
        "book",
        "Văn bản được cấp số sẽ vào sổ và hiện ở đây.",
        urgent=False,
        counted=False,
        place=5,
    ),
)


def desks(views: OutgoingViews) -> tuple[Desk, ...]:
    """The outgoing entries of the left column."""
    return tuple(shelf.desk(views) for shelf in SHELVES if shelf.hung)
