"""People with accounts: what a new one needs, what may change, which passwords will do."""

import re
from dataclasses import dataclass, replace

from services.kernel.errors import BadInput, Conflict, Stale
from services.kernel.people import Person, Role
from services.kernel.text import fold, normalise

PASSWORD_LEAST = 10
PASSWORD_MOST = 200
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_COMMON = ("1234567890", "0123456789", "matkhau", "password", "qwertyuiop", "abcdefghij", "vanthu12345")


@dataclass(frozen=True)
class NewPerson:
    """Somebody to be entered; checks itself and refuses in words, every fault at once."""

    account: str
    name: str
    position: str
    unit_id: str
    roles: frozenset[Role]

    def __post_init__(self) -> None:
        faults = _name_faults(self.name, self.position)
        if not _ACCOUNT.fullmatch(self.account):
            faults["account"] = "Tên đăng nhập gồm 1–40 chữ thường không dấu, số, dấu chấm, gạch; ví dụ: lan.tt."
        _refuse(faults)


@dataclass(frozen=True)
class PersonChange:
    """What an administrator may change of somebody; None leaves it as it is."""

    name: str | None = None
    position: str | None = None
    unit_id: str | None = None
    roles: frozenset[Role] | None = None
    active: bool | None = None

    def __post_init__(self) -> None:
        _refuse(_name_faults("-" if self.name is None else self.name, self.position or ""))


@dataclass(frozen=True)
class Account:
    """A person with what signs them in; `version` grows with every change, `must_change` asks for a new password."""

    person: Person
    account: str
    version: int = 1
    must_change: bool = False

    def changed(self, change: PersonChange, unit_name: str, version: int | None) -> "Account":
        """The account after a change; Stale when the caller had read an older version."""
        if version is not None and version != self.version:
            raise Stale(
                "person-changed", "Người khác vừa sửa thông tin của người này.", "Tải lại trang, xem lại rồi sửa tiếp."
            )
        given = {name: value for name, value in vars(change).items() if value is not None}
        person = replace(self.person, unit_name=unit_name, **given)
        return replace(self, person=person, version=self.version + 1)


def check_not_last_admin(before: Person, after: Person, other_admins: int) -> None:
    """Refuse to leave the office without anybody who can administer it."""
    was = before.active and Role.ADMIN in before.roles
    stays = after.active and Role.ADMIN in after.roles
    if was and not stays and other_admins == 0:
        raise Conflict(
            "last-admin",
            f"{before.name} là quản trị duy nhất còn hoạt động.",
            "Giao vai trò quản trị cho một người khác trước.",
        )


def read_roles(words: list[str]) -> frozenset[Role]:
    """Roles from their words; BadInput names an unknown one."""
    unknown = [word for word in words if word not in set(Role)]
    if unknown:
        known = ", ".join(role.value for role in Role)
        raise BadInput(
            "role-unknown",
            f"Không có vai trò “{normalise(unknown[0])[:40]}”.",
            f"Chọn trong: {known}.",
            fields={"roles": "Có vai trò không tồn tại."},
        )
    return frozenset(Role(word) for word in words)


def check_password(password: str, account: str, field: str = "password") -> None:
    """Refuse a password that is too short, too long or the first one anybody would guess."""
    folded = fold(password)
    fault = ""
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        fault = f"Mật khẩu cần từ {PASSWORD_LEAST} đến {PASSWORD_MOST} ký tự."
    elif len(set(password)) < 5 or any(word in folded for word in _COMMON):
        fault = "Mật khẩu này quá dễ đoán."
    elif len(account) > 4 and account in folded:
        fault = "Mật khẩu không được chứa tên đăng nhập."
    if fault:
        raise BadInput("password-weak", fault, "Chọn một câu dài, dễ nhớ với riêng mình.", fields={field: fault})


def by_given_name(person: Person) -> tuple[str, str, str]:
    """The order of names in an office: by given name, then by the whole."""
    given = person.name.split()[-1] if person.name else ""
    return fold(given), given, fold(person.name)


def _name_faults(name: str, position: str) -> dict[str, str]:
    faults = {}
    if not name or len(name) > 100:
        faults["name"] = "Họ tên cần từ 1 đến 100 ký tự."
    if len(position) > 100:
        faults["position"] = "Chức vụ không quá 100 ký tự."
    return faults


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise BadInput("person-invalid", "Thông tin người dùng chưa đúng.", "Sửa các mục được nêu.", fields=faults)
