"""A draft put on paper: the parts of the letter a typesetter needs, and its notation (Decree 30/2020 Art. 8)."""

from dataclasses import dataclass
from datetime import date

from services.intake.domain.drafts import Capacity, Content
from services.kernel.doctypes import PARTY, DocumentType, document_type
from services.kernel.notation import DocumentNumber
from services.kernel.paperwork import Letter
from services.kernel.people import Organisation, Person, Unit


@dataclass(frozen=True)
class Setting:
    """Who issues, which unit drafts, and on what day the rules of types are looked up."""

    organisation: Organisation
    unit: Unit
    day: date

    def type_of(self, content: Content) -> DocumentType:
        """The type the draft names, as the law has it that day."""
        return document_type(content.type_code, self.day)

    def notation(self, content: Content) -> str:
        """The notation after the number: `QĐ-UBND`, a letter's `UBND-VP`."""
        return self.type_of(content).notation(self.organisation.abbreviation, self.unit.abbreviation)

    def numbered(self, content: Content, number: int) -> str:
        """Number and notation as printed: `05/QĐ-UBND`, the Party's `05-NQ/TU`."""
        regime = self.type_of(content).regime
        return str(DocumentNumber(str(number), self.notation(content), regime))


def letter(content: Content, setting: Setting, signer: Person) -> Letter:
    """The whole document as words, number and date still open."""
    return Letter(
        type=setting.type_of(content),
        issuer=setting.organisation.name,
        parent=setting.organisation.parent,
        notation=setting.notation(content),
        place=setting.organisation.place,
        year=setting.day.year,
        subject=content.subject,
        addressees=content.addressees,
        body=content.body,
        capacity=capacity_lines(content, setting),
        position=_position(content, signer),
        signer=signer.name,
        recipients=content.recipients,
        kept=kept_by(setting.unit),
        mark=content.mark,
        urgency=content.urgency,
    )


def capacity_lines(content: Content, setting: Setting) -> tuple[str, ...]:
    """The lines over the signer's position, none for the head of an office; the Party writes `T/M`, `K/T`, `T/L`.

    A deputy of an elected body signs in the head's place for the body: `TM. ỦY BAN NHÂN DÂN` over `KT. CHỦ TỊCH`
    (Decree 30/2020 App. I §II.7).
    """
    capacity = content.capacity
    if capacity in (Capacity.NONE, Capacity.Q):
        return ()
    name, party = setting.organisation.name, _is_party(content, setting)
    line = f"{_short(capacity, party)} {(content.on_behalf or elected_body(name) or name).upper()}"
    if capacity is Capacity.KT and elected_body(name):
        return f"{_short(Capacity.TM, party)} {elected_body(name).upper()}", line
    return (line,)


def elected_body(name: str) -> str:
    """The body that signs as one, without the name of its place; empty when the office has a single head."""
    return next((body for body in _ELECTED if name.casefold().startswith(body.casefold())), "")


def _short(capacity: Capacity, party: bool) -> str:
    return _PARTY_CAPACITIES.get(capacity, f"{capacity}.") if party else f"{capacity}."


_ELECTED = ("Ủy ban nhân dân", "Hội đồng nhân dân")
_PARTY_CAPACITIES = {Capacity.TM: "T/M", Capacity.KT: "K/T", Capacity.TL: "T/L", Capacity.TUQ: "T/UQ"}


def kept_by(unit: Unit) -> str:
    """The last line of "Nơi nhận": the clerk and the unit that keeps a copy."""
    return f"Lưu: VT, {unit.abbreviation}" if unit.abbreviation not in ("", "VT") else "Lưu: VT"


def _position(content: Content, signer: Person) -> str:
    position = signer.position
    return f"Q. {position}" if content.capacity is Capacity.Q and not position.startswith("Q.") else position


def _is_party(content: Content, setting: Setting) -> bool:
    return setting.type_of(content).regime == PARTY
