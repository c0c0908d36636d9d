"""Presenting, directing and handling arrived documents (Decree 30/2020 Art. 23-24)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from services.intake.domain.incoming import IncomingDocument
from services.intake.domain.incoming_actions import Act, permit
from services.intake.domain.incoming_card import card_of
from services.intake.domain.incoming_steps import Directive, accepted, directed, presented, resolved, returned
from services.intake.domain.routing import Assignee, Task
from services.intake.handlers.answering import require_answer
from services.intake.handlers.registration import employed, known
from services.intake.handlers.slips import Slip
from services.intake.ports.incoming import IncomingStore, IncomingStores
from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.errors import BadInput
from services.kernel.facts import DocumentChanged
from services.kernel.people import Person, Role
from services.kernel.ports import Directory

Change = Callable[[IncomingDocument, IncomingStore], IncomingDocument]


@dataclass(frozen=True)
class Direct:
    """A directive note: one lead, co-handlers and those to be informed, by person id or `unit:ID`."""

    note: str
    lead: str
    coordinate: tuple[str, ...] = ()
    inform: tuple[str, ...] = ()
    due: date | None = None


class Routing:
    """Moves a document from desk to desk; every step is told, kept in its history and audited."""

    def __init__(self, stores: IncomingStores, directory: Directory, clock: Clock) -> None:
        self.stores = stores
        self.directory = directory
        self.clock = clock

    def present(self, person: Person, slip: Slip, leader_id: str) -> IncomingDocument:
        """Put the document before a leader."""
        leader = employed(self.directory, leader_id, "leader")
        today = self.clock.today()
        return self._take(person, slip, Act.PRESENT, lambda it, _: presented(it, leader, today), leader.name)

    def direct(self, person: Person, slip: Slip, order: Direct) -> IncomingDocument:
        """Write the directive note and name those who handle it."""
        directive = Directive(order.note, self._assignees(order), order.due)
        today = self.clock.today()
        told = "; ".join(f"{one.task.label}: {one.name}" for one in directive.assignees)
        words = "\n".join(filter(None, (order.note.strip(), told)))
        return self._take(person, slip, Act.DIRECT, lambda it, _: directed(it, person, directive, today), words)

    def accept(self, person: Person, slip: Slip) -> IncomingDocument:
        """Take the work in hand."""
        return self._take(person, slip, Act.ACCEPT, lambda it, _: accepted(it))

    def send_back(self, person: Person, slip: Slip, reason: str) -> IncomingDocument:
        """Return the document to the leader with a reason."""
        return self._take(person, slip, Act.RETURN, lambda it, _: returned(it, reason), reason)

    def resolve(self, person: Person, slip: Slip, note: str, answer_id: str = "") -> IncomingDocument:
        """Say how it ended: by a note, or by the outgoing document that answers it; BadInput `answer-unknown`."""

        def change(it: IncomingDocument, store: IncomingStore) -> IncomingDocument:
            if answer_id:
                require_answer(store, answer_id, it.id, person)
            return resolved(it, note, answer_id)

        return self._take(person, slip, Act.RESOLVE, change, note)

    def _take(self, person: Person, slip: Slip, act: Act, change: Change, note: str = "") -> IncomingDocument:
        with self.stores() as store:
            document = known(store, person, slip.document_id)
            permit(act, document, person)
            document.require_version(slip.expected)
            document = change(document, store)
            store.keep_incoming(document)
            store.add_step(document.id, person, act.label, note.strip())
            store.audit(person, Deed(act), document.id, version=document.version, state=document.state.value)
            store.publish(DocumentChanged(card_of(document), person.id))
        return document

    def _assignees(self, order: Direct) -> tuple[Assignee, ...]:
        named = [(Task.LEAD, order.lead, "lead")] if order.lead else []
        named += [(Task.COORDINATE, key, "coordinate") for key in order.coordinate]
        named += [(Task.INFORM, key, "inform") for key in order.inform]
        return tuple(self._assignee(task, key, field) for task, key, field in named)

    def _assignee(self, task: Task, key: str, field: str) -> Assignee:
        if not key.startswith("unit:"):
            return Assignee.person(task, self._worker(key, field))
        unit = self.directory.unit(key.removeprefix("unit:"))
        if unit is None:
            fault = {field: "Không có đơn vị này."}
            raise BadInput("unit-unknown", "Không có đơn vị này.", "Chọn đơn vị trong danh sách.", fields=fault)
        return Assignee.whole_unit(task, unit)

    def _worker(self, person_id: str, field: str) -> Person:
        person = employed(self.directory, person_id, field)
        if not person.takes_work:
            fault = f"{person.name} chỉ được xem ({Role.AUDITOR.label}), không nhận việc."
            raise BadInput("no-work-taken", fault, "Chọn người khác trong danh sách.", fields={field: fault})
        return person
