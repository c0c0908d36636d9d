"""The clerk's queue: uploads wait in it until they are registered or put away with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from services.intake.domain.arrivals import Arrival, ArrivalState
from services.intake.domain.guessing import guesses
from services.intake.domain.incoming_steps import require_words
from services.intake.domain.papers import Upload
from services.intake.handlers.kept_bytes import require_kept
from services.intake.handlers.receiving import Receiving
from services.intake.ports.incoming import IncomingStore, IncomingStores
from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.errors import NotFound
from services.kernel.people import Person, Role, require
from services.kernel.values import new_id


class Arrivals:
    """Puts uploads into the queue, keeps what the clerk has typed so far, puts them away."""

    def __init__(
        self,
        stores: IncomingStores,
        receiving: Receiving,
        clock: Clock,
        known_issuers: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        self.stores = stores
        self.receiving = receiving
        self.known_issuers = known_issuers
        self.clock = clock

    def bring(self, person: Person, upload: Upload) -> Arrival:
        """Receive an upload into the queue; Conflict `file-gone` if it was erased as classified meanwhile."""
        received, seen = self.receiving.receive_to_read(person, upload)
        received = replace(received, guesses=guesses(seen, self.known_issuers()))
        arrival = Arrival(new_id(), ArrivalState.WAITING, person.id, person.name, self.clock.now(), received)
        with self.stores() as store:
            require_kept(self.receiving.objects, received.files)
            store.add_arrival(arrival)
            store.audit(person, Deed.ARRIVE, arrival.id, name=received.main.name, digest=received.main.digest)
        return arrival

    def save_draft(self, person: Person, arrival_id: str, draft: Mapping[str, str]) -> None:
        """Keep the form's fields as typed, so that nothing is lost if the browser goes away."""
        require(person, Role.CLERK, action="vào sổ văn bản đến")
        with self.stores() as store:
            arrival = waiting(store, arrival_id)
            store.keep_arrival(replace(arrival, draft={key: text[:4000] for key, text in draft.items()}))

    def discard(self, person: Person, arrival_id: str, reason: str) -> None:
        """Take an upload out of the queue; its row and bytes stay, with the reason."""
        require(person, Role.CLERK, action="bỏ tệp khỏi hàng chờ")
        with self.stores() as store:
            arrival = waiting(store, arrival_id).discarded(reason)
            store.keep_arrival(arrival)
            store.audit(person, Deed.DISCARD, arrival.id, reason=arrival.reason)

    def close_quarantine(self, person: Person, quarantine_id: str, reason: str) -> None:
        """Put a file that broke the tools away from the list, with a reason."""
        require(person, Role.CLERK, Role.ADMIN, action="xử lý tệp lỗi")
        require_words(reason, "reason", "đã xử lý tệp lỗi này thế nào")
        with self.stores() as store:
            row = store.close_quarantine(quarantine_id, reason.strip())
            if row is None:
                raise NotFound("quarantine-unknown", "Tệp lỗi này đã được xử lý.", "Tải lại danh sách.")
            store.audit(person, Deed.CLOSE_QUARANTINE, str(row["digest"]), reason=reason.strip())


def waiting(store: IncomingStore, arrival_id: str) -> Arrival:
    """The arrival if it still waits; NotFound `arrival-unknown`, Conflict when it is done with."""
    arrival = store.arrival(arrival_id)
    if arrival is None:
        raise NotFound("arrival-unknown", "Không có tệp này trong hàng chờ.", "Tải lại hàng chờ rồi chọn lại.")
    arrival.require_waiting()
    return arrival
