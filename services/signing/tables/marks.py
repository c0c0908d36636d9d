"""Signatures made and found valid, with the report of their check."""

import json
from datetime import UTC, datetime

from sqlalchemy import BigInteger, Column, Float, Index, Integer, Row, String, Table, Text

from services.kernel.signatures import CheckedSignature, Outcome, SignatureReport
from services.kernel.values import FileRef, Part
from services.signing.domain.marks import Kind, SignatureMark
from services.signing.tables.schema import METADATA

MARKS = Table(
    "marks",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("request_id", String(32), nullable=False),
    Column("document_id", String(32), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("person_id", String(32), nullable=False),
    Column("person", String(200), nullable=False),
    Column("base_digest", String(64), nullable=False),
    Column("part", String(10), nullable=False),
    Column("file_name", String(255), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("pages", Integer, nullable=False),
    Column("at", Float, nullable=False),
    Column("report", Text, nullable=False),
)
Index("marks_once", MARKS.c.request_id, MARKS.c.kind, unique=True)
Index("marks_of_document", MARKS.c.document_id, MARKS.c.kind)


def columns_of(mark: SignatureMark) -> dict[str, object]:
    """A signature as a row."""
    file = mark.file
    return {
        "id": mark.id,
        "request_id": mark.request_id,
        "document_id": mark.document_id,
        "kind": mark.kind.value,
        "person_id": mark.person_id,
        "person": mark.person,
        "base_digest": mark.base_digest,
        "part": file.part.value,
        "file_name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "digest": file.digest,
        "pages": file.pages,
        "at": mark.at.timestamp(),
        "report": report_json(mark.report),
    }


def mark_of(row: Row[tuple[object, ...]]) -> SignatureMark:
    """The signature of a row."""
    return SignatureMark(
        row.id,
        row.request_id,
        row.document_id,
        Kind(row.kind),
        row.person_id,
        row.person,
        row.base_digest,
        FileRef(Part(row.part), row.file_name, row.media_type, row.size, row.digest, row.pages),
        datetime.fromtimestamp(row.at, UTC),
        report_of(row.report),
    )


def report_json(report: SignatureReport) -> str:
    """A report as text."""
    signatures = [
        {**vars(one), "signed_at": one.signed_at.isoformat() if one.signed_at else None} for one in report.signatures
    ]
    whole = {"outcome": report.outcome, "cause": report.cause, "signatures": signatures, "notes": report.notes}
    return json.dumps(whole, ensure_ascii=False)


def report_of(text: str) -> SignatureReport:
    """The report of a text made by `report_json`."""
    whole = json.loads(text)
    return SignatureReport(
        Outcome(whole["outcome"]),
        whole["cause"],
        tuple(_checked(one) for one in whole["signatures"]),
        tuple(whole["notes"]),
    )


def _checked(kept: dict[str, str]) -> CheckedSignature:
    at = datetime.fromisoformat(kept["signed_at"]) if kept["signed_at"] else None
    return CheckedSignature(**{**kept, "signed_at": at, "outcome": Outcome(kept["outcome"])})  # type: ignore[arg-type]  # columns of this class
