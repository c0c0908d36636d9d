"""`vanthu archive fixity` and `vanthu reindex`: what is kept is proved, what is derived is made again."""

from argparse import ArgumentParser, Namespace
from itertools import chain
from typing import Any

from services.backends.settings import Settings
from services.cli.output import Output
from services.cli.words import group, word
from services.embedded import Host, opened

TOOL = "vanthu archive"


def add(words: Any, shared: ArgumentParser) -> None:
    """Add both words."""
    sub = group(words, "archive", "kho lưu trữ")
    word(sub, shared, "fixity", "đọc lại mọi tệp đã lưu, so giá trị băm, nêu tệp sai khác", fixity)
    again = word(words, shared, "reindex", "lập lại chỉ mục tìm kiếm từ hồ sơ của các dịch vụ", reindex)
    again.add_argument("--alias-swap", action="store_true", help="đổi sang chỉ mục mới khi đã đủ (luôn làm như vậy)")


def fixity(_asked: Namespace, settings: Settings, out: Output) -> int:
    """Names every file that is missing or altered, then files nobody refers to; 1 when a kept file differs."""
    with opened(settings) as host:
        return check(host, out)


def check(host: Host, out: Output) -> int:
    """As `fixity`, of an opened office."""
    report = host.archive.fixity.check(TOOL)
    referred = chain(host.intake.views.digests(), host.signing.views.digests(), host.archive.views.digests())
    orphans = host.archive.fixity.orphans(referred)
    for finding in report.findings:
        line = f"SAI KHÁC: {finding.file.name} ({finding.file.digest[:12]}…): {finding.fault.label}"
        out.result(line, item=finding.file.item_id, digest=finding.file.digest, fault=finding.fault.value)
    for digest in orphans:
        out.result(f"Không thuộc văn bản nào: {digest}", orphan=digest)
    out.result(
        f"{report.files} tệp, {report.objects} đối tượng, {report.bytes} byte đã đọc lại; "
        f"{len(report.findings)} sai khác, {len(orphans)} không thuộc văn bản nào",
        files=report.files,
        objects=report.objects,
        bytes=report.bytes,
        faults=len(report.findings),
        orphans=len(orphans),
    )
    return 1 if report.findings else 0


def reindex(_asked: Namespace, settings: Settings, out: Output) -> int:
    """Drop records and index of the search, build both from what intake and archive keep."""
    with opened(settings) as host:
        return make_again(host, out)


def make_again(host: Host, out: Output) -> int:
    """As `reindex`, of an opened office."""
    count = host.search.reindex(chain(host.intake.views.facts(), host.archive.views.facts()))
    out.result(f"Đã lập lại chỉ mục: {count} văn bản", documents=count)
    return 0
