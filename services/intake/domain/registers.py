"""Registers (sổ): which documents they take, and whether a volume is whole (Decree 30/2020 Art. 15, 22)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from services.kernel.errors import BadInput, Conflict


class Direction(StrEnum):
    """Which way the documents of a register go."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return {"incoming": "Văn bản đến", "outgoing": "Văn bản đi"}[self.value]


@dataclass(frozen=True)
class Register:
    """A register; numbers run from 1 in every volume: a calendar year of the office, or a term of the Party committee.

    `scope` holds codes of the document types it numbers; empty: all (Art. 15.2: the head of the agency decides; the
    Party's congress numbers all its types in one series). `terms` are the first days of terms in order; empty: years
    (Guidance 36-HD/VPTW 2018, 05-HD/VPTW 2026).
    """

    id: str
    name: str
    direction: Direction
    scope: frozenset[str]
    opened_on: date
    closed_on: date | None = None
    terms: tuple[date, ...] = ()

    def volume_on(self, day: date) -> int:
        """The volume that numbers of a day belong to: its year, or the year in which its term began."""
        if not self.terms:
            return day.year
        begun = [first for first in self.terms if first <= day]
        if not begun:
            raise Conflict(
                "term-not-begun",
                f"“{self.name}” đánh số theo nhiệm kỳ, ngày {day:%d/%m/%Y} chưa thuộc nhiệm kỳ nào.",
                f"Chờ đến ngày {self.terms[0]:%d/%m/%Y}, hoặc chọn sổ khác.",
                fields={"register": "Sổ này chưa bắt đầu nhiệm kỳ."},
            )
        return begun[-1].year

    def days_of(self, volume: int) -> tuple[date, date]:
        """First and last possible day of a volume; the last term is open until the next one is known."""
        if not self.terms:
            return max(self.opened_on, date(volume, 1, 1)), date(volume, 12, 31)
        first = next(day for day in self.terms if day.year == volume)
        after = [day for day in self.terms if day > first]
        return first, after[0] - timedelta(days=1) if after else date.max

    def with_term(self, first: date, last_given: date | None = None) -> "Register":
        """The register with one more term, whose numbers begin at 1 again; `last_given`: the day of its last number.

        Terms are told apart by the year they begin in. BadInput `term-too-early`, Conflict `register-closed`.
        """
        self._require_not_closed()
        fault = ""
        if self.terms and first.year <= self.terms[-1].year:
            fault = f"Nhiệm kỳ mới phải bắt đầu sau năm {self.terms[-1].year}."
        elif last_given and first <= last_given:
            fault = f"Nhiệm kỳ mới phải bắt đầu sau ngày {last_given:%d/%m/%Y}, ngày cấp số gần nhất của sổ."
        if fault:
            raise BadInput("term-too-early", fault, "Xem lại ngày bắt đầu nhiệm kỳ.", fields={"first_day": fault})
        return replace(self, terms=(*self.terms, first))

    def closed(self, today: date) -> "Register":
        """The register that gives no more numbers from tomorrow; Conflict `register-closed` when it was closed before.

        The first day of closing stays: another would open the register again until midnight.
        """
        self._require_not_closed()
        return replace(self, closed_on=today)

    def _require_not_closed(self) -> None:
        if self.closed_on is not None:
            raise Conflict(
                "register-closed",
                f"“{self.name}” đã khóa ngày {self.closed_on:%d/%m/%Y}.",
                "Sổ đã khóa không thay đổi được; cần thì mở sổ mới.",
            )

    def covers(self, type_code: str) -> bool:
        """Whether documents of this type are numbered here."""
        return not self.scope or type_code in self.scope

    def require_open(self, direction: Direction, on: date) -> None:
        """Refuse unless numbers of this direction may be taken here on a day."""
        if self.direction is not direction:
            raise Conflict(
                "register-direction",
                f"“{self.name}” là sổ {self.direction.label.lower()}, không dùng cho việc này.",
                f"Chọn một sổ {direction.label.lower()}.",
                fields={"register": f"Chọn một sổ {direction.label.lower()}."},
            )
        if on < self.opened_on or (self.closed_on is not None and on > self.closed_on):
            raise Conflict(
                "register-closed",
                f"“{self.name}” không mở vào ngày {on:%d/%m/%Y}.",
                "Chọn sổ đang mở, hoặc nhờ quản trị mở sổ mới.",
                fields={"register": "Sổ này đã khóa."},
            )


@dataclass(frozen=True)
class NumberEntry:
    """A number that was taken: whose it is, or why it is void."""

    number: int
    document_id: str
    void_reason: str = ""


@dataclass(frozen=True)
class VolumeCheck:
    """What checking a volume found: `last` numbers given out, how many void, the first gap (0: none) and the reason."""

    register_id: str
    register_name: str
    year: int
    last: int
    void: int
    first_gap: int
    reason: str

    @property
    def whole(self) -> bool:
        """Whether 1..N each have an entry or a reason."""
        return self.first_gap == 0


@dataclass(frozen=True)
class Tally:
    """What counting a volume's numbers says, which is enough when it is whole; `bare` have no document, no reason."""

    count: int
    lowest: int
    highest: int
    void: int
    bare: int

    def proves(self, last: int) -> bool:
        """Whether the numbers, no two alike, can only be 1..last with an entry each."""
        return self.count == self.highest == last and self.lowest == min(last, 1) and not self.bare


def check_volume(register: Register, year: int, last: int, entries: list[NumberEntry]) -> VolumeCheck:
    """Compare the numbers 1..last with the entries, which come in number order."""
    void = sum(1 for entry in entries if entry.void_reason)
    expected = 0
    for entry in entries:
        expected += 1
        if entry.number != expected:
            return VolumeCheck(register.id, register.name, year, last, void, expected, f"không có số {expected}")
        if not entry.document_id and not entry.void_reason:
            reason = f"số {expected} không có văn bản và không có lý do hủy"
            return VolumeCheck(register.id, register.name, year, last, void, expected, reason)
    if expected != last:
        reason = f"sổ đã cấp đến số {last} nhưng chỉ ghi đến số {expected}"
        return VolumeCheck(register.id, register.name, year, last, void, min(expected, last) + 1, reason)
    return VolumeCheck(register.id, register.name, year, last, void, 0, "")
