"""The use cases of the outgoing half, together."""

from dataclasses import dataclass

from services.intake.handlers.approving import Approving
from services.intake.handlers.draft_uploads import DraftUploads
from services.intake.handlers.drafting import Drafting
from services.intake.handlers.issuing import Issuing
from services.intake.handlers.outgoing_files import OutgoingFiles
from services.intake.handlers.register_book import RegisterBook


@dataclass(frozen=True)
class OutgoingUseCases:
    """What people do with outgoing documents."""

    drafting: Drafting
    uploads: DraftUploads
    approving: Approving
    issuing: Issuing
    files: OutgoingFiles
    book: RegisterBook
