"""Events of items and case files, read from the audit chain: one source for what happened and who did it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from services.archive.domain.integrity import Fault
from services.archive.tables import LEDGER
from services.archive.tables.rows import AnyRow
from services.archive.views.lines import Event

_WHAT = {
    "item.deposit": "Nộp lưu tự động, đã kiểm tra mã băm",
    "item.change": "Cập nhật theo sổ đăng ký",
    "item.void": "Số văn bản bị hủy",
    "item.file": "Đưa vào hồ sơ",
    "item.take_out": "Lấy ra khỏi hồ sơ",
    "item.view": "Xem",
    "item.download": "Tải tệp",
    "item.fixity": "Kiểm tra toàn vẹn thấy sai khác",
    "case_file.open": "Mở hồ sơ",
    "case_file.close": "Kết thúc hồ sơ",
    "case_file.view": "Xem",
    "fonds.open": "Lập phông",
    "fonds.describe": "Sửa mô tả phông",
    "fonds.place": "Quy định văn bản nộp vào phông",
    "fixity.run": "Kiểm tra toàn vẹn toàn kho",
}
_KINDS = {"item.deposit": "ok", "item.void": "late", "item.fixity": "late", "case_file.close": "ok"}


def events_of(connection: Connection, subject: str, most: int) -> tuple[Event, ...]:
    """The latest events of a subject (`item:…`, `case_file:…`), the newest first."""
    chain = LEDGER.audit
    wanted = select(chain).where(chain.c.subject == subject).order_by(chain.c.seq.desc()).limit(most)
    return tuple(_event(row) for row in connection.execute(wanted))


def _event(row: AnyRow) -> Event:
    details: Mapping[str, Any] = json.loads(row.details)
    what = _WHAT.get(row.action, row.action)
    at = datetime.fromisoformat(row.at)
    return Event(at, row.who_name, row.action, what, _said(row.action, details), _KINDS.get(row.action, ""))


def _said(action: str, details: Mapping[str, Any]) -> str:
    if action == "item.fixity":
        return f"{details['file']}: {Fault(details['fault']).label}"
    if action == "case_file.close":
        return f"{details['documents']} tài liệu, {details['pages']} trang"
    if action == "fixity.run":
        return f"{details['files']} tệp, {details['faults']} sai khác"
    for name in ("reason", "case_file", "file", "state", "code"):
        if details.get(name):
            return str(details[name])
    return ""
