"""The daily work of the demo office, done by its people through the same use cases as at the desks."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from services.backends.demo.texts import Dispatch
from services.backends.typesetting.letters import typeset
from services.cli.demo.office import INCOMING, OUTGOING
from services.cli.demo.people import DemoOffice
from services.intake.domain.description import Description
from services.intake.domain.drafts import Capacity, Content
from services.intake.domain.incoming import IncomingDocument
from services.intake.domain.outgoing import OutgoingDocument
from services.intake.domain.papers import Sent, Upload
from services.intake.handlers.draft_papers import DraftOrder
from services.intake.handlers.registration import RegisterIncoming
from services.intake.handlers.routing import Direct
from services.intake.handlers.slips import Slip
from services.kernel.paperwork import Letter
from services.kernel.people import Person
from services.office import Office
from services.signing.domain.marks import SignatureMark
from services.signing.domain.requests import SigningRequest
from services.signing.domain.seals import SealRequest

Wait = Callable[[Callable[[], object]], None]
"""Waits until a question is answered with something true: what another service was told takes a moment."""


@dataclass(frozen=True)
class Team:
    """Who drafts, and who approves the content."""

    drafter: Person
    head: Person


@dataclass(frozen=True)
class Work:
    """The steps of the office's work; `wait` carries the facts between the services."""

    host: Office
    office: DemoOffice
    wait: Wait

    def team(self, turn: int) -> Team:
        """The teams take turns."""
        pairs = (("dung", "mai"), ("giang", "cuong"), ("ha", "quan"))
        drafter, head = pairs[turn % len(pairs)]
        return Team(self.office[drafter], self.office[head])

    def register(self, dispatch: Dispatch, paper: bytes, register_id: str = INCOMING) -> IncomingDocument:
        """The clerk receives a dispatch and enters it."""
        desk, clerk = self.host.intake.incoming.desk, self.office["lan"]
        arrival = desk.arrivals.bring(clerk, upload(dispatch, paper))
        return desk.registration.register(
            clerk, RegisterIncoming(register_id, description(dispatch), arrival_id=arrival.id)
        )

    def direct(self, document: IncomingDocument, leader: Person, order: Direct) -> None:
        """The clerk presents, the leader directs, the lead takes it in hand."""
        routing, step = self.host.intake.incoming.desk.routing, Slip(document.id)
        routing.present(self.office["lan"], step, leader.id)
        routing.direct(leader, step, order)
        lead = self.host.shared.directory.person(order.lead)
        if lead is not None:
            routing.accept(lead, step)

    def draft(self, letter: Letter, team: Team, answers: str = "") -> OutgoingDocument:
        """A drafter writes a document from its type's template."""
        signer = next(person for person in self.office.people.values() if person.name == letter.signer)
        deputy = signer.id != self.office["an"].id
        content = Content(
            type_code=letter.type.code,
            subject=letter.subject,
            signer_id=signer.id,
            addressees=letter.addressees,
            body=letter.body,
            recipients=letter.recipients,
            capacity=Capacity.KT if deputy else Capacity.TM,
            on_behalf="CHỦ TỊCH" if deputy else "",
            urgency=letter.urgency,
            answers_id=answers,
        )
        return self.host.intake.outgoing.cases.drafting.begin(team.drafter, DraftOrder(content))

    def way(self, team: Team) -> tuple[Callable[[OutgoingDocument], object], ...]:
        """Every step of an outgoing document after its draft, in order; the first three are those of `approve`."""
        approving = self.host.intake.outgoing.cases.approving
        return (
            lambda it: approving.submit(team.drafter, Slip(it.id)),
            lambda it: approving.approve_content(team.head, Slip(it.id)),
            lambda it: approving.approve_format(self.office["khanh"], Slip(it.id)),
            self.sign,
            self.number,
            self.seal,
            self.issue,
        )

    def approve(self, document: OutgoingDocument, team: Team) -> None:
        """Submitted, content approved by the unit's head, format by the checker."""
        for step in self.way(team)[:3]:
            step(document)

    def in_book(self, document: OutgoingDocument) -> SigningRequest:
        """The request as it lies in the leader's book."""
        signer = self._signer(document)

        def found() -> SigningRequest | None:
            pile = [each for _, group in self.host.signing.views.waiting(signer) for each in group]
            return next((each for each in pile if each.about.document_id == document.id), None)

        self.wait(found)
        request = found()
        assert request is not None  # noqa: S101 - the wait saw it
        return request

    def sign(self, document: OutgoingDocument) -> SignatureMark:
        """The leader signs what lies in the book."""
        request = self.in_book(document)
        mark = self.host.signing.book.sign(self._signer(document), request.id, request.file.digest)
        self.wait(lambda: self.state_of(document) == "signed")
        return mark

    def number(self, document: OutgoingDocument) -> OutgoingDocument:
        """The clerk gives number and date."""
        return self.host.intake.outgoing.cases.issuing.number(self.office["lan"], Slip(document.id), OUTGOING)

    def seal(self, document: OutgoingDocument) -> SignatureMark:
        """The clerk applies the agency's seal."""

        def found() -> SealRequest | None:
            waiting = self.host.signing.views.seals_waiting()
            return next((each for each in waiting if each.document_id == document.id), None)

        self.wait(found)
        request = found()
        assert request is not None  # noqa: S101 - the wait saw it
        mark = self.host.signing.seals.seal(self.office["lan"], request.id, request.digest)
        self.wait(lambda: self.state_of(document) == "sealed")
        return mark

    def issue(self, document: OutgoingDocument) -> OutgoingDocument:
        """The clerk sends it out."""
        return self.host.intake.outgoing.cases.issuing.issue(self.office["lan"], Slip(document.id))

    def state_of(self, document: OutgoingDocument) -> str:
        """Where the document stands now."""
        drafter = next(each for each in self.office.people.values() if each.id == document.drafter.person_id)
        sheet = self.host.intake.views.outgoing_sheet(drafter, document.id)
        return sheet.document.state.value

    def _signer(self, document: OutgoingDocument) -> Person:
        return next(each for each in self.office.people.values() if each.id == document.content.signer_id)


def printed(dispatch: Dispatch) -> bytes:
    """The dispatch as its issuer printed it."""
    return typeset(dispatch.letter)


def upload(dispatch: Dispatch, paper: bytes) -> Upload:
    """The dispatch as a file that arrives."""
    return Upload(Sent(f"{str(dispatch.number).replace('/', '-')}.pdf", BytesIO(paper)))


def description(dispatch: Dispatch) -> Description:
    """What the clerk writes down of it."""
    letter = dispatch.letter
    return Description(
        notation=str(dispatch.number),
        document_date=letter.issued_on,
        issuer=letter.issuer,
        type_code=letter.type.code,
        subject=_summary(letter.subject),
        urgency=letter.urgency,
        signer=letter.signer,
        signer_position=letter.position,
    )


def _summary(subject: str) -> str:
    # As clerks write it into the register: without the opening "V/v", which belongs to the paper.
    for opening in ("v/v ", "về việc "):
        if subject.casefold().startswith(opening):
            subject = subject[len(opening) :]
    return subject[:1].upper() + subject[1:]
