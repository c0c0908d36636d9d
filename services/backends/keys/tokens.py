"""Tokens and the processes that talk to them, one process each; a PIN goes there and nowhere else."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import ParamSpec, TypeVar

from services.backends.keys.token_words import Slot, TokenKey, lost
from services.backends.pool import ProcessWorkbench
from services.kernel.errors import BadInput, Conflict

P = ParamSpec("P")
T = TypeVar("T")

_WORK = "services.backends.keys.token_work"
_SECONDS, _SECONDS_EACH = 30.0, 3.0
_WAIT_SECONDS = 30.0
_FOR_EVER = 1 << 60
"""A process that were replaced would take whoever is signed in with it."""


class Tokens:
    """Signs with keys on tokens; safe to use from many threads, one person at a time on each token."""

    def __init__(self) -> None:
        self._benches: dict[Slot, ProcessWorkbench] = {}
        self._turns: dict[Slot, Lock] = {}
        self._opening = Lock()

    def held(self, slot: Slot) -> tuple[TokenKey, ...]:
        """The keys on the token; needs no PIN. Unavailable `token-missing`, `token-lost`."""
        from services.backends.keys import token_work

        return self._do(slot, _SECONDS, token_work.held, slot)

    @contextmanager
    def unlocked(self, slot: Slot, pin: str, *, risk_last: bool = False) -> Iterator["Unlocked"]:
        """Signed in for the length of a `with`; refusals of `token_work.unlock`, and Conflict `token-busy`."""
        from services.backends.keys import token_work

        turn = self._turns.setdefault(slot, Lock())
        if not turn.acquire(timeout=_WAIT_SECONDS):
            raise _busy(slot)
        try:
            self._do(slot, _SECONDS, token_work.unlock, slot, pin, risk_last=risk_last)
            yield Unlocked(self, slot)
        finally:
            try:
                self._do(slot, _SECONDS, token_work.lock, slot)
            finally:
                turn.release()

    def sign(self, slot: Slot, key_id: str, pieces: Sequence[bytes]) -> tuple[bytes, ...]:
        """A signature of each piece, by whoever is signed in."""
        from services.backends.keys import token_work

        return self._do(slot, _SECONDS + _SECONDS_EACH * len(pieces), token_work.sign, slot, key_id, tuple(pieces))

    def close(self) -> None:
        """End the processes; who was signed in is signed out with them."""
        for bench in self._benches.values():
            bench.close()

    def _do(self, slot: Slot, seconds: float, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        with self._opening:
            bench = self._benches.get(slot)
            if bench is None:
                bench = self._benches[slot] = ProcessWorkbench(1, warm=(_WORK,), most=_FOR_EVER)
        try:
            return bench.within(seconds).run(task, *args, **kwargs)
        except BadInput as broken:
            # What the bench says of a paper that breaks its worker: here a token's library did.
            if broken.code == "paper-too-hard":
                raise lost(slot) from broken
            raise


class Unlocked:
    """A token somebody is signed in at."""

    def __init__(self, tokens: Tokens, slot: Slot) -> None:
        self._tokens = tokens
        self._slot = slot

    def sign(self, key_id: str, pieces: Sequence[bytes]) -> tuple[bytes, ...]:
        """A signature of each piece; Unavailable `token-lost`, NotFound `token-key-gone`."""
        return self._tokens.sign(self._slot, key_id, pieces)


def _busy(slot: Slot) -> Conflict:
    return Conflict(
        "token-busy", f"Thiết bị khóa “{slot.label}” đang được dùng để ký.", "Đợi lượt ký kia xong rồi ký lại."
    )
