"""In whose place one signs, as it stands over the position (Decree 30/2020 Art. 13, App. I §II.7)."""

from datetime import date

import pytest

from services.intake.domain.drafts import Capacity, Content
from services.intake.domain.outgoing_paper import Setting, capacity_lines, letter
from services.kernel.people import Organisation, Person, Role, Unit

COMMITTEE = Organisation("Ủy ban nhân dân tỉnh Thanh Bình", "UBND", "", "Thanh Bình", "H99")
DEPARTMENT = Organisation("Sở Nội vụ", "SNV", "Ủy ban nhân dân tỉnh Thanh Bình", "Thanh Bình", "H99.01")
DEPUTY = Person("binh", "Trần Đức Bình", "Phó Chủ tịch", "vp", "Văn phòng", frozenset({Role.LEADER}))


def lines(office: Organisation, capacity: Capacity, on_behalf: str = "", type_code: str = "quyet_dinh") -> list[str]:
    """The lines of a paper of this office signed in this capacity."""
    content = Content(type_code=type_code, subject="Về việc", signer_id="binh", capacity=capacity, on_behalf=on_behalf)
    return list(capacity_lines(content, Setting(office, Unit("vp", "Văn phòng", "VP"), date(2026, 11, 20))))


@pytest.mark.parametrize(
    ("office", "capacity", "on_behalf", "written"),
    [
        (COMMITTEE, Capacity.KT, "Chủ tịch", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"]),
        (COMMITTEE, Capacity.TM, "", ["TM. ỦY BAN NHÂN DÂN"]),
        (COMMITTEE, Capacity.TL, "Chủ tịch", ["TL. CHỦ TỊCH"]),
        (COMMITTEE, Capacity.Q, "", []),
        (DEPARTMENT, Capacity.KT, "Giám đốc", ["KT. GIÁM ĐỐC"]),
        (DEPARTMENT, Capacity.TUQ, "Giám đốc", ["TUQ. GIÁM ĐỐC"]),
        (DEPARTMENT, Capacity.NONE, "", []),
    ],
)
def test_the_capacity_is_written_as_the_decree_says(
    office: Organisation, capacity: Capacity, on_behalf: str, written: list[str]
) -> None:
    assert lines(office, capacity, on_behalf) == written


def test_the_party_writes_its_own_marks() -> None:
    assert lines(DEPARTMENT, Capacity.TM, "Ban Thường vụ", "dang_nghi_quyet") == ["T/M BAN THƯỜNG VỤ"]


def test_a_deputy_of_a_peoples_committee_signs_under_both_lines_and_his_own_position() -> None:
    content = Content(
        type_code="quyet_dinh", subject="Về việc", signer_id="binh", capacity=Capacity.KT, on_behalf="CHỦ TỊCH"
    )
    paper = letter(content, Setting(COMMITTEE, Unit("vp", "Văn phòng", "VP"), date(2026, 11, 20)), DEPUTY)
    assert (*paper.capacity, paper.position.upper()) == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
