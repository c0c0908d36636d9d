"""Signatures made and found valid, with the report of their check."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Float, Index, Integer, Row, String, Table, Text

from services.kernel.signatures import (
    NOTHING_FOUND,
    Changes,
    CheckedSignature,
    Coverage,
    Findings,
    Level,
    Outcome,
    Permits,
    SignatureReport,
)
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
    # The last release writes neither.
    Column("level", String(10), nullable=False, server_default=""),
    Column("lack", Text, nullable=False, server_default=""),
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
        "level": mark.level.value,
        "lack": mark.lack,
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
        Level(row.level),
        row.lack,
    )


def report_json(report: SignatureReport) -> str:
    """A report as text; findings stand apart, so that a release that knows none still reads the rest."""
    signatures = [
        {name: _plain(value) for name, value in vars(one).items() if name != "findings"} for one in report.signatures
    ]
    findings = [{name: _plain(value) for name, value in vars(one.findings).items()} for one in report.signatures]
    whole = {"outcome": report.outcome, "cause": report.cause, "signatures": signatures, "notes": report.notes}
    return json.dumps({**whole, "findings": findings}, ensure_ascii=False)


def report_of(text: str) -> SignatureReport:
    """The report of a text made by `report_json`, also by an older one, which kept no findings."""
    whole = json.loads(text)
    signatures: list[dict[str, Any]] = whole["signatures"]
    findings: list[dict[str, Any]] = whole.get("findings", [{}] * len(signatures))
    return SignatureReport(
        Outcome(whole["outcome"]),
        whole["cause"],
        tuple(_checked(one, found) for one, found in zip(signatures, findings, strict=True)),
        tuple(whole["notes"]),
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _moment(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None


def _checked(kept: dict[str, Any], found: dict[str, Any]) -> CheckedSignature:
    given = {**kept, "signed_at": _moment(kept["signed_at"]), "outcome": Outcome(kept["outcome"])}
    return CheckedSignature(**given, findings=_findings(found) if found else NOTHING_FOUND)


def _findings(kept: dict[str, Any]) -> Findings:
    return Findings(
        level=Level(kept["level"]),
        sub_indication=kept["sub_indication"],
        stamped_at=_moment(kept["stamped_at"]),
        stamped_by=kept["stamped_by"],
        chain=tuple(kept["chain"]),
        revocation_by=kept["revocation_by"],
        revocation_in_document=kept["revocation_in_document"],
        revocation_at=_moment(kept["revocation_at"]),
        coverage=Coverage(kept["coverage"]),
        changes=Changes(kept["changes"]),
        permits=Permits(kept["permits"]),
        remedy=kept["remedy"],
    )
