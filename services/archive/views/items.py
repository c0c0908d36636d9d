"""An item's page, and the lists of items people work through."""

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from services.archive.domain.access import AccessLevel, check_may_open, item_unknown
from services.archive.domain.case_file import CaseFile
from services.archive.domain.item import KeptItem, find_file
from services.archive.domain.retention import Retention
from services.archive.tables import CASE_FILES, FILINGS, ITEMS, SERIES
from services.archive.tables.rows import AnyRow, case_file_of, find_item, fonds_of, kept_item, words
from services.archive.views.details import fonds_row_of, shown_files, signatures
from services.archive.views.events import events_of
from services.archive.views.lines import ItemLine, ItemView, item_line
from services.archive.views.sight import open_case_files, open_items
from services.backends.database import Database
from services.kernel.errors import NotFound
from services.kernel.people import Person
from services.kernel.text import fold
from services.kernel.values import FileRef

MOST_EVENTS = 200


class Items:
    """Reads of items; each checks who asks."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def show(self, person: Person, item_id: str) -> ItemView:
        """An item's page; NotFound `item-unknown`."""
        with self.database.read() as connection:
            row = _row(connection, item_id)
            kept = kept_item(connection, row)
            check_may_open(person, kept.readers)
            return _view(connection, person, row, kept)

    def file(self, person: Person, item_id: str, digest: str = "") -> FileRef:
        """The file a download would hand out, with the same refusals."""
        return find_file(self.kept(person, item_id), digest)

    def kept(self, person: Person, item_id: str) -> KeptItem:
        """The item, for deciding what may be done; NotFound `item-unknown`."""
        with self.database.read() as connection:
            kept = kept_item(connection, _row(connection, item_id))
        check_may_open(person, kept.readers)
        return kept

    def of_document(self, person: Person, document_id: str) -> str:
        """The id of the item that keeps a document; NotFound until it is deposited."""
        wanted = select(ITEMS.c.id).where(ITEMS.c.document_id == document_id, open_items(person))
        with self.database.read() as connection:
            found = connection.execute(wanted).scalar()
        if found is None:
            raise NotFound(
                "item-unknown",
                "Văn bản này chưa có trong kho lưu trữ hoặc chưa mở cho bạn.",
                "Văn bản đến vào kho ngay sau khi vào sổ, văn bản đi sau khi phát hành; tải lại trang sau ít giây.",
            )
        return str(found)

    def unfiled(self, person: Person, offset: int, size: int) -> list[ItemLine]:
        """Items in no case file yet, the oldest first."""
        wanted = select(ITEMS).where(*_unfiled(person)).order_by(ITEMS.c.reference_code).offset(offset).limit(size)
        return self._lines(wanted)

    def count_unfiled(self, person: Person) -> int:
        """How many `unfiled` lists in all."""
        with self.database.read() as connection:
            return connection.execute(select(func.count()).select_from(ITEMS).where(*_unfiled(person))).scalar_one()

    def choose(self, person: Person, case_file_id: str, typed: str, size: int = 30) -> list[ItemLine]:
        """Items to put into a case file: those that hold every typed word, or, untyped, the newest in no file."""
        inside = select(FILINGS.c.item_id).where(FILINGS.c.case_file_id == case_file_id)
        held = [ITEMS.c.folded.contains(word, autoescape=True) for word in fold(typed).split()[:8]]
        wanted = select(ITEMS).where(open_items(person), ITEMS.c.id.not_in(inside), ITEMS.c.void_reason == "")
        wanted = wanted.where(*held) if held else wanted.where(ITEMS.c.filed == 0)
        return self._lines(wanted.order_by(ITEMS.c.registered_on.desc(), ITEMS.c.reference_code.desc()).limit(size))

    def _lines(self, wanted: Select[tuple[object, ...]]) -> list[ItemLine]:
        with self.database.read() as connection:
            return [item_line(row) for row in connection.execute(wanted)]


def _row(connection: Connection, item_id: str) -> AnyRow:
    row = find_item(connection, item_id)
    if row is None:
        raise item_unknown()
    return row


def _unfiled(person: Person) -> tuple[ColumnElement[bool], ...]:
    return (ITEMS.c.filed == 0, ITEMS.c.void_reason == "", open_items(person))


def _view(connection: Connection, person: Person, row: AnyRow, kept: KeptItem) -> ItemView:
    series = connection.execute(select(SERIES).where(SERIES.c.id == row.series_id)).one()
    return ItemView(
        line=item_line(row),
        document_id=row.document_id,
        fonds=fonds_of(fonds_row_of(connection, row.fonds_id)),
        series_id=row.series_id,
        series_title=series.title,
        register_name=row.register_name,
        registered_on=row.registered_on,
        document_date=row.document_date,
        signer=row.signer,
        urgency=row.urgency,
        state=row.state,
        recipients=words(row.recipients),
        void_reason=row.void_reason,
        retention=Retention(row.retention),
        access_label=AccessLevel(row.access_level).label,
        language=row.language,
        version=row.version,
        deposited_at=row.deposited_at,
        readers=kept.readers,
        files=shown_files(connection, row),
        signatures=signatures(connection, row.document_id),
        events=events_of(connection, f"item:{row.id}", MOST_EVENTS),
        case_files=_case_files(connection, person, row.id),
        related=_related(connection, person, row),
    )


def _case_files(connection: Connection, person: Person, item_id: str) -> tuple[CaseFile, ...]:
    inside = CASE_FILES.join(FILINGS, FILINGS.c.case_file_id == CASE_FILES.c.id)
    mine = select(CASE_FILES).select_from(inside).where(FILINGS.c.item_id == item_id, open_case_files(person))
    return tuple(case_file_of(row) for row in connection.execute(mine.order_by(CASE_FILES.c.reference_code)))


def _related(connection: Connection, person: Person, row: AnyRow) -> tuple[tuple[str, ItemLine], ...]:
    answered = ITEMS.c.document_id == row.answers_id if row.answers_id else ITEMS.c.id.is_(None)
    either = or_(answered, ITEMS.c.answers_id == row.document_id)
    found = connection.execute(
        select(ITEMS).where(either, open_items(person)).order_by(ITEMS.c.registered_on, ITEMS.c.id)
    )
    return tuple(
        ("Trả lời văn bản" if each.document_id == row.answers_id else "Được trả lời bằng", item_line(each))
        for each in found
    )
