"""`vanthu sign validate FILE`: the signatures of a PDF, judged under this office's trust."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from services.backends.pades.tasks import validate_file
from services.backends.settings import Settings
from services.cli.output import Output
from services.cli.words import group, word
from services.kernel.clock import OFFICE_ZONE
from services.kernel.errors import NotFound
from services.kernel.signatures import CheckedSignature


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word and its sub-word."""
    sub = group(words, "sign", "chữ ký số")
    asked = word(sub, shared, "validate", "kiểm tra chữ ký số của một tệp PDF; mã thoát 1 khi không tin được", validate)
    asked.add_argument("file", type=Path, help="tệp PDF cần kiểm tra")


def validate(asked: Namespace, settings: Settings, out: Output) -> int:
    """One line a signature and one for the file; 1 unless the file may be relied on."""
    if not asked.file.is_file():
        raise NotFound("file-missing", f"Không có tệp {asked.file}.", "Xem lại đường dẫn.")
    report = validate_file(str(asked.file), str(settings.keys / "trust.toml"))
    for one in report.signatures:
        out.result(f"{one.outcome.label}: {one.signer}, {_when(one)}. {one.cause}", **vars(one))
    for note in report.notes:
        out.note(note)
    out.result(f"Cả tệp: {report.outcome.label}. {report.cause}", outcome=report.outcome, cause=report.cause)
    return 0 if report.valid else 1


def _when(one: CheckedSignature) -> str:
    return one.signed_at.astimezone(OFFICE_ZONE).strftime("%d/%m/%Y %H:%M") if one.signed_at else "không rõ thời điểm"
