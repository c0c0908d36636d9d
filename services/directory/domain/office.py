"""The office and its units: names that fit on paper and into notations."""

from dataclasses import dataclass

from services.kernel.errors import BadInput
from services.kernel.people import Organisation

NAMELESS = Organisation("Cơ quan chưa đặt tên", "CQ", "", "", "")
REGIMES = ("state", "party")


@dataclass(frozen=True)
class NewUnit:
    """A unit to be entered; the abbreviation stands in notations (`UBND-VX`)."""

    name: str
    abbreviation: str

    def __post_init__(self) -> None:
        faults = {}
        if not self.name or len(self.name) > 150:
            faults["name"] = "Tên đơn vị cần từ 1 đến 150 ký tự."
        if not self.abbreviation.isalpha() or len(self.abbreviation) > 15:
            faults["abbreviation"] = "Chữ viết tắt gồm 1–15 chữ cái, ví dụ: TCCB."
        if faults:
            raise BadInput("unit-invalid", "Thông tin đơn vị chưa đúng.", "Sửa các mục được nêu.", fields=faults)


def checked(office: Organisation) -> Organisation:
    """The same organisation if all of it can be printed; else BadInput with every fault."""
    faults = {}
    if not office.name or len(office.name) > 200:
        faults["name"] = "Tên cơ quan cần từ 1 đến 200 ký tự."
    if not office.abbreviation.replace("-", "").isalpha() or len(office.abbreviation) > 20:
        faults["abbreviation"] = "Chữ viết tắt gồm 1–20 chữ cái, ví dụ: UBND."
    if len(office.parent) > 200 or len(office.place) > 100 or len(office.code) > 35:
        faults["parent"] = "Cơ quan chủ quản, địa danh hoặc mã định danh quá dài."
    if office.regime not in REGIMES:
        faults["regime"] = "Chọn hệ thống: nhà nước hoặc Đảng."
    if faults:
        raise BadInput("office-invalid", "Thông tin cơ quan chưa đúng.", "Sửa các mục được nêu.", fields=faults)
    return office
