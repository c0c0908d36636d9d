"""`vanthu dead …`: the dead-letter desk from the command line."""

from argparse import ArgumentParser, Namespace
from typing import Any

from services.backends.settings import Settings
from services.cli.output import Output
from services.cli.words import group, word
from services.embedded import opened
from services.kernel.clock import OFFICE_ZONE
from services.kernel.deadletter import DeadLetter

TOOL = "vanthu dead"


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word and its sub-words."""
    sub = group(words, "dead", "tin nội bộ không giao được giữa các bàn")
    word(sub, shared, "list", "liệt kê tin tồn đọng; mã thoát 1 khi có tin", listing)
    for name, run, text in (
        ("show", show, "xem một tin, lý do và nội dung"),
        ("edit", edit, "sửa một mục của tin; muốn giao lại thì gọi retry sau đó"),
        ("discard", discard, "bỏ hẳn một tin, có ghi lý do"),
    ):
        asked = word(sub, shared, name, text, run)
        asked.add_argument("id", help="mã trong danh sách, như intake:12")
        if name == "discard":
            asked.add_argument("--why", required=True, help="lý do, được ghi vào nhật ký")
        if name == "edit":
            asked.add_argument("field", help="mục cần sửa, như body.card.subject; vanthu dead show in nội dung")
            asked.add_argument("value", help="giá trị mới, cùng loại với giá trị cũ")
    again = word(sub, shared, "retry", "giao lại các tin này, sau khi đã sửa nguyên nhân", retry)
    which = again.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="*", default=[], help="mã trong danh sách, như intake:12")
    which.add_argument("--all", action="store_true", help="mọi tin đang tồn đọng")


def listing(_asked: Namespace, settings: Settings, out: Output) -> int:
    """The oldest dead letters; 1 when there are any."""
    with opened(settings) as host:
        letters, total = host.dead_letters.list(), host.dead_letters.count()
    for letter in letters:
        out.result(f"{letter.id}  {letter.fact} → {letter.desk}  {_when(letter)}  {letter.reason}", **vars(letter))
    if not letters:
        out.note("Không có thông điệp nào tồn đọng.")
    if len(letters) < total:
        out.note(f"Đã in {len(letters)} thông điệp cũ nhất trong {total}; xử lý bớt rồi xem tiếp.")
    return 1 if letters else 0


def show(asked: Namespace, settings: Settings, out: Output) -> int:
    """One dead letter with its fact."""
    with opened(settings) as host:
        letter = host.dead_letters.show(asked.id)
    out.result(f"{letter.id}  {letter.fact} → {letter.desk}\n{letter.reason}\n{letter.body}", **vars(letter))
    return 0


def retry(asked: Namespace, settings: Settings, out: Output) -> int:
    """Deliver them again, now; those that somebody has worked meanwhile are passed over, a single one is refused."""
    with opened(settings) as host:
        letters = host.dead_letters
        if len(asked.id) == 1:
            letters.retry(asked.id[0], TOOL)
            count = 1
        else:
            ids = asked.id or [each.id for each in letters.list(most=letters.count())]
            count = letters.retry_many(ids, TOOL)
    out.result(f"Đã đưa {count} tin vào hàng giao lại.", retried=count)
    return 0


def edit(asked: Namespace, settings: Settings, out: Output) -> int:
    """Write another value into one place of its fact."""
    with opened(settings) as host:
        host.dead_letters.edit(asked.id, asked.field, asked.value, TOOL)
    out.result(f"Đã sửa {asked.field} của {asked.id}.", id=asked.id, field=asked.field, value=asked.value)
    return 0


def discard(asked: Namespace, settings: Settings, out: Output) -> int:
    """Put it away for good."""
    with opened(settings) as host:
        host.dead_letters.discard(asked.id, TOOL, asked.why)
    out.result(f"Đã bỏ {asked.id}.", id=asked.id, discarded=True, why=asked.why)
    return 0


def _when(letter: DeadLetter) -> str:
    return letter.last_at.astimezone(OFFICE_ZONE).strftime("%d/%m/%Y %H:%M")
