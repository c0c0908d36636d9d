"""The fictional office of the demo: province Thanh Bình (code H99), five units, twelve people in every role."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.cli.output import Output
from services.kernel.people import Organisation, Person, Role

OFFICE = Organisation(
    name="Ủy ban nhân dân tỉnh Thanh Bình",
    abbreviation="UBND",
    parent="",
    place="Thanh Bình",
    code="H99",
    regime="state",
)

UNITS = (
    ("Văn phòng", "VP"),
    ("Phòng Nội chính - Văn xã", "VX"),
    ("Phòng Kinh tế tổng hợp", "KTTH"),
    ("Phòng Chuyển đổi số", "CĐS"),
    ("Phòng Hành chính - Lưu trữ", "HCLT"),
)

PASSWORD = "Thanh.Binh.99"  # noqa: S105 - printed at the start of every demo; the demo mode is refused outside


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the demo office; `unit` is the unit's abbreviation."""

    account: str
    name: str
    position: str
    unit: str
    roles: tuple[Role, ...]


PEOPLE = (
    DemoPerson("an", "Nguyễn Văn An", "Chủ tịch", "VP", (Role.LEADER,)),
    DemoPerson("binh", "Trần Đức Bình", "Phó Chủ tịch", "VP", (Role.LEADER,)),
    DemoPerson("khanh", "Đặng Hữu Khánh", "Chánh Văn phòng", "VP", (Role.FORMAT_CHECKER, Role.UNIT_HEAD)),
    DemoPerson("mai", "Lê Thị Mai", "Trưởng phòng", "VX", (Role.UNIT_HEAD, Role.DRAFTER)),
    DemoPerson("dung", "Hoàng Minh Dũng", "Chuyên viên", "VX", (Role.DRAFTER,)),
    DemoPerson("cuong", "Phạm Văn Cường", "Trưởng phòng", "KTTH", (Role.UNIT_HEAD, Role.DRAFTER)),
    DemoPerson("giang", "Phan Thanh Giang", "Chuyên viên", "KTTH", (Role.DRAFTER,)),
    DemoPerson("ha", "Vũ Ngọc Hà", "Chuyên viên", "CĐS", (Role.DRAFTER,)),
    DemoPerson("quan", "Đỗ Văn Quân", "Trưởng phòng", "CĐS", (Role.ADMIN, Role.UNIT_HEAD)),
    DemoPerson("lan", "Trần Thị Lan", "Văn thư", "HCLT", (Role.CLERK,)),
    DemoPerson("son", "Bùi Quang Sơn", "Lưu trữ viên", "HCLT", (Role.ARCHIVIST,)),
    DemoPerson("thao", "Phạm Thị Thảo", "Thanh tra viên", "HCLT", (Role.AUDITOR,)),
)


@dataclass(frozen=True)
class DemoOffice:
    """The people by account name."""

    people: Mapping[str, Person]

    def __getitem__(self, account: str) -> Person:
        return self.people[account]

    def having(self, role: Role) -> list[Person]:
        """Everybody with a role, in the order of the list."""
        return [person for person in self.people.values() if person.has(role)]


def tell_who(out: Output) -> None:
    """Say who can sign in to the demo, and with which password."""
    out.note(f"Đăng nhập với mật khẩu {PASSWORD}:")
    for one in PEOPLE:
        roles = [role.label for role in one.roles if role.label != one.position.lower()]
        out.note(f"  {one.account:<7} {one.name:<18} {', '.join([one.position, *roles])}")
