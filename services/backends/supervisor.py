"""Keeps a set of processes running: one stream of what they say, a new start with growing pauses, a clean stop."""

import asyncio
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

_PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
_WELL_SECONDS = 60.0
"""A process that lived so long starts anew with the shortest pause."""
_STOP_SECONDS = 160.0
"""More than a front takes to finish what is in hand."""
_LINE_BYTES = 1 << 20
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Member:
    """One process of the set: its name, unique, the words that start it, and whether it does its work only once.

    `variables` are what it alone is told.
    """

    name: str
    command: Sequence[str]
    once: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)


class Supervisor:
    """Runs the members until told to stop; `say` is given every line they print, with the member's name."""

    def __init__(self, members: Sequence[Member], say: Callable[[str, str], None]) -> None:
        self.members = members
        self.say = say
        self._stopping = asyncio.Event()
        self._running: dict[str, asyncio.subprocess.Process] = {}

    async def run(self) -> None:
        """Start all; return when all have ended after SIGTERM or SIGINT."""
        loop = asyncio.get_running_loop()
        for word in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(word, self.stop)
        await asyncio.gather(*(self._keep(member) for member in self.members))

    def stop(self) -> None:
        """Ask every member to finish; whoever has not after 160 seconds, or when asked again, is killed."""
        if self._stopping.is_set():
            self._signal(signal.SIGKILL)
            return
        self._stopping.set()
        self._signal(signal.SIGTERM)
        asyncio.get_running_loop().call_later(_STOP_SECONDS, self._signal, signal.SIGKILL)

    def _signal(self, word: signal.Signals) -> None:
        for process in self._running.values():
            if process.returncode is None:
                os.killpg(process.pid, word) if word is signal.SIGKILL else process.send_signal(word)

    async def _keep(self, member: Member) -> None:
        tries = 0
        while not self._stopping.is_set():
            begun = time.monotonic()
            code = await self._once(member)
            if self._stopping.is_set() or member.once:
                return
            tries = 0 if time.monotonic() - begun > _WELL_SECONDS else tries
            pause = _PAUSES[min(tries, len(_PAUSES) - 1)]
            tries += 1
            self.say(member.name, f"dừng với mã {code}; chạy lại sau {pause:g} giây")
            await self._pause(pause)

    async def _once(self, member: Member) -> int:
        process = await asyncio.create_subprocess_exec(
            *member.command,
            env={**os.environ, **member.variables},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=_LINE_BYTES,
            start_new_session=True,
            preexec_fn=partial(_end_with, os.getpid()),
        )
        self._running[member.name] = process
        if self._stopping.is_set():
            process.send_signal(signal.SIGTERM)
        await self._listen(member, process)
        return await process.wait()

    async def _listen(self, member: Member, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        while line := await _line(process.stdout):
            self.say(member.name, line.decode("utf-8", "backslashreplace").rstrip("\n"))

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return


async def _line(stream: asyncio.StreamReader) -> bytes:
    try:
        return await stream.readuntil(b"\n")
    except asyncio.IncompleteReadError as last:
        return last.partial
    except asyncio.LimitOverrunError as long:  # longer than any line of ours: told in pieces
        return await stream.readexactly(long.consumed)


def _end_with(parent: int) -> None:
    """In the child, before it becomes the member: when the supervisor is killed it is told to end too (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(0)
