"""Requests for the agency's seal; times are seconds since the epoch, days ISO text."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import Column, Float, Index, Integer, Row, String, Table, Text

from services.signing.domain.seals import SealRequest, SealState
from services.signing.tables.schema import METADATA, moment

SEALS = Table(
    "seals",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("document_id", String(32), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("notation", String(200), nullable=False),
    Column("issued_on", String(10), nullable=False),
    Column("signer_id", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    Column("readers", Text, nullable=False),
    Column("asked_by", String(32), nullable=False),
    Column("requested_at", Float, nullable=False),
    Column("state", String(10), nullable=False),
    Column("claim", String(32)),
    Column("claimed_until", Float),
    Column("decided_at", Float),
    Column("failure", Text, nullable=False),
)
Index("seals_waiting", SEALS.c.state, SEALS.c.requested_at)


def columns_of(request: SealRequest) -> dict[str, object]:
    """A new seal request as a row."""
    return {
        "id": request.id,
        "document_id": request.document_id,
        "version": request.version,
        "number": request.number,
        "notation": request.notation,
        "issued_on": request.issued_on.isoformat(),
        "signer_id": request.signer_id,
        "digest": request.digest,
        "subject": request.subject,
        "readers": json.dumps(sorted(request.readers)),
        "asked_by": request.asked_by,
        "requested_at": request.requested_at.timestamp(),
        "state": request.state.value,
        "failure": request.failure,
    }


def seal_of(row: Row[tuple[object, ...]]) -> SealRequest:
    """The seal request of a row."""
    made = SealRequest(
        row.id,
        row.document_id,
        row.version,
        row.number,
        row.notation,
        date.fromisoformat(row.issued_on),
        row.signer_id,
        row.digest,
        row.subject,
        frozenset(json.loads(row.readers)),
        row.asked_by,
        datetime.fromtimestamp(row.requested_at, UTC),
    )
    return replace(
        made,
        state=SealState(row.state),
        claimed_until=moment(row.claimed_until),
        decided_at=moment(row.decided_at),
        failure=row.failure,
    )
