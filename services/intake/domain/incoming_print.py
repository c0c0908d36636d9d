"""A line of the register of arrivals, in the ten columns of the form (Decree 30/2020 App. IV)."""

from collections.abc import Mapping
from datetime import date

from services.intake.domain.incoming import IncomingDocument, State


def register_line(document: IncomingDocument) -> Mapping[str, str]:
    """The document as a line; columns signed by hand stay empty, a void number shows its reason."""
    entry, paper, routing = document.entry, document.paper, document.routing
    return {
        "arrival_date": _day(entry.arrived_on),
        "arrival_number": str(entry.number),
        "issuer": paper.issuer,
        "notation": paper.printed,
        "document_date": _day(paper.document_date),
        "subject": f"{paper.type_name}: {paper.subject}",
        "routed_to": routing.receivers or routing.leader_name,
        "sent_date": _day(routing.routed_on or routing.presented_on),
        "received_by": "",
        "note": _note(document),
    }


def _note(document: IncomingDocument) -> str:
    if document.state is State.VOIDED:
        return f"Hủy số: {document.void_reason}"
    notes = (document.paper.urgency.label if document.paper.urgency.rank else "", document.paper.remark)
    return "; ".join(filter(None, notes))


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
