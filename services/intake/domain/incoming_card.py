"""What every other desk is told of an arrived document."""

from services.intake.domain.incoming import IncomingDocument
from services.intake.domain.registers import Direction
from services.kernel.facts import DocumentCard


def card_of(document: IncomingDocument) -> DocumentCard:
    """The card of the document's present version."""
    entry, paper = document.entry, document.paper
    return DocumentCard(
        document_id=document.id,
        version=document.told_version,
        direction=Direction.INCOMING.value,
        register_id=entry.register_id,
        register_name=entry.register_name,
        year=entry.year,
        number=entry.number,
        registered_on=entry.arrived_on,
        notation=paper.printed,
        document_date=paper.document_date,
        issuer=paper.issuer,
        type_code=paper.type_code,
        type_name=paper.type_name,
        subject=paper.subject,
        urgency=paper.urgency.value,
        signer=paper.signer,
        readers=document.readers(),
        files=document.files,
        due=document.due,
        state=document.state.label,
    )
