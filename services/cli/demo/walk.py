"""Walks one dispatch from door to shelf and its answer from draft to issue, saying each step in one line."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from services.backends.demo.texts import INCOMING, Dispatch, Plan, dispatches
from services.cli.demo.people import OFFICE, DemoOffice
from services.cli.demo.shelves import matter_of
from services.cli.demo.warming import warm
from services.cli.demo.work import Team, Work, printed
from services.cli.output import Output
from services.intake.domain.incoming import IncomingDocument
from services.intake.domain.outgoing import OutgoingDocument
from services.intake.handlers.routing import Direct
from services.kernel.calendar import office_calendar
from services.kernel.errors import Refusal, Unavailable
from services.kernel.people import Role
from services.kernel.text import fold
from services.kernel.values import Part
from services.office import Office
from services.search.handlers.searching import Search
from services.signing.domain.marks import SignatureMark

T = TypeVar("T")
_PATIENCE_SECONDS = 20.0


class StepFailed(Exception):
    """A step of the walk did not hold; the words say which and why."""


@dataclass
class Walk:
    """One incoming and one outgoing dispatch through every desk of the running office."""

    host: Office
    office: DemoOffice
    out: Output
    count: int = 0

    def go(self) -> None:
        """Walk all steps; StepFailed names the first that does not hold."""
        self.work, self.team = Work(self.host, self.office, until), Team(self.office["dung"], self.office["mai"])
        self._warm()
        incoming = self._arrives()
        outgoing = self._answered(incoming)
        self._kept(incoming, outgoing)
        self._proved()

    def _arrives(self) -> IncomingDocument:
        dispatch = self._dispatch()
        paper = self.step("Văn bản đến cửa", lambda: printed(dispatch), lambda it: f"{dispatch.number}, {len(it)} byte")
        document = self.step(
            "Đọc trang đầu, vào sổ",
            lambda: self.work.register(dispatch, paper),
            lambda it: f"số đến {it.entry.number}/{it.entry.year}, SHA-256 {it.main.digest[:16]}…",
        )
        due = office_calendar().after(self.host.shared.clock.today(), 5)
        order = Direct("Giao Phòng Nội chính - Văn xã tham mưu văn bản trả lời.", self.team.drafter.id, due=due)
        self.step(
            "Trình, bút phê, nhận việc",
            lambda: self.work.direct(document, self.office["an"], order),
            lambda _: f"chủ trì {self.team.drafter.name}, hạn {due:%d/%m/%Y}",
        )
        self.step("Dấu đến trên bản thể hiện", lambda: self._stamped(document), lambda it: f"SHA-256 {it[:16]}…")
        return document

    def _answered(self, incoming: IncomingDocument) -> OutgoingDocument:
        letter = replace(
            self._letter().letter,
            subject=f"V/v trả lời văn bản số {incoming.paper.printed} của {incoming.paper.issuer}",
            addressees=(incoming.paper.issuer,),
        )
        document = self.step(
            "Soạn văn bản trả lời",
            lambda: self.work.draft(letter, self.team, incoming.id),
            lambda it: f"{it.content.type_code}, {self.team.drafter.name}",
        )
        self.step(
            "Duyệt nội dung, kiểm tra thể thức",
            lambda: self.work.approve(document, self.team),
            lambda _: f"{self.team.head.name}; {self.office['khanh'].name}",
        )
        self.step("Lãnh đạo ký số", lambda: self.work.sign(document), _made)
        numbered = self.step("Cấp số, ngày", lambda: self.work.number(document), lambda it: _place(it))
        self.step("Đóng dấu cơ quan", lambda: self.work.seal(document), _made)
        self.step(
            "Phát hành",
            lambda: self.work.issue(document),
            lambda it: f"{len(it.content.recipients)} nơi nhận, SHA-256 {self._sealed(it)[:16]}…",
        )
        return numbered

    def _kept(self, incoming: IncomingDocument, outgoing: OutgoingDocument) -> None:
        archive, archivist = self.host.archive, self.office["son"]
        items = self.step(
            "Nộp lưu cả hai văn bản",
            lambda: [self._item(document_id) for document_id in (incoming.id, outgoing.id)],
            lambda them: ", ".join(archive.views.items.show(archivist, it).line.reference_code for it in them),
        )
        matter = matter_of(incoming.paper.subject)
        fitting = archive.views.case_files.open_to_place(archivist)
        case_file = next((each for each in fitting if matter in each.title.casefold()), fitting[0])
        self.step(
            "Lập hồ sơ",
            lambda: archive.handlers.filing.place(archivist, case_file.id, items),
            lambda it: f"{it} văn bản vào “{case_file.title}”",
        )
        words = fold(outgoing.content.subject)
        self.step(
            "Tìm không dấu thấy văn bản đi",
            lambda: self._found(words, outgoing.id),
            lambda it: f"“{words[:40]}…”, {it} kết quả",
        )
        words = fold(incoming.paper.subject)
        self.step("Tìm không dấu thấy văn bản đến", lambda: self._found(words, incoming.id), lambda it: f"{it} kết quả")

    def _proved(self) -> None:
        checks = self.step(
            "Kiểm tra sổ liên tục",
            self.host.intake.views.verify_registers,
            lambda them: f"{len(them)} quyển, {sum(it.last for it in them)} số, không thiếu số nào",
        )
        if not all(check.whole for check in checks):
            raise StepFailed("Sổ có số bị thiếu.")
        report = self.step(
            "Kiểm tra toàn vẹn kho",
            self.host.archive.fixity.check,
            lambda it: f"{it.objects} tệp, {len(it.findings)} sai khác",
        )
        if report.findings:
            raise StepFailed("Kho có tệp sai khác.")

    def step(self, name: str, work: Callable[[], T], say: Callable[[T], str]) -> T:
        """Do one step and print it with its figures and milliseconds."""
        self.count += 1
        begun = time.perf_counter()
        try:
            result = work()
        except Refusal as refused:
            raise StepFailed(f"Bước {self.count} “{name}” không đạt: {refused.detail} {refused.next}") from refused
        took = (time.perf_counter() - begun) * 1000
        figures = say(result)
        self.out.result(
            f"  {self.count:>2}. {name:<36} {figures}  ({took:.0f} ms)",
            step=self.count, name=name, figures=figures, milliseconds=round(took),
        )  # fmt: skip
        return result

    def _dispatch(self) -> Dispatch:
        # A fresh one every time: the same dispatch twice would be refused as a twin.
        seed = random.SystemRandom().randrange(10**9)
        found = dispatches(self._plan(seed))
        state = [one for one in found if one.direction == INCOMING and one.letter.type.regime == "state"]
        return next(one for one in reversed(state) if matter_of(one.letter.subject))

    def _warm(self) -> None:
        letter = self._letter()
        leader = next(person for person in self.office.having(Role.LEADER) if person.name == letter.letter.signer)
        warm(self.host, leader, letter)

    def _letter(self) -> Dispatch:
        found = dispatches(self._plan(7))
        return next(one for one in found if one.direction != INCOMING and one.letter.type.is_letter)

    def _plan(self, seed: int) -> Plan:
        leaders = [(person.name, person.position) for person in self.office.having(Role.LEADER)]
        units = tuple(unit.abbreviation for unit in self.host.shared.directory.units())
        return Plan(OFFICE, leaders, units, self.host.shared.clock.today(), 40, seed)

    def _stamped(self, document: IncomingDocument) -> str:
        self.host.intake.incoming.desk.stamping.stamp(document.id)
        files = self.host.intake.views.incoming_sheet(self.office["lan"], document.id).document.files
        return next(file.digest for file in files if file.part is Part.STAMPED)

    def _sealed(self, document: OutgoingDocument) -> str:
        return self.host.intake.views.outgoing_sheet(self.office["lan"], document.id).edition.file.digest

    def _item(self, document_id: str) -> str:
        def kept() -> str:
            try:
                return self.host.archive.views.items.of_document(self.office["son"], document_id)
            except Refusal:
                return ""

        until(kept)
        return kept()

    def _found(self, words: str, document_id: str) -> int:
        def total() -> int:
            results = self.host.search.searching.search(self.office["lan"], Search(line=f'"{words}"'))
            hits = [hit.record.id for hit in results.hits]
            return results.total if document_id in hits else 0

        until(total)
        return total()


def until(question: Callable[[], object]) -> None:
    """Wait until the question is answered with something true; Unavailable after twenty seconds."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while not question():
        if time.monotonic() > end:
            raise Unavailable("no-answer", "Chờ quá 20 giây mà chưa thấy kết quả.", "Xem bàn tin tồn đọng.")
        time.sleep(0.01)


def _made(mark: SignatureMark) -> str:
    return f"{_verdict(mark.report)}; {mark.reached}"


def _verdict(report: Any) -> str:
    return "; ".join(f"{one.signer}: {one.outcome.label}" for one in report.signatures)


def _place(document: OutgoingDocument) -> str:
    assert document.registration is not None  # noqa: S101 - it was numbered just now
    return f"{document.registration.notation}, {document.registration.issued_on:%d/%m/%Y}"
