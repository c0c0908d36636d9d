"""The command `vanthu`: every word an operator needs, each safe to repeat, each with `--json`.

Exit codes: 0 done and well · 1 the check found something wrong · 2 the words were wrong · 3 refused, with the reason ·
4 the settings must be mended first · 130 interrupted.
"""

import sys
from collections.abc import Sequence

from services.backends.settings import Settings
from services.cli import (
    archives,
    audits,
    backups,
    dead,
    demo,
    fronting,
    office,
    processes,
    registers,
    serving,
    signatures,
    up,
    users,
)
from services.cli.output import Output
from services.cli.words import Parser, shared
from services.kernel.errors import Refusal

_ROOMS = (demo, serving, fronting, processes, up, office, users, registers, dead, archives, audits, signatures, backups)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code tells how it ended."""
    asked = parser().parse_args(argv)
    out = Output(as_json=asked.json)
    try:
        settings = Settings.read()
    except Refusal as refusal:
        out.refusal(refusal)
        return 4
    try:
        code: int = asked.run(asked, settings, out)
    except Refusal as refusal:
        out.refusal(refusal)
        return 3
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        out.note("Đã dừng.")
        return 130
    return code


def parser() -> Parser:
    """All words, with their help."""
    parser = Parser(
        prog="vanthu",
        description="Văn thư, ký số, lưu trữ và tìm kiếm văn bản.",
        epilog="Mã thoát: 0 xong và tốt; 1 kiểm tra thấy sai; 2 lệnh chưa đúng; 3 bị từ chối, có lý do; "
        "4 cấu hình cần sửa trước; 130 bị ngắt.",
    )
    words = parser.add_subparsers(required=True, metavar="LỆNH", title="lệnh")
    for room in _ROOMS:
        room.add(words, shared())
    return parser
