"""Number and date, the sealed file, and issue (Decree 30/2020 Art. 14-18)."""

from dataclasses import replace
from datetime import date

from services.intake.domain import issuing
from services.intake.domain.outgoing import Mark, OutgoingDocument, Registration
from services.intake.domain.outgoing_actions import Act, permit
from services.intake.domain.outgoing_paper import kept_by
from services.intake.domain.registers import Direction, Register
from services.intake.handlers.answering import settle_answered
from services.intake.handlers.draft_papers import DraftPapers
from services.intake.handlers.outgoing_desk import opened
from services.intake.handlers.slips import Slip
from services.intake.ports.outgoing import OutgoingStores, OutgoingWork
from services.kernel.clock import Clock, office_day
from services.kernel.deeds import Deed
from services.kernel.errors import Conflict, NotFound
from services.kernel.facts import DocumentSealed
from services.kernel.people import Person


class Issuing:
    """What the clerk does with a signed document."""

    def __init__(self, stores: OutgoingStores, papers: DraftPapers, clock: Clock) -> None:
        self.stores = stores
        self.papers = papers
        self.clock = clock

    def number(self, person: Person, slip: Slip, register_id: str) -> OutgoingDocument:
        """Give the next number of a register and today's date, and ask for the seal, all or nothing."""
        with self.stores() as store:
            before = opened(store, person, slip)
            # Looked at when nobody else can number any more: numbers follow the clock.
            mark = Mark.of(person, self.clock.now(), slip.note)
            permit(Act.NUMBER, before, person)
            place = self._place(store, before, register_id, office_day(mark.at))
            document = issuing.numbered(before, place, person, mark)
            store.keep_outgoing(document)
            store.add_step(document.id, person, f"Cấp số {place.notation}, ngày {place.issued_on:%d/%m/%Y}", slip.note)
            store.audit(person, Deed.NUMBER, document.id, register=register_id, number=place.number)
            store.publish(issuing.seal_request(document, store.edition(document), person))
        return document

    def issue(self, person: Person, slip: Slip) -> OutgoingDocument:
        """Send it out: archive and search hear of it, and the arrived document it answers is dealt with."""
        mark = Mark.of(person, self.clock.now(), slip.note)
        with self.stores() as store:
            document = issuing.issued(opened(store, person, slip), person, mark)
            fact = issuing.issue_fact(document, issuing.kept_files(store.editions(document.id)))
            store.keep_outgoing(document)
            count = len(document.content.recipients)
            store.add_step(document.id, person, f"Phát hành đến {count} nơi nhận", slip.note)
            store.audit(person, Deed.ISSUE, document.id, notation=fact.card.notation, recipients=count)
            store.publish(fact)
            if fact.answers_id:
                settle_answered(store, document.id, fact.answers_id, fact.card.notation, person)
        return document

    def sealed(self, fact: DocumentSealed, store: OutgoingWork) -> None:
        """React: number, date and seal are on the file; told twice or late, nothing changes."""
        before = store.outgoing(fact.document_id)
        sealer = self.papers.directory.person(fact.sealed_by)
        mark = Mark(fact.sealed_by, sealer.name if sealer else "Văn thư", self.clock.now())
        edition = store.edition(before)
        document = issuing.sealed(before, fact, mark)
        if document is None:
            return
        store.keep_outgoing(document)
        store.add_edition(document.id, issuing.sealed_edition(edition, document, fact, mark))
        store.add_step(document.id, mark.name, "Đóng dấu, hai chữ ký số đã được kiểm tra")
        store.audit("signing", Deed.SEAL, document.id, by=fact.sealed_by, digest=fact.file.digest)

    def _place(self, store: OutgoingWork, document: OutgoingDocument, register_id: str, day: date) -> Registration:
        setting = replace(self.papers.setting(document.drafter.unit_id), day=day)
        register = _open_register(store, register_id, document, setting.day)
        volume = register.volume_on(day)
        number = store.next_number(register.id, volume, document.id)
        notation = setting.numbered(document.content, number)
        _check_unique(store, day.year, notation, register)
        return Registration(
            register_id=register.id,
            register_name=register.name,
            year=volume,
            number=number,
            notation=notation,
            issued_on=setting.day,
            issuer=setting.organisation.name,
            type_name=setting.type_of(document.content).name,
            kept_by=kept_by(setting.unit).removeprefix("Lưu: "),
        )


def _open_register(store: OutgoingWork, register_id: str, document: OutgoingDocument, day: date) -> Register:
    register = store.register(register_id)
    if register is None:
        raise NotFound("register-unknown", "Không có sổ này.", "Chọn một sổ văn bản đi đang mở.")
    register.require_open(Direction.OUTGOING, day)
    if not register.covers(document.content.type_code):
        raise Conflict(
            "register-scope",
            f"“{register.name}” không dùng để đăng ký loại văn bản này.",
            "Chọn sổ khác.",
            fields={"register": "Sổ này không nhận loại văn bản này."},
        )
    return register


def _check_unique(store: OutgoingWork, year: int, notation: str, register: Register) -> None:
    # One register never gives a number twice in a volume; in a new term it may, also within the year.
    holder = store.notation_holder(year, notation, but=register.id)
    if holder is not None:
        raise Conflict(
            "notation-taken",
            f"Số {notation} năm {year} đã được cấp ở “{holder}”.",
            "Mỗi số và ký hiệu chỉ dùng một lần trong năm: chọn sổ kia, hoặc nhờ quản trị tách phạm vi hai sổ.",
            fields={"register": "Số này đã được cấp ở sổ khác."},
        )
