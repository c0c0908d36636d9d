"""One set of segments of an embedded index, with the writer that this process may hold."""

from collections.abc import Sequence

import tantivy

from services.backends.index.queries import Compiler
from services.backends.index.shape import document
from services.kernel.errors import Unavailable
from services.kernel.finding import Entry, Rejected

_HEAP = 32_000_000


class Segments:
    """An opened index and its name; not safe to be written by two threads at once."""

    def __init__(self, index: tantivy.Index, identity: str) -> None:
        self.index = index
        self.identity = identity
        self.compiler = Compiler(index.schema)
        self._writer: tantivy.IndexWriter | None = None
        index.config_reader("manual")

    def writer(self) -> tantivy.IndexWriter:
        """The only writer of these segments; Unavailable `index-busy` when another process has it."""
        if self._writer is None:
            try:
                self._writer = self.index.writer(_HEAP, 1)
            except ValueError as busy:
                raise Unavailable(
                    "index-busy",
                    "Chỉ mục tìm kiếm đang được một tiến trình khác ghi.",
                    "Dừng dịch vụ đang chạy rồi làm lại.",
                ) from busy
        return self._writer

    def put(self, entries: Sequence[Entry]) -> tuple[Rejected, ...]:
        """Add the entries, or replace older ones, durably; those that cannot be held come back."""
        writer = self.writer()
        try:
            rejected = self._add(writer, entries)
            writer.commit()
        except (OSError, ValueError):
            self._writer = None  # a writer that failed once, on a full disk, say, is dead for good
            raise
        self.index.reload()
        return rejected

    def close(self) -> None:
        """Let another process write."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None
            self.index.reload()

    def _add(self, writer: tantivy.IndexWriter, entries: Sequence[Entry]) -> tuple[Rejected, ...]:
        versions = self._versions([entry.id for entry in entries])
        rejected = []
        for entry in entries:
            if entry.version < versions.get(entry.id, 0):
                continue
            try:
                made = document(entry)
            except OverflowError:
                rejected.append(Rejected(entry.id, "a number out of range"))
                continue
            writer.delete_documents_by_term("id", entry.id)
            writer.add_document(made)
            versions[entry.id] = entry.version
        return tuple(rejected)

    def _versions(self, ids: list[str]) -> dict[str, int]:
        """What is held already; a late write must not overwrite a newer one."""
        searcher = self.index.searcher()
        held = tantivy.Query.term_set_query(self.index.schema, "id", ids)
        found = [address for _, address in searcher.search(held, max(len(ids), 1), count=False).hits]
        versions = searcher.fast_field_values("version", found)
        named = (str(searcher.doc(address).get_first("id")) for address in found)
        return {id_: int(version or 0) for id_, version in zip(named, versions, strict=True)}
