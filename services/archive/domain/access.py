"""Who may open what is kept, and how freely (Law 33/2024; ISAD(G) 3.4.1)."""

from enum import StrEnum

from services.kernel.errors import BadInput, NotAllowed
from services.kernel.people import Person, Role

KEY_OF_THE_ARCHIVE = f"role:{Role.ARCHIVIST}"
"""Every item carries this reader; whoever holds it opens all items."""


class AccessLevel(StrEnum):
    """How freely records may be used."""

    OPEN = "open"
    CONDITIONAL = "conditional"

    @property
    def label(self) -> str:
        """The level on screen."""
        return {"open": "Công khai", "conditional": "Tiếp cận có điều kiện"}[self.value]

    @classmethod
    def parse(cls, code: str) -> "AccessLevel":
        """Read a level; BadInput `access-level-unknown`."""
        if code not in set(cls):
            raise BadInput(
                "access-level-unknown",
                f"Không có mức độ tiếp cận “{code[:40]}”.",
                "Chọn công khai hoặc tiếp cận có điều kiện.",
                fields={"access_level": "Chọn mức độ tiếp cận trong danh sách."},
            )
        return cls(code)


def check_may_open(person: Person, readers: frozenset[str]) -> None:
    """Refuse `item-closed-to-you` unless the item opens to this person; its content is not hinted at."""
    if not person.may_open(readers):
        raise NotAllowed(
            "item-closed-to-you",
            f"Tài liệu này chưa mở cho {person.name}: chỉ văn thư, lãnh đạo, lưu trữ, thanh tra và người được giao "
            "xử lý mới xem được.",
            "Nhờ lưu trữ hoặc người đang xử lý cung cấp, hoặc đề nghị lãnh đạo chuyển văn bản cho mình.",
        )
