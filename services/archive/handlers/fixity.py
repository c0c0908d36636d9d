"""Reads everything kept again and names what differs; finds objects nobody refers to."""

from collections.abc import Iterable

from services.archive.domain.integrity import Fault, Finding, FixityReport, KeptFile, fault_of
from services.archive.handlers.verification import read_back
from services.archive.ports import THE_ARCHIVE, FixityStore, Stores
from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.people import Person
from services.kernel.ports import ObjectStore

_STEP = 200


class Fixity:
    """The archivist's proof that what was deposited is still there, bit for bit."""

    def __init__(self, stores: Stores[FixityStore], objects: ObjectStore, clock: Clock) -> None:
        self.stores = stores
        self.objects = objects
        self.clock = clock

    def check(self, who: Person | str = THE_ARCHIVE) -> FixityReport:
        """Re-read every kept object once; findings, the run itself and each item at fault go into the audit chain.

        Reads in steps outside any transaction, so that the archive goes on working meanwhile.
        """
        files = objects = size = 0
        findings: list[Finding] = []
        after = ""
        while step := self._next(after):
            after = step[-1].digest
            found = {digest: read_back(self.objects, digest) for digest in {file.digest for file in step}}
            faulty = [_finding(file, found) for file in step]
            findings += [each for each in faulty if each is not None]
            self._note(who, found, [each for each in faulty if each is not None])
            files += len(step)
            objects += len(found)
            size += sum(each[1] for each in found.values() if each)
        report = FixityReport(files, objects, size, tuple(findings))
        self._close(who, report)
        return report

    def orphans(self, referenced: Iterable[str]) -> list[str]:
        """Digests in the store that are not among those referenced by any service's records, sorted."""
        known = set(referenced)
        return sorted(digest for digest in self.objects.digests() if digest not in known)

    def _next(self, after: str) -> list[KeptFile]:
        with self.stores() as store:
            return store.kept_files(after, _STEP)

    def _note(self, who: Person | str, found: dict[str, tuple[str, int] | None], faulty: list[Finding]) -> None:
        faults: dict[str, Fault] = {each.file.digest: each.fault for each in faulty}
        with self.stores() as store:
            store.note_fixity(found, faults, self.clock.now())
            for each in faulty:
                store.audit(
                    who, Deed.FIND_FAULT, f"item:{each.file.item_id}", file=each.file.name, digest=each.file.digest,
                    fault=each.fault.value,
                )  # fmt: skip

    def _close(self, who: Person | str, report: FixityReport) -> None:
        with self.stores() as store:
            store.audit(
                who, Deed.CHECK_FIXITY, "archive", files=report.files, objects=report.objects, bytes=report.bytes,
                faults=len(report.findings),
            )  # fmt: skip


def _finding(file: KeptFile, found: dict[str, tuple[str, int] | None]) -> Finding | None:
    fault = fault_of(found[file.digest], file.digest, file.size)
    return Finding(file, fault) if fault else None
