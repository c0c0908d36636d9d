"""Requests for the leader's signature, and those withdrawn before they came; times are seconds since the epoch."""

import json
from datetime import UTC, datetime

from sqlalchemy import BigInteger, Column, Float, Index, Integer, Row, String, Table, Text

from services.kernel.values import FileRef, Part, Urgency
from services.signing.domain.requests import SigningRequest, SigningState, Subject
from services.signing.tables.schema import METADATA, moment

REQUESTS = Table(
    "requests",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("document_id", String(32), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("type_code", String(20), nullable=False),
    Column("type_name", String(200), nullable=False),
    Column("subject", Text, nullable=False),
    Column("notation", String(200), nullable=False),
    Column("urgency", String(20), nullable=False),
    Column("urgency_rank", Integer, nullable=False),
    Column("answers", String(300), nullable=False),
    Column("drafter_id", String(32), nullable=False),
    Column("drafter", String(200), nullable=False),
    Column("unit_name", String(200), nullable=False),
    Column("readers", Text, nullable=False),
    Column("signer_id", String(32), nullable=False),
    Column("capacity", String(200), nullable=False),
    Column("file_name", String(255), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("pages", Integer, nullable=False),
    Column("anchors", Text, nullable=False),
    Column("requested_at", Float, nullable=False),
    Column("state", String(10), nullable=False),
    Column("claim", String(32)),
    Column("claimed_until", Float),
    Column("put_off_at", Float),
    Column("decided_at", Float),
    Column("reason", Text, nullable=False),
    Column("failure", Text, nullable=False),
)
Index("requests_of_signer", REQUESTS.c.signer_id, REQUESTS.c.state)

WITHDRAWN = Table(
    "withdrawn",
    METADATA,
    Column("request_id", String(32), primary_key=True),
    Column("reason", Text, nullable=False),
)


def columns_of(request: SigningRequest) -> dict[str, object]:
    """A new request as a row."""
    about, file = request.about, request.file
    return {
        "id": request.id,
        "document_id": about.document_id,
        "version": about.version,
        "type_code": about.type_code,
        "type_name": about.type_name,
        "subject": about.subject,
        "notation": about.notation,
        "urgency": about.urgency.value,
        "urgency_rank": about.urgency.rank,
        "answers": about.answers,
        "drafter_id": about.drafter_id,
        "drafter": about.drafter,
        "unit_name": about.unit_name,
        "readers": json.dumps(sorted(about.readers)),
        "signer_id": request.signer_id,
        "capacity": request.capacity,
        "file_name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "digest": file.digest,
        "pages": file.pages,
        "anchors": request.anchors,
        "requested_at": request.requested_at.timestamp(),
        "state": request.state.value,
        "reason": request.reason,
        "failure": request.failure,
    }


def request_of(row: Row[tuple[object, ...]]) -> SigningRequest:
    """The request of a row."""
    return SigningRequest(
        id=row.id,
        about=_about(row),
        signer_id=row.signer_id,
        capacity=row.capacity,
        file=FileRef(Part.DRAFT, row.file_name, row.media_type, row.size, row.digest, row.pages),
        anchors=row.anchors,
        requested_at=datetime.fromtimestamp(row.requested_at, UTC),
        state=SigningState(row.state),
        claimed_until=moment(row.claimed_until),
        put_off_at=moment(row.put_off_at),
        decided_at=moment(row.decided_at),
        reason=row.reason,
        failure=row.failure,
    )


def _about(row: Row[tuple[object, ...]]) -> Subject:
    return Subject(
        row.document_id,
        row.version,
        row.type_code,
        row.type_name,
        row.subject,
        row.notation,
        Urgency(row.urgency),
        row.answers,
        row.drafter_id,
        row.drafter,
        row.unit_name,
        frozenset(json.loads(row.readers)),
    )
