"""One writer a service at a time on PostgreSQL: who takes the turn, when, and which statements need none.

Use cases read, decide and write in one transaction, and the audit chain is a single file: as on SQLite, writes follow
one another. A transaction takes its turn with the first statement that needs it and gives it back when it ends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, event

FREE_OF_TURNS = "vanthu_free_of_turns"
"""Execution option, and `info` of a table: a statement that decides nothing, so that others may write meanwhile."""

_TURN = "vanthu_turn"
# The schema's own number: no two services of one database have the same.
_TAKE = "SELECT pg_advisory_xact_lock(current_schema()::regnamespace::oid::bigint)"


@dataclass
class Turn:
    """The turn of one transaction; `waited` is told the seconds it took to get it, with those for a connection."""

    waited: Callable[[float], object]
    seconds: float
    taken: bool = False

    def join(self, connection: Connection) -> None:
        """Let this connection's transaction take it when need be."""
        connection.execution_options(**{_TURN: self})

    def take(self, connection: Connection) -> None:
        """Wait until nobody else of this service writes."""
        asked, self.taken = perf_counter(), True
        connection.exec_driver_sql(_TAKE)
        self.waited(self.seconds + perf_counter() - asked)


def keep_turns(engine: Engine) -> None:
    """Have transactions of this engine that joined a turn take it."""
    event.listen(engine, "before_cursor_execute", _before)


def _before(connection: Connection, *told: Any) -> None:
    _cursor, _statement, _given, context, _many = told
    turn: Turn | None = context.execution_options.get(_TURN)
    if turn and not turn.taken and not context.execution_options.get(FREE_OF_TURNS):
        turn.take(connection)
