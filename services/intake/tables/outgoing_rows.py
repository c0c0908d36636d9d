"""Rows of outgoing documents to domain values and back."""

from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from services.intake.domain.drafts import Content
from services.intake.domain.outgoing import Drafter, Edition, OutgoingDocument, Registration, State, Trail
from services.kernel.text import fold

_CONTENT = TypeAdapter(Content)
_TRAIL = TypeAdapter(Trail)
_EDITION = TypeAdapter(Edition)


def document_of(row: Row[Any]) -> OutgoingDocument:
    """An outgoing document from its row."""
    return OutgoingDocument(
        id=row.id,
        version=row.version,
        state=State(row.state),
        content=_CONTENT.validate_json(row.content),
        drafter=Drafter(row.drafter_id, row.drafter_name, row.unit_id, row.unit_name, bool(row.drafter_is_head)),
        since=datetime.fromtimestamp(row.since, UTC),
        edition=row.edition,
        trail=_TRAIL.validate_json(row.trail),
        request_id=row.request_id,
        seal_request_id=row.seal_request_id,
        registration=_registration(row),
    )


def edition_of(row: Row[Any]) -> Edition:
    """An edition of the file from its row."""
    return _EDITION.validate_json(row.body)


def edition_text(edition: Edition) -> str:
    """An edition of the file as its column holds it."""
    return _EDITION.dump_json(edition).decode()


def _registration(row: Row[Any]) -> Registration | None:
    if row.number is None:
        return None
    return Registration(
        row.register_id,
        row.register_name,
        row.year,
        row.number,
        row.notation,
        row.issued_on,
        row.issuer,
        row.type_name,
        row.kept_by,
    )


def row_of(document: OutgoingDocument) -> dict[str, object]:
    """The columns of a document, but its identifier."""
    content, drafter = document.content, document.drafter
    row: dict[str, object] = {
        "version": document.version,
        "state": document.state.value,
        "since": document.since.timestamp(),
        "returned": int(document.is_returned),
        "edition": document.edition,
        "type_code": content.type_code,
        "subject": content.subject,
        "subject_key": fold(content.subject),
        "urgency_rank": content.urgency.rank,
        "signer_id": content.signer_id,
        "answers_id": content.answers_id,
        "drafter_id": drafter.person_id,
        "drafter_name": drafter.name,
        "unit_id": drafter.unit_id,
        "unit_name": drafter.unit_name,
        "drafter_is_head": int(drafter.is_head),
        "content": _CONTENT.dump_json(content).decode(),
        "trail": _TRAIL.dump_json(document.trail).decode(),
        "request_id": document.request_id,
        "seal_request_id": document.seal_request_id,
    }
    place = document.registration
    return row | (vars(place) | {"issued_year": place.issued_on.year} if place else {})
