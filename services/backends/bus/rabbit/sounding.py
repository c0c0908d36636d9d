"""Asks the broker every few seconds how much lies in a service's queues, and learns from it whether it answers.

Anybody may ask so: a passive declaration needs no rights. Nothing is taken from a queue, for whatever is given back
counts as handed out once more.
"""

import time
from dataclasses import dataclass

from pika.adapters.blocking_connection import BlockingChannel, BlockingConnection
from pika.exceptions import AMQPError, ChannelClosedByBroker

from services.backends.bus.rabbit import names
from services.backends.bus.rabbit.line import Line
from services.backends.bus.rabbit.linking import connect
from services.backends.loop import Loop, Rhythm
from services.kernel.errors import Unavailable

_SECONDS = 5.0
_STALE_SECONDS = 20.0
_FAREWELL_SECONDS = 0.5


@dataclass(frozen=True)
class Depths:
    """Facts that lie ready: to be heard, between two tries, dead and not on the desk yet; of everybody's, unrouted."""

    waiting: int = 0
    again: int = 0
    dead: int = 0
    unrouted: int = 0


class Sounding:
    """On a thread and a link of its own: whoever works is not held up, and whoever asks is told the last answer."""

    def __init__(self, line: Line, *, hears: bool, seconds: float = _SECONDS) -> None:
        self.line = line
        self.hears = hears
        self._loop = Loop(f"{line.service} sounding", self.sound, Rhythm(idle=seconds, pause=seconds))
        self._link: BlockingConnection | None = None
        self._depths = Depths()
        self._at = float("-inf")
        self._trouble = ""

    def start(self) -> None:
        """Ask from now on."""
        self._loop.start()

    def stop(self) -> None:
        """Ask no more; a broker that does not answer is not waited for."""
        self._loop.stop(_FAREWELL_SECONDS)

    def depths(self) -> Depths | None:
        """What the broker said last; None when that is too long ago."""
        return self._depths if time.monotonic() - self._at < _STALE_SECONDS else None

    def ready(self) -> str | None:
        """Whether the broker answers and has the queues of this service."""
        if self._trouble:
            return self._trouble
        return None if self.depths() else "máy chủ tin chưa trả lời"

    def sound(self) -> bool:
        """Ask once."""
        try:
            self._depths = self._ask(self._open())
            self._at, self._trouble = time.monotonic(), ""
        except ChannelClosedByBroker as closed:
            self._trouble = f"máy chủ tin thiếu hàng đợi, cần chạy vanthu topology ({closed.reply_text})"
        except (AMQPError, OSError, Unavailable) as trouble:
            self._link = None
            self._trouble = trouble.detail if isinstance(trouble, Unavailable) else "mất kết nối với máy chủ tin"
        return False

    def _open(self) -> BlockingChannel:
        if self._link is None or not self._link.is_open:
            self._link = connect(self.line.address)
        return self._link.channel()

    def _ask(self, channel: BlockingChannel) -> Depths:
        service, unrouted = self.line.service, _depth(channel, names.UNROUTED)
        if self.hears:
            again = [names.retry(service, pause) for pause in {*self.line.pauses}]
            depths = Depths(
                waiting=_depth(channel, names.queue(service)),
                again=sum(_depth(channel, queue) for queue in again),
                dead=_depth(channel, names.dead(service)),
                unrouted=unrouted,
            )
        else:
            channel.exchange_declare(names.FACTS, passive=True)
            depths = Depths(unrouted=unrouted)
        channel.close()
        return depths


def _depth(channel: BlockingChannel, queue: str) -> int:
    return int(channel.queue_declare(queue, passive=True).method.message_count)
