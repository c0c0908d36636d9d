"""Who asks: people, their roles, and the keys that open documents to them."""

from dataclasses import dataclass
from enum import StrEnum

from services.kernel.errors import NotAllowed


class Role(StrEnum):
    """What an office lets a person do (Decree 30/2020 Art. 6, 12, 13, 32)."""

    CLERK = "clerk"
    DRAFTER = "drafter"
    UNIT_HEAD = "unit_head"
    FORMAT_CHECKER = "format_checker"
    LEADER = "leader"
    ARCHIVIST = "archivist"
    ADMIN = "admin"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """The role's name on screen."""
        return _LABELS[self]


_LABELS = {
    Role.CLERK: "văn thư",
    Role.DRAFTER: "chuyên viên",
    Role.UNIT_HEAD: "lãnh đạo đơn vị",
    Role.FORMAT_CHECKER: "người kiểm tra thể thức",
    Role.LEADER: "lãnh đạo cơ quan",
    Role.ARCHIVIST: "lưu trữ",
    Role.ADMIN: "quản trị",
    Role.AUDITOR: "thanh tra, kiểm tra",
}

_READING_ROLES = (Role.CLERK, Role.LEADER, Role.AUDITOR, Role.ARCHIVIST)

OFFICE_READERS = frozenset({f"role:{Role.CLERK}", f"role:{Role.LEADER}", f"role:{Role.AUDITOR}"})
"""Access keys every registered document carries; those concerned are added."""

WORKING_ROLES = frozenset(Role) - {Role.AUDITOR}
"""Whoever has one of these has a shelf of work given; an auditor looks at everything and changes nothing."""


@dataclass(frozen=True)
class Person:
    """Somebody with an account, in a unit, with roles."""

    id: str
    name: str
    position: str
    unit_id: str
    unit_name: str
    roles: frozenset[Role]
    active: bool = True

    def keys(self) -> frozenset[str]:
        """Access keys this person holds; a document opens to whoever holds one of its readers."""
        own = {f"person:{self.id}"}
        if Role.UNIT_HEAD in self.roles:
            own.add(f"unit:{self.unit_id}")
        own.update(f"role:{role}" for role in _READING_ROLES if role in self.roles)
        return frozenset(own)

    def may_open(self, readers: frozenset[str]) -> bool:
        """Whether a document with these readers opens to this person."""
        return bool(readers & self.keys())

    def has(self, *roles: Role) -> bool:
        """Whether the person has at least one of the roles."""
        return any(role in self.roles for role in roles)

    @property
    def takes_work(self) -> bool:
        """Whether work may be given to this person: who only looks on has no desk on which it would lie."""
        return not self.roles.isdisjoint(WORKING_ROLES)


@dataclass(frozen=True)
class Unit:
    """A part of the organisation; the abbreviation enters notations (`UBND-VX`)."""

    id: str
    name: str
    abbreviation: str


@dataclass(frozen=True)
class Organisation:
    """The office itself; `regime` is `state` or `party` and decides the layout of what it issues."""

    name: str
    abbreviation: str
    parent: str
    place: str
    code: str
    regime: str = "state"


def person_key(person_id: str) -> str:
    """The access key of one person."""
    return f"person:{person_id}"


def unit_key(unit_id: str) -> str:
    """The access key of a unit's head."""
    return f"unit:{unit_id}"


def require(person: Person, *roles: Role, action: str) -> None:
    """Refuse with who could do it, unless the person has one of the roles; `action` is a Vietnamese verb phrase."""
    if not person.has(*roles):
        who = " hoặc ".join(role.label for role in roles)
        raise NotAllowed(
            "role-missing",
            f"Chỉ {who} được {action}; {person.name} không có vai trò này.",
            f"Nhờ {who} của cơ quan thực hiện, hoặc đề nghị quản trị cấp vai trò.",
        )
