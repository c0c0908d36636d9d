"""`vanthu sign validate FILE`: signatures of a PDF, judged under this office's trust; `sign key`: a leader's key."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from services.backends.pades.tasks import validate_file
from services.backends.settings import Settings
from services.cli.output import Output
from services.cli.words import group, word
from services.embedded import opened
from services.kernel.clock import OFFICE_ZONE
from services.kernel.errors import NotFound, Unavailable
from services.kernel.signatures import CheckedSignature

TOOL = "vanthu sign"


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word and its sub-word."""
    sub = group(words, "sign", "chữ ký số")
    asked = word(sub, shared, "validate", "kiểm tra chữ ký số của một tệp PDF; mã thoát 1 khi không tin được", validate)
    asked.add_argument("file", type=Path, help="tệp PDF cần kiểm tra")
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
    report = validate_file(str(asked.file), str(trust))
    for one in report.signatures:
        out.result(f"{one.outcome.label}: {one.signer}, {_when(one)}. {one.cause}", **vars(one))
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


def _when(one: CheckedSignature) -> str:
    return one.signed_at.astimezone(OFFICE_ZONE).strftime("%d/%m/%Y %H:%M") if one.signed_at else "không rõ thời điểm"
