"""One try at a signature or seal: whatever goes wrong, the work is given back at once with the reason in words."""

from collections.abc import Callable

from services.kernel.errors import Refusal

BROKEN = "Hệ thống gặp trục trặc khi ký; chưa có chữ ký nào được ghi nhận, hãy làm lại."
"""What a request shows after a fault of ours."""


class Attempt:
    """Calls `give_back` with a sentence and a code when what is done inside fails; the failure goes on its way.

    Only the end of the process itself is let through unseen: its claim is taken back when the office opens again.
    """

    def __init__(self, give_back: Callable[[str, str], None]) -> None:
        self._give_back = give_back

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, fault: BaseException | None, _at: object) -> None:
        if isinstance(fault, Refusal):
            self._give_back(fault.detail, fault.code)
        elif isinstance(fault, Exception):
            self._give_back(BROKEN, "fault")
