"""Rows of waiting uploads to values and back; used by the store and the views."""

import json
from datetime import UTC, datetime
from typing import Any

from services.intake.domain.arrivals import Arrival, ArrivalState
from services.intake.domain.papers import Received
from services.kernel.wire import from_plain, to_plain


def arrival_values(arrival: Arrival) -> dict[str, Any]:
    """The arrival as a row."""
    main = arrival.received.files[0] if arrival.received.files else None
    return {
        "id": arrival.id,
        "state": arrival.state.value,
        "received_by": arrival.by_id,
        "received_by_name": arrival.by_name,
        "received_at": arrival.received_at.timestamp(),
        "main_name": main.name if main else "",
        "main_digest": main.digest if main else "",
        "papers": json.dumps(to_plain(arrival.received), ensure_ascii=False),
        "draft": json.dumps(dict(arrival.draft), ensure_ascii=False),
        "reason": arrival.reason,
        "document_id": arrival.document_id,
    }


def arrival_of(row: Any) -> Arrival:
    """The arrival from its row."""
    return Arrival(
        id=row.id,
        state=ArrivalState(row.state),
        by_id=row.received_by,
        by_name=row.received_by_name,
        received_at=datetime.fromtimestamp(row.received_at, UTC),
        received=from_plain(Received, json.loads(row.papers)),
        draft=json.loads(row.draft),
        reason=row.reason,
        document_id=row.document_id,
    )
