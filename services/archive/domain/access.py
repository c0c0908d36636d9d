"""Who may open what is kept, and how freely (Law 33/2024; ISAD(G) 3.4.1)."""

from enum import StrEnum

from services.kernel.errors import BadInput, NotFound
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
    """Refuse `item-unknown` unless the item opens to this person: that it is there is not hinted at."""
    if not person.may_open(readers):
        raise item_unknown()


def item_unknown() -> NotFound:
    """The one answer for an item that is not there and for one that does not open to who asks."""
    return NotFound(
        "item-unknown",
        "Kho lưu trữ không có tài liệu này, hoặc tài liệu chưa mở cho bạn.",
        "Tìm lại theo số, ký hiệu, hoặc nhờ lưu trữ cung cấp.",
    )


def case_file_unknown() -> NotFound:
    """The one answer for a case file that is not there and for one that does not open to who asks."""
    return NotFound(
        "case-file-unknown",
        "Không có hồ sơ này, hoặc hồ sơ chưa mở cho bạn.",
        "Mở lại danh sách hồ sơ, hoặc nhờ người lập hồ sơ, lãnh đạo đơn vị hay lưu trữ cho xem.",
    )
