"""`vanthu sign validate FILE`: signatures of a PDF, judged under this office's trust; `sign key`: a leader's key."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from services.backends.pades.tasks import validate_file
from services.backends.settings import Settings
from services.cli.output import Output
from services.cli.words import group, word
from services.embedded import opened
from services.kernel.clock import OFFICE_ZONE
from services.kernel.errors import NotFound, Unavailable
from services.kernel.signatures import CheckedSignature, ExpectedSignature
from services.kernel.text import normalise
from services.signing.domain.marks import LEADER_FIELD, SEAL_FIELD

TOOL = "vanthu sign"
_ROLES = {"leader": LEADER_FIELD, "agency": SEAL_FIELD}


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word and its sub-word."""
    sub = group(words, "sign", "chữ ký số")
    asked = word(sub, shared, "validate", "kiểm tra chữ ký số của một tệp PDF; mã thoát 1 khi không tin được", validate)
    asked.add_argument("file", type=Path, help="tệp PDF cần kiểm tra")
    asked.add_argument(
        "--expect", type=expected, default=(), metavar="leader=TÊN,agency=TÊN",
        help="những chữ ký phải có, đúng thứ tự; bỏ tên thì chỉ đòi có chữ ký",
    )  # fmt: skip
    given = word(sub, shared, "key", "cấp khóa ký phần mềm cho một lãnh đạo; đã có khóa thì không thay đổi gì", key)
    given.add_argument("account", help="tên đăng nhập của lãnh đạo")


def validate(asked: Namespace, settings: Settings, out: Output) -> int:
    """One line a signature and one for the file; 1 unless the file may be relied on."""
    if not asked.file.is_file():
        raise NotFound("file-missing", f"Không có tệp {asked.file}.", "Xem lại đường dẫn.")
    trust = settings.keys / "trust.toml"
    if not trust.exists():
        raise Unavailable(
            "trust-missing",
            "Cơ quan chưa có danh sách chứng thư gốc tin cậy nên chưa kiểm tra được chữ ký.",
            "Cấp khóa cho một lãnh đạo (vanthu sign key TÊN) rồi kiểm tra lại; danh sách được lập khi đó.",
        )
    report = validate_file(str(asked.file), str(trust), asked.expect)
    for one in report.signatures:
        line = f"{one.outcome.label}: {one.signer}, {_when(one)}. {one.cause}"
        out.result(line, **vars(one), indication=one.indication)
        for detail in _details(one):
            out.note(f"  {detail}")
    for note in report.notes:
        out.note(note)
    out.result(f"Cả tệp: {report.outcome.label}. {report.cause}", outcome=report.outcome, cause=report.cause)
    return 0 if report.valid else 1


def key(asked: Namespace, settings: Settings, out: Output) -> int:
    """Give a leader a software key; asked twice, nothing is changed."""
    with opened(settings) as host:
        person = host.directory.directory.account_named(asked.account).person
        given = not host.signing.keys.ring.holds(person.id)
        if given:
            host.signing.keys.give(TOOL, person.id)
    said = "Đã cấp khóa ký số cho" if given else "Đã có khóa ký số từ trước:"
    out.result(f"{said} {person.name}.", id=person.id, account=asked.account, given=given)
    return 0


def expected(text: str) -> tuple[ExpectedSignature, ...]:
    """What `leader=TÊN,agency=TÊN` asks for; ArgumentTypeError for a word that is neither."""
    found = []
    for part in filter(None, text.split(",")):
        role, _, name = part.partition("=")
        if role.strip() not in _ROLES:
            raise ArgumentTypeError(f"không hiểu “{part}”; viết leader=TÊN,agency=TÊN")
        found.append(ExpectedSignature(_ROLES[role.strip()], normalise(name)))
    return tuple(found)


def _details(one: CheckedSignature) -> Iterator[str]:
    found = one.findings
    held = f"{found.revocation_label} ngày {_shown(found.revocation_at)}" if found.revocation_at else ""
    for name, value in (
        ("ETSI", " / ".join(filter(None, (one.indication, found.sub_indication)))),
        ("Mức", found.level.value),
        ("Chuỗi chứng thư", " ← ".join(found.chain)),
        ("Thu hồi", held),
        ("Phạm vi", found.coverage.label),
        ("Sau khi ký", found.changes.label),
        ("Việc nên làm", found.remedy),
    ):
        if value:
            yield f"{name}: {value}"


def _when(one: CheckedSignature) -> str:
    return f"{_shown(one.moment)} ({one.moment_label})" if one.moment else "không rõ thời điểm"


def _shown(moment: datetime | None) -> str:
    return moment.astimezone(OFFICE_ZONE).strftime("%d/%m/%Y %H:%M") if moment else ""
