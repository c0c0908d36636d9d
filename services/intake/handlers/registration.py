"""Entering arrived documents in the register, and voiding their numbers (Decree 30/2020 Art. 22)."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from services.intake.domain.arrivals import Arrival
from services.intake.domain.description import Description
from services.intake.domain.incoming import Entry, IncomingDocument, State
from services.intake.domain.incoming_actions import Act, permit
from services.intake.domain.incoming_card import card_of
from services.intake.domain.incoming_steps import presented, require_leader, voided
from services.intake.domain.papers import Received
from services.intake.domain.registers import Direction, Register
from services.intake.domain.twins import refuse_twin
from services.intake.handlers.arrivals import waiting
from services.intake.handlers.kept_bytes import require_kept
from services.intake.ports.incoming import IncomingStore, IncomingStores
from services.kernel.clock import Clock, office_day
from services.kernel.deeds import Deed
from services.kernel.errors import BadInput, NotFound
from services.kernel.facts import DocumentRegistered, DocumentVoided
from services.kernel.people import Person, Role, require
from services.kernel.ports import Directory, ObjectStore
from services.kernel.values import new_id


@dataclass(frozen=True)
class RegisterIncoming:
    """Enter a document in a register; `despite` says why although it has a twin, `leader_id` presents it at once."""

    register_id: str
    paper: Description
    received: Received | None = None
    arrival_id: str = ""
    despite: str = ""
    leader_id: str = ""


Lastly = Callable[[IncomingStore, IncomingDocument], None]
"""Something done at the end of the registering transaction."""


def _nothing(_store: IncomingStore, _document: IncomingDocument) -> None:
    return None


class Registration:
    """Gives arrival numbers, one transaction each; a number once given is never given again."""

    def __init__(self, stores: IncomingStores, directory: Directory, objects: ObjectStore, clock: Clock) -> None:
        self.stores = stores
        self.directory = directory
        self.objects = objects
        self.clock = clock

    def foresee(self, person: Person, paper: Description, leader_id: str) -> Person | None:
        """Refuse what can be judged of a registration without a file and a register; the leader to present it to."""
        require(person, Role.CLERK, action="vào sổ văn bản đến")
        paper.require_arrived(self.clock.today())
        leader = employed(self.directory, leader_id, "leader") if leader_id else None
        if leader:
            require_leader(leader)
        return leader

    def register(self, person: Person, order: RegisterIncoming, lastly: Lastly = _nothing) -> IncomingDocument:
        """Enter a document and tell the other desks; `lastly` is done in the same transaction.

        Sheets not counted by anybody are the pages of the file.

        Conflict `document-twin` names an earlier registration; `register-closed`, `register-direction`, `file-gone`.
        """
        leader = self.foresee(person, order.paper, order.leader_id)
        with self.stores() as store:
            arrival = waiting(store, order.arrival_id) if order.arrival_id else None
            received = _received(order, arrival)
            require_kept(self.objects, received.files)
            refuse_twin(store.twins(received.main.digest, order.paper), order.despite)
            document = self._entered(store, person, order, received)
            if leader:
                document = presented(document, leader, self.clock.today())
            if arrival:
                store.keep_arrival(arrival.registered_as(document.id))
            self._told(store, person, document)
            lastly(store, document)
        return document

    def _entered(
        self, store: IncomingStore, person: Person, order: RegisterIncoming, received: Received
    ) -> IncomingDocument:
        # One look at the clock: at midnight of New Year's Eve a second one may fall into another year.
        at, document_id = self.clock.now(), new_id()
        today = office_day(at)
        register = _register(store, order.register_id)
        register.require_open(Direction.INCOMING, today)
        volume = register.volume_on(today)
        number = store.next_number(register.id, volume, document_id)
        by = (person.id, person.name, at)
        return IncomingDocument(
            id=document_id,
            version=1,
            state=State.REGISTERED,
            entry=Entry(register.id, register.name, volume, number, today, *by),
            paper=replace(order.paper, sheets=order.paper.sheets or received.main.pages),
            files=received.files,
            twin_reason=order.despite.strip(),
        )

    def _told(self, store: IncomingStore, person: Person, document: IncomingDocument) -> None:
        store.add_incoming(document)
        store.add_step(document.id, person, f"Vào sổ, số đến {document.entry.number}", document.twin_reason)
        if document.routing.leader_name:
            store.add_step(document.id, person, Act.PRESENT.label, document.routing.leader_name)
        store.audit(
            person,
            Deed.REGISTER,
            document.id,
            register=document.entry.register_id,
            number=document.entry.number,
            year=document.entry.year,
            digest=document.main.digest,
            despite=document.twin_reason,
        )
        store.publish(DocumentRegistered(card_of(document), person.id))

    def void(self, person: Person, document_id: str, reason: str, read: int | None = None) -> IncomingDocument:
        """Void a number: its row and reason stay, the number is not given again."""
        with self.stores() as store:
            document = known(store, person, document_id)
            permit(Act.VOID, document, person)
            document.require_version(read)
            document = voided(document, reason)
            store.keep_incoming(document)
            store.void_number(document.id, document.void_reason, person.id)
            store.add_step(document.id, person, "Hủy số", document.void_reason)
            store.audit(person, Deed.VOID, document.id, number=document.entry.number, reason=document.void_reason)
            store.publish(DocumentVoided(document.id, document.told_version, document.void_reason, person.id))
        return document


def known(store: IncomingStore, person: Person, document_id: str) -> IncomingDocument:
    """The document if it opens to this person; NotFound `incoming-unknown` otherwise."""
    document = store.incoming(document_id)
    if document is None or not document.opens_to(person):
        raise NotFound("incoming-unknown", "Không có văn bản đến này.", "Tải lại danh sách rồi chọn lại.")
    return document


def employed(directory: Directory, person_id: str, field: str) -> Person:
    """Somebody who works here; BadInput `person-unknown` at the form's field."""
    person = directory.person(person_id)
    if person is None or not person.active:
        fault = {field: "Chọn một người đang làm việc trong danh sách."}
        raise BadInput("person-unknown", "Không có người này.", "Chọn người trong danh sách.", fields=fault)
    return person


def _register(store: IncomingStore, register_id: str) -> Register:
    register = store.register(register_id)
    if register is None:
        raise register_unknown()
    return register


def register_unknown() -> NotFound:
    """The refusal of a register that is not on the shelf, at the form's field."""
    return NotFound(
        "register-unknown", "Không có sổ này.", "Chọn sổ trong danh sách.", fields={"register": "Chọn sổ đến."}
    )


def _received(order: RegisterIncoming, arrival: Arrival | None) -> Received:
    received = arrival.received if arrival else order.received
    if received is None:
        raise NotFound("no-file", "Văn bản chưa có tệp.", "Tải tệp văn bản lên trước khi vào sổ.")
    return received
