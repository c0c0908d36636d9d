"""Fixity re-reads everything and names what differs; the sweep names what nobody refers to."""

from io import BytesIO
from pathlib import Path

import pytest

from services.archive.domain.integrity import Fault
from services.kernel.values import FileRef, Part
from tests.unit.archive_office import HANH, ArchiveOffice, archive_office


@pytest.fixture
def office(tmp_path: Path) -> ArchiveOffice:
    return archive_office(tmp_path)


def _path(office: ArchiveOffice, file: FileRef) -> Path:
    path = office.objects.root / file.digest[:2] / file.digest
    path.chmod(0o640)
    return path


def test_a_sound_archive_is_found_sound_and_the_run_is_written_down(office: ArchiveOffice) -> None:
    shared = office.store_file(b"same annex", Part.ANNEX)
    office.deposit(*(office.incoming(n, files=(office.store_file(b"%d" % n), shared)) for n in (1, 2)))
    report = office.parts.fixity.check(HANH)
    assert report.is_sound
    assert (report.files, report.objects, report.bytes) == (4, 3, 12)
    assert len(office.audit("check-fixity")) == 1
    assert office.parts.views.records.fixity_runs()[0].said == "4 tệp, 0 sai khác"


def test_missing_altered_and_resized_files_are_each_named_with_their_item(office: ArchiveOffice) -> None:
    files = [office.store_file(b"content %d" % n) for n in range(4)]
    items = office.deposit(*(office.incoming(n + 1, files=(file,)) for n, file in enumerate(files)))
    _path(office, files[0]).unlink()
    _path(office, files[1]).write_bytes(b"Content 1")
    _path(office, files[2]).write_bytes(b"content 2 and more")
    report = office.parts.fixity.check()
    found = {finding.file.item_id: finding.fault for finding in report.findings}
    assert found == {items[0]: Fault.MISSING, items[1]: Fault.ALTERED, items[2]: Fault.SIZE}
    assert office.parts.views.records.count_faults() == 3
    assert {str(each) for each in office.parts.views.records.faults()} == {str(each) for each in report.findings}
    events = office.parts.views.items.show(HANH, items[0]).events
    assert (events[0].action, events[0].kind) == ("find-fault", "late")


def test_a_restored_file_is_sound_again_at_the_next_check(office: ArchiveOffice) -> None:
    file = office.store_file(b"content")
    office.deposit(office.incoming(1, files=(file,)))
    _path(office, file).unlink()
    assert not office.parts.fixity.check().is_sound
    office.objects.put(BytesIO(b"content"))
    assert office.parts.fixity.check().is_sound
    assert office.parts.views.records.count_faults() == 0


def test_more_files_than_one_step_are_all_read(office: ArchiveOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.archive.handlers.fixity._STEP", 3)
    shared = office.store_file(b"shared", Part.ANNEX)
    office.deposit(*(office.incoming(n, files=(office.store_file(b"%d" % n), shared)) for n in range(1, 12)))
    report = office.parts.fixity.check()
    assert (report.files, report.objects) == (22, 12)


def test_objects_nobody_refers_to_are_named(office: ArchiveOffice) -> None:
    office.deposit(office.incoming(1))
    stray = office.store_file(b"left by a broken-off registration")
    known = set(office.parts.views.digests())
    assert office.parts.fixity.orphans(known) == [stray.digest]
    assert office.parts.fixity.orphans({*known, stray.digest}) == []
