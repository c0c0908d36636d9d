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
from services.kernel.deeds import Deed, words_of

_KINDS: Mapping[str, str] = {Deed.DEPOSIT: "ok", Deed.VOID: "late", Deed.FIND_FAULT: "late", Deed.CLOSE_CASE_FILE: "ok"}


def events_of(connection: Connection, subject: str, most: int) -> tuple[Event, ...]:
    """The latest events of a subject (`item:…`, `case_file:…`), the newest first."""
    chain = LEDGER.audit
    wanted = select(chain).where(chain.c.subject == subject).order_by(chain.c.seq.desc()).limit(most)
    return tuple(_event(row) for row in connection.execute(wanted))


def _event(row: AnyRow) -> Event:
    details: Mapping[str, Any] = json.loads(row.details)
    deed, at = row.action, datetime.fromisoformat(row.at)
    return Event(at, row.who_name, deed, words_of(deed), _said(deed, details), _KINDS.get(deed, ""))


def _said(deed: str, details: Mapping[str, Any]) -> str:
    if deed == Deed.FIND_FAULT:
        return f"{details['file']}: {Fault(details['fault']).label}"
    if deed == Deed.CLOSE_CASE_FILE:
        return f"{details['documents']} tài liệu, {details['pages']} trang"
    if deed == Deed.CHECK_FIXITY:
        return f"{details['files']} tệp, {details['faults']} sai khác"
    for name in ("reason", "case_file", "file", "state", "code"):
        if details.get(name):
            return str(details[name])
    return ""
