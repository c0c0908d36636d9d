"""Makes the renditions with the arrival stamp, after the number is given and never in its way."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from services.intake.domain.incoming import IncomingDocument, State
from services.intake.domain.incoming_card import card_of
from services.intake.handlers.registration import known
from services.intake.ports.incoming import IncomingStores
from services.intake.ports.papers import Stamper
from services.kernel.deeds import Deed
from services.kernel.errors import BadInput, Unavailable
from services.kernel.facts import DocumentChanged
from services.kernel.notation import pad
from services.kernel.paperwork import ArrivalStamp
from services.kernel.people import Person
from services.kernel.ports import Directory, Stored
from services.kernel.values import FileRef, Part

_log = logging.getLogger("vanthu.intake")
_BATCH = 20
_MOST_TRIES = 3


class Stamping:
    """Stamps what still lacks its stamp; killed at any point it begins where it was."""

    def __init__(
        self, stores: IncomingStores, papers: Stamper, directory: Directory, unstamped: Callable[[int], list[str]]
    ) -> None:
        self.stores = stores
        self.papers = papers
        self.directory = directory
        self.unstamped = unstamped
        # A paper on which the tools fail must not keep the others from their stamp.
        self._tries: Counter[str] = Counter()

    def stamp_some(self) -> bool:
        """Stamp a few documents that lack their stamp; whether there may be more."""
        unstamped = self.unstamped(_BATCH + len(self._tries))
        waiting = [key for key in unstamped if self._tries[key] < _MOST_TRIES][:_BATCH]
        for document_id in waiting:
            self._tries[document_id] += 1
            try:
                self.stamp(document_id)
            except Unavailable:
                # Who is away is no fault of the paper's: it waits for as long as that takes.
                self._tries[document_id] -= 1
                raise
            del self._tries[document_id]
        return bool(waiting)

    def stamp(self, document_id: str) -> None:
        """Make one stamped rendition and tell of it; a file that cannot take a stamp is marked so."""
        with self.stores() as store:
            document = store.incoming(document_id)
        if document is None:
            return
        try:
            made = self.papers.stamped(document.main.digest, self._stamp(document))
        except BadInput:
            _log.warning("no stamp on %s", document_id, exc_info=True)
            with self.stores() as store:
                store.mark_stamp(document_id, "failed")
            return
        self._keep(document_id, made)

    def label(self, person: Person, document_id: str) -> bytes:
        """The stamp of a document as a label to print."""
        with self.stores() as store:
            document = known(store, person, document_id)
            store.audit(person, Deed.PRINT, document.id, kind="label")
        return self.papers.label(self._stamp(document))

    def _stamp(self, document: IncomingDocument) -> ArrivalStamp:
        office = self.directory.organisation().name
        return ArrivalStamp(office, pad(document.entry.number), document.entry.arrived_on)

    def _keep(self, document_id: str, made: Stored) -> None:
        with self.stores() as store:
            document = store.incoming(document_id)
            if document is None or document.is_stamped:
                return
            document = _with_stamped(document, made)
            store.set_files(document_id, document.files)
            store.mark_stamp(document_id, "made")
            store.audit("hệ thống", Deed.STAMP, document_id, digest=made.digest)
            if document.state is not State.VOIDED:
                store.publish(DocumentChanged(card_of(document), document.entry.by_id))


def _with_stamped(document: IncomingDocument, made: Stored) -> IncomingDocument:
    main = document.main
    name = f"{main.name.removesuffix('.pdf')} - so den {document.entry.number}.pdf"
    stamped = FileRef(Part.STAMPED, name, main.media_type, made.size, made.digest, main.pages)
    return replace(document, files=(*document.files, stamped))
