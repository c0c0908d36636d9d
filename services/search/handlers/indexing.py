"""Brings the index up to date with the records, in batches; what fails is done again, done twice it is the same."""

from collections.abc import Iterable

from services.kernel.errors import NotFound
from services.kernel.facts import Fact
from services.kernel.text import normalise
from services.search.domain.record import Record, entry
from services.search.handlers.learning import REACTIONS
from services.search.ports import Index, IndexedRecords, LearningBacklog, Stores, Texts

BATCH = 500
LARGE_BATCH = 2_000
_LONGEST_TEXT = 8_000_000


class Indexing:
    """Keeps one index equal to the service's records."""

    def __init__(self, stores: Stores[LearningBacklog], records: IndexedRecords, index: Index, texts: Texts) -> None:
        self.stores = stores
        self.records = records
        self.index = index
        self.texts = texts

    def catch_up(self, batch: int = BATCH) -> bool:
        """Index the oldest batch of changes; whether there may be more. An index that is new gets everything again."""
        self._know_the_index()
        pending = self.records.pending(batch)
        if not pending.document_ids:
            return False
        known = self.records.records(pending.document_ids)
        bodies = self._bodies(known.values())
        self.index.put([entry(record, bodies.get(record.text_digest, "")) for record in known.values()])
        with self.stores() as store:
            store.done(pending)
        return True

    def catch_up_wholly(self) -> None:
        """Index everything that waits."""
        while self.catch_up(LARGE_BATCH):
            pass

    def rebuild(self, facts: Iterable[Fact] | None = None) -> int:
        """Drop the index and make it again from the records; with `facts` the records too are learnt anew from those.

        Answers how many documents can be found afterwards by whoever may open them.
        """
        if facts is not None:
            self._learn_anew(facts)
        self.index.clear()
        self.catch_up_wholly()
        return self.records.known()

    def _learn_anew(self, facts: Iterable[Fact]) -> None:
        with self.stores() as store:
            store.forget_all()
            for fact in facts:
                if type(fact) in REACTIONS:
                    REACTIONS[type(fact)](fact, store)

    def _know_the_index(self) -> None:
        identity = self.index.identity()
        if not self.records.serves(identity):
            with self.stores() as store:
                store.begin(identity)

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
