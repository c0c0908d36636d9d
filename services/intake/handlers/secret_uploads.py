"""Uploads that turn out to be classified leave the machine at once (Law on the Protection of State Secrets 2018)."""

from services.intake.domain.description import secret_refused
from services.intake.handlers.arrivals import waiting
from services.intake.ports.incoming import IncomingStores
from services.kernel.deeds import Deed
from services.kernel.errors import NotAllowed
from services.kernel.people import Person, Role, require
from services.kernel.ports import Eraser
from services.kernel.values import Secrecy

_GONE = "Tệp đã tải lên, cùng mọi điều đọc được từ tệp, vừa được xóa khỏi máy chủ."
_STAYS = (
    "Tệp đã được bỏ khỏi hàng chờ, nhưng cũng nằm trong một hồ sơ khác của hệ thống nên chưa xóa được: báo quản trị."
)


class SecretUploads:
    """Takes classified uploads out of the queue, bytes and all."""

    def __init__(self, stores: IncomingStores, objects: Eraser) -> None:
        self.stores = stores
        self.objects = objects

    def remove(self, person: Person, arrival_id: str, secrecy: Secrecy) -> NotAllowed:
        """The refusal to show, once every waiting copy is put away without its words and its bytes are gone.

        Bytes that another record speaks of too are left, and the refusal says so.
        """
        require(person, Role.CLERK, action="vào sổ văn bản đến")
        with self.stores() as store:
            copies = store.waiting_with(waiting(store, arrival_id).received.main.digest)
            for copy in copies:
                store.keep_arrival(copy.erased(f"Văn bản độ {secrecy.label}, không được nhận; tệp đã xóa."))
                store.audit(person, Deed.DISCARD, copy.id, reason="classified", secrecy=secrecy.value)
            digests = frozenset(file.digest for copy in copies for file in copy.received.files)
            gone = store.unreferred(digests)
            # Bytes go before the record is committed: rather a record without bytes than secret bytes without a record.
            for digest in gone:
                self.objects.remove(digest)
        return secret_refused(secrecy, _GONE if gone == digests else _STAYS)
