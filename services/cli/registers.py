"""`vanthu register …`: the registers seen whole, proved and exported."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from services.backends import spreadsheet
from services.backends.settings import Settings
from services.backends.typesetting import registers as paper
from services.cli.output import Output
from services.cli.words import group, word
from services.embedded import Host, opened
from services.kernel.errors import BadInput


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word and its sub-words."""
    sub = group(words, "register", "sổ đăng ký văn bản")
    word(sub, shared, "list", "liệt kê các sổ và quyển, với số cuối đã cấp", listing)
    word(sub, shared, "verify", "chứng minh số của từng quyển liên tục 1..N", verify)
    export = word(sub, shared, "export", "xuất một quyển ra .pdf hoặc .xlsx, đúng mười cột của sổ", exported)
    export.add_argument("register", help="mã sổ trong danh sách")
    export.add_argument("year", type=int, help="năm của quyển")
    export.add_argument("file", type=Path, help="tên tệp, đuôi .pdf hoặc .xlsx")


def listing(_asked: Namespace, settings: Settings, out: Output) -> int:
    """Every register, and its volumes with the last number."""
    with opened(settings) as host:
        registers, volumes = host.intake.views.registers(), host.intake.views.volumes()
    for register in registers:
        out.result(f"{register.id}  {register.name} ({register.direction.label})", **vars(register))
        for volume in volumes:
            if volume.register.id == register.id:
                line = f"    quyển {volume.year}: số cuối {volume.last}"
                out.result(line, register=register.id, year=volume.year, last=volume.last)
    return 0


def verify(_asked: Namespace, settings: Settings, out: Output) -> int:
    """One line a volume; 1 when a number has neither a document nor a reason."""
    with opened(settings) as host:
        return check(host, out)


def check(host: Host, out: Output) -> int:
    """As `verify`, of an opened office."""
    found = host.intake.views.verify_registers()
    for each in found:
        said = f"1..{each.last} đủ, {each.void} số hủy" if each.whole else f"HỎNG ở số {each.first_gap}: {each.reason}"
        out.result(f"{each.register_name} {each.year}: {said}", **vars(each), whole=each.whole)
    return 0 if all(each.whole for each in found) else 1


def exported(asked: Namespace, settings: Settings, out: Output) -> int:
    """The printed form with its ten columns, as PDF or workbook."""
    makers = {".pdf": paper.typeset, ".xlsx": spreadsheet.register_xlsx_bytes}
    if asked.file.suffix not in makers:
        raise BadInput("file-kind", f"Không xuất được ra “{asked.file.suffix}”.", "Đặt tên tệp đuôi .pdf hoặc .xlsx.")
    with opened(settings) as host:
        views, shared = host.intake.views, host.shared
        office, today = shared.directory.organisation(), shared.clock.today()
        volume = views.register_print(asked.register, asked.year, office, today)
    asked.file.write_bytes(makers[asked.file.suffix](volume))
    out.result(f"Đã xuất {volume.last_number} số ra {asked.file}", file=asked.file, last=volume.last_number)
    return 0
