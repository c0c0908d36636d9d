"""What the search service remembers of a document: its own copy of what facts said, and how the index gets it."""

import re
from dataclasses import dataclass
from datetime import date

from services.kernel.finding import FOLDED, Entry
from services.kernel.text import fold, tokens

VOIDED = "voided"
_EPOCH = date(1970, 1, 1).toordinal()
_MOST_BODY = 400_000
_LEADING_NUMBER = re.compile(r"\D*0*(\d{1,9})")


@dataclass(frozen=True)
class Record:
    """A registered or issued document; texts are NFC, `symbol` is number and notation as printed.

    `number` is that of its register (arrival or outgoing); what the archive says (`fonds_id`, `reference`, `item_id`)
    is empty until it keeps the document; `text_digest` names the plain text of its main file, if there is one.
    """

    id: str
    flow: str
    register_id: str
    register_name: str
    year: int
    number: int
    registered_on: date
    symbol: str
    document_date: date | None
    issuer: str
    signer: str
    type_code: str
    type_name: str
    subject: str
    urgency: str
    state: str
    readers: frozenset[str]
    text_digest: str = ""
    fonds_id: str = ""
    fonds_title: str = ""
    reference: str = ""
    item_id: str = ""
    case_files: tuple[str, ...] = ()

    @property
    def shown_date(self) -> date:
        """The day that orders finds: the document's own, else that of registration."""
        return self.document_date or self.registered_on

    @property
    def voided(self) -> bool:
        """Whether its number was voided; the row stays."""
        return self.state == VOIDED

    @property
    def state_words(self) -> str:
        """Where it stands, as people read it; empty when the desks said nothing."""
        return "Số đã hủy" if self.voided else self.state


def entry(record: Record, body: str, version: int = 0) -> Entry:
    """The record with its text as the index keeps it; `version` grows with every change of the record."""
    spoken = (record.type_name, record.issuer, record.signer, record.fonds_title, *record.case_files)
    written = {
        "subject": (record.subject,),
        "issuer": (record.issuer,),
        "signer": (record.signer,),
        "all": (record.subject, record.symbol, *spoken, body[:_MOST_BODY]),
    }
    texts = {name: _analysed(pieces) for name, pieces in written.items()} | {"symbol": (_symbol(record.symbol),)}
    folded = {name + FOLDED: tuple(fold(piece) for piece in pieces) for name, pieces in texts.items()}
    return Entry(
        record.id,
        record.shown_date.toordinal() - _EPOCH,
        record.readers,
        texts | folded,
        _keys(record),
        _numbers(record),
        version,
    )


def _analysed(pieces: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(tokens(piece)) for piece in pieces if piece)


def _symbol(symbol: str) -> str:
    written = tokens(symbol)
    if written and written[0] in ("số", "so"):
        del written[0]
    return " ".join([written[0].lstrip("0") or "0", *written[1:]]) if written else ""


def _keys(record: Record) -> dict[str, tuple[str, ...]]:
    keys = {
        "type": record.type_code,
        "flow": record.flow,
        "fonds": record.fonds_id,
        "register": record.register_id,
        "year": str(record.year),
        "from": record.issuer,
        "state": record.state,
    }
    return {name: (value,) for name, value in keys.items() if value}


def _numbers(record: Record) -> dict[str, tuple[int, ...]]:
    days = {day for day in (record.document_date, record.registered_on) if day}
    own = _LEADING_NUMBER.match(record.symbol)
    return {
        "entry": (record.number,),
        "number": (int(own[1]),) if own else (),
        "date": tuple({(day.year * 100 + day.month) * 100 + day.day for day in days}),
        "month_day": tuple({day.month * 100 + day.day for day in days}),
        "month": tuple({day.year * 100 + day.month for day in days} | {day.month for day in days}),
        "years": tuple({record.year} | {day.year for day in days}),
    }
