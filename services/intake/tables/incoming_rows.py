"""Rows of arrived documents to values and back; used by the store and the views."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam

from services.intake.domain.description import Description
from services.intake.domain.incoming import Entry, IncomingDocument, State
from services.intake.domain.routing import Assignee, Routing, Task
from services.intake.domain.twins import Twin
from services.intake.tables.incoming import INCOMING
from services.kernel.text import fold
from services.kernel.values import FileRef, Urgency

SAME_DESCRIPTION = (
    (INCOMING.c.notation_key == bindparam("notation"))
    & (INCOMING.c.issuer_key == bindparam("issuer"))
    & (INCOMING.c.document_date == bindparam("dated"))
)
"""Rows of the issuer, number, notation and date that `description_keys` names."""


def description_keys(paper: Description) -> dict[str, Any]:
    """What `SAME_DESCRIPTION` asks for; empty for a paper without notation or date, which is like no other."""
    if not (paper.notation and paper.document_date):
        return {}
    return {"notation": paper.notation_key, "issuer": paper.issuer_key, "dated": paper.document_date}


def entry_values(document: IncomingDocument, stamp: str) -> dict[str, Any]:
    """The columns written once, when the number is given."""
    entry, paper = document.entry, document.paper
    return {
        "id": document.id,
        "register_id": entry.register_id,
        "register_name": entry.register_name,
        "year": entry.year,
        "number": entry.number,
        "arrived_on": entry.arrived_on,
        "registered_by": entry.by_id,
        "registered_by_name": entry.by_name,
        "registered_at": entry.at.timestamp(),
        "main_digest": document.main.digest,
        "twin_reason": document.twin_reason,
        "notation": paper.printed,
        "notation_key": paper.notation_key,
        "document_date": paper.document_date,
        "issuer": paper.issuer,
        "issuer_key": paper.issuer_key,
        "type_code": paper.type_code,
        "type_name": paper.type_name,
        "subject": paper.subject,
        "subject_key": fold(paper.subject),
        "urgency": paper.urgency.value,
        "urgency_rank": paper.urgency.rank,
        "signer": paper.signer,
        "signer_position": paper.signer_position,
        "sheets": paper.sheets,
        "copies": paper.copies,
        "remark": paper.remark,
        "asked_due": paper.due,
        "stamp": stamp,
    }


def step_values(document: IncomingDocument) -> dict[str, Any]:
    """The columns that change with every step."""
    routing, lead = document.routing, document.routing.lead
    return {
        "version": document.version,
        "state": document.state.value,
        "due": document.due,
        "set_due": routing.due,
        "leader_id": routing.leader_id,
        "leader_name": routing.leader_name,
        "presented_on": routing.presented_on,
        "lead_name": lead.name if lead else "",
        "receivers": routing.receivers[:1000],
        "routed_on": routing.routed_on,
        "directive": routing.directive,
        "resolution": document.resolution,
        "answer_id": document.answer_id,
        "void_reason": document.void_reason,
        "kept_as": document.kept_as,
    }


def document_of(row: Any, files: Iterable[FileRef], assignees: Iterable[Assignee]) -> IncomingDocument:
    """The document from its row, files and assignments."""
    at = datetime.fromtimestamp(row.registered_at, UTC)
    return IncomingDocument(
        id=row.id,
        version=row.version,
        state=State(row.state),
        entry=Entry(
            row.register_id,
            row.register_name,
            row.year,
            row.number,
            row.arrived_on,
            row.registered_by,
            row.registered_by_name,
            at,
        ),
        paper=_paper(row),
        files=tuple(files),
        routing=_routing(row, tuple(assignees)),
        resolution=row.resolution,
        answer_id=row.answer_id,
        twin_reason=row.twin_reason,
        void_reason=row.void_reason,
        kept_as=row.kept_as,
    )


def _paper(row: Any) -> Description:
    return Description(
        notation=row.notation,
        document_date=row.document_date,
        issuer=row.issuer,
        type_code=row.type_code,
        subject=row.subject,
        urgency=Urgency(row.urgency),
        signer=row.signer,
        signer_position=row.signer_position,
        sheets=row.sheets,
        copies=row.copies,
        due=row.asked_due,
        remark=row.remark,
    )


def _routing(row: Any, assignees: tuple[Assignee, ...]) -> Routing:
    return Routing(
        leader_id=row.leader_id,
        leader_name=row.leader_name,
        presented_on=row.presented_on,
        directive=row.directive,
        assignees=assignees,
        due=row.set_due,
        routed_on=row.routed_on,
    )


def assignee_of(row: Any) -> Assignee:
    """An assignment from its row."""
    return Assignee(Task(row.task), row.person_id, row.unit_id, row.name)


def assignment_values(document: IncomingDocument) -> list[dict[str, Any]]:
    """The document's assignments as rows, in their order."""
    return [
        {
            "document_id": document.id,
            "position": position,
            "task": one.task.value,
            "person_id": one.person_id,
            "unit_id": one.unit_id,
            "name": one.name,
        }
        for position, one in enumerate(document.routing.assignees)
    ]


def twin_of(row: Any, main_digest: str) -> Twin:
    """An earlier registration, as a refusal names it."""
    same = row.main_digest == main_digest
    return Twin(row.id, row.register_name, row.number, row.arrived_on, row.registered_by_name, same)
