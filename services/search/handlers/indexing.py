"""Brings the index up to date with the records, in batches; what fails is done again, done twice it is the same."""

import logging
from collections.abc import Iterable

from services.kernel.errors import NotFound
from services.kernel.facts import Fact
from services.kernel.text import normalise
from services.search.domain.record import Record, entry
from services.search.handlers.learning import REACTIONS
from services.search.ports import IndexedRecords, LearningBacklog, Pending, Stores, Texts, WrittenIndex

BATCH = 500
LARGE_BATCH = 2_000
BEATS = 30
"""For so many beats without work the index is not looked at: one that was lost is noticed after them."""
_LONGEST_TEXT = 8_000_000
_log = logging.getLogger("vanthu.search")


class Indexing:
    """Keeps one index equal to the service's records."""

    def __init__(
        self, stores: Stores[LearningBacklog], records: IndexedRecords, index: WrittenIndex, texts: Texts
    ) -> None:
        self.stores = stores
        self.records = records
        self.index = index
        self.texts = texts
        self._quiet = 0

    def beat(self) -> bool:
        """Index the oldest batch, if there is one and no other process is at it; whether there may be more."""
        if self._quiet and not self.records.pending(1).changes:
            self._quiet -= 1
            return False
        with self.records.alone(wait=False) as mine:
            more = mine and self.catch_up()
        self._quiet = 0 if more else BEATS
        return more

    def catch_up(self, batch: int = BATCH) -> bool:
        """Index the oldest batch of changes; whether there may be more.

        An index that is new gets everything again, and is asked once it has everything.
        """
        identity = self._known_identity()
        pending = self.records.pending(batch)
        if pending.changes:
            self._index(pending)
        if len(pending.changes) == batch:
            return True
        # Everything that waited has been written, though more may have come since.
        self.index.publish(identity)
        return False

    def _index(self, pending: Pending) -> None:
        # Numbers first, records after: a record is then never older than the number it is put under.
        known = self.records.records(tuple(pending.documents))
        bodies = self._bodies(known.values())
        entries = [
            entry(record, bodies.get(record.text_digest, ""), pending.documents[id_]) for id_, record in known.items()
        ]
        for rejected in self.index.put(entries):
            _log.error("document %s cannot be indexed: %s", rejected.id, rejected.reason)
        with self.stores() as store:
            store.done(pending)

    def catch_up_wholly(self) -> None:
        """Index everything that waits, batch by batch in turn with other processes."""
        more = True
        while more:
            with self.records.alone(wait=True):
                more = self.catch_up(LARGE_BATCH)

    def rebuild(self, facts: Iterable[Fact] | None = None) -> int:
        """Make the index again from the records; with `facts` the records too are learnt anew from those.

        Readers are undisturbed: they ask the old index until the new one has everything. What changes meanwhile waits
        with the rest. Answers how many documents can be found afterwards by whoever may open them.
        """
        if facts is not None:
            self._learn_anew(facts)
        self.index.renew()
        self.catch_up_wholly()
        return self.records.known()

    def _learn_anew(self, facts: Iterable[Fact]) -> None:
        with self.stores() as store:
            store.forget_all()
            for fact in facts:
                if type(fact) in REACTIONS:
                    REACTIONS[type(fact)](fact, store)

    def _known_identity(self) -> str:
        identity = self.index.identity()
        if not self.records.serves(identity):
            with self.stores() as store:
                store.begin(identity)
        return identity

    def _bodies(self, known: Iterable[Record]) -> dict[str, str]:
        wanted = sorted({record.text_digest for record in known if record.text_digest})
        bodies = dict(self.records.bodies(wanted))
        fetched = {digest: self._fetch(digest) for digest in wanted if digest not in bodies}
        found = {digest: text for digest, text in fetched.items() if text is not None}
        if found:
            with self.stores() as store:
                for digest, text in found.items():
                    store.keep_body(digest, text)
        return bodies | found

    def _fetch(self, digest: str) -> str | None:
        try:
            with self.texts.open(digest) as stream:
                return normalise(stream.read(_LONGEST_TEXT).decode("utf-8", "replace"))
        except NotFound:
            return None
