"""What a process that died in the middle of a signature leaves behind is given back, and shows why."""

from dataclasses import dataclass

from services.kernel.deeds import Deed
from services.signing.ports.rows import Stores

_FAILURE = "Máy chủ dừng giữa chừng, chưa có chữ ký nào được ghi nhận; hãy làm lại."


@dataclass(frozen=True)
class Resuming:
    """The first thing this desk does in the morning, where no other process signs for the office."""

    stores: Stores

    def resume(self) -> int:
        """Give back every claim an earlier process held instead of waiting until it lapses; how many."""
        with self.stores() as store:
            signatures, seals = store.take_back_requests(_FAILURE), store.take_back_seals(_FAILURE)
            for request_id in signatures:
                store.audit("hệ thống", Deed.STOP_SIGNING, request_id)
            for request_id in seals:
                store.audit("hệ thống", Deed.STOP_SEALING, request_id)
        return len(signatures) + len(seals)
