"""What goes on paper: the parts of an official document before it is typeset, and the arrival stamp."""

from dataclasses import dataclass
from datetime import date

from services.kernel.doctypes import PARTY, DocumentType
from services.kernel.values import Urgency


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The parts of one document, in the words to be printed; the layout is that of its type's regime.

    `number` is padded text (`05`) and empty while it is not yet given; `issued_on` None leaves day and
    month open in `year`.
    `capacity` are the lines over the position (`TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`; Party `T/M BAN THƯỜNG VỤ`).
    `recipients` are the lines of "Nơi nhận" without dash; `kept` is the last one (`Lưu: VT, VP`); `mark` is the
    drafter's mark and number of copies (`PL.(30)`). `body` are paragraphs: legal bases ("Căn cứ …"), headings
    ("I. …", "Điều 1. …") and enacting words in capitals are recognised and set as the decree wants.
    """

    type: DocumentType
    issuer: str
    parent: str = ""
    number: str = ""
    notation: str
    place: str
    issued_on: date | None = None
    year: int
    subject: str
    addressees: tuple[str, ...] = ()
    body: tuple[str, ...]
    capacity: tuple[str, ...] = ()
    position: str
    signer: str
    recipients: tuple[str, ...] = ()
    kept: str = "Lưu: VT"
    mark: str = ""
    urgency: Urgency = Urgency.NORMAL

    @property
    def is_party(self) -> bool:
        """Whether the layout of Party documents applies."""
        return self.type.regime == PARTY


@dataclass(frozen=True)
class ArrivalStamp:
    """The fields of the stamp ĐẾN (Decree 30/2020 App. IV §V); `routed_to` and `file_notation` may wait for the pen."""

    office: str
    number: str
    arrived_on: date
    routed_to: str = ""
    file_notation: str = ""
