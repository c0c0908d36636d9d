"""Reads the audit chains of all services as one."""

import json
from collections.abc import Sequence
from datetime import datetime
from heapq import merge

from sqlalchemy import ColumnElement, Row, Table, select

from services.backends import audit
from services.backends.bus.endpoint import Endpoint
from services.kernel.trail import ChainState, TrailAsk, TrailLine, TrailPage


class Trail:
    """The lines of every chain, merged by time; each chain is read by its own numbers, so later pages cost no more."""

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        self.endpoints = {each.name: each for each in endpoints}

    def page(self, asked: TrailAsk) -> TrailPage:
        """The newest lines that fit, up to `size`."""
        chains = [each for name, each in self.endpoints.items() if asked.service in ("", name)]
        # Merged, not sorted: inside a chain the order is that of its links even where a clock was set back.
        found = list(merge(*(_lines(each, asked) for each in chains), key=lambda line: line.at, reverse=True))
        shown = found[: asked.size]
        reached = dict(asked.before) | {line.service: line.seq for line in shown}
        return TrailPage(tuple(shown), reached if len(found) > asked.size else None)

    def actions(self) -> list[str]:
        """Every action that was ever noted, in alphabetical order."""
        words: set[str] = set()
        for each in self.endpoints.values():
            with each.database.read() as connection:
                words.update(connection.execute(select(each.tables.audit.c.action).distinct()).scalars())
        return sorted(words)

    def states(self) -> list[ChainState]:
        """Walk every chain from its first link."""
        found = []
        for name, each in self.endpoints.items():
            with each.database.read() as connection:
                verdict = audit.verify(connection, each.tables.chain)
            found.append(ChainState(name, verdict.links, verdict.broken, verdict.reason))
        return found


def _lines(endpoint: Endpoint, asked: TrailAsk) -> list[TrailLine]:
    chain = endpoint.tables.audit
    wanted = select(chain).where(*_conditions(chain, asked, asked.before.get(endpoint.name)))
    with endpoint.database.read() as connection:
        rows = connection.execute(wanted.order_by(chain.c.seq.desc()).limit(asked.size + 1)).all()
    return [_line(endpoint.name, row) for row in rows]


def _conditions(chain: Table, asked: TrailAsk, before: int | None) -> list[ColumnElement[bool]]:
    exact = {"action": asked.action, "subject": asked.subject}
    conditions = [chain.c[name] == value for name, value in exact.items() if value]
    if asked.who:
        conditions.append(chain.c.who_name.icontains(asked.who, autoescape=True))
    return [*conditions, chain.c.seq < before] if before is not None else conditions


def _line(service: str, row: Row[tuple[object, ...]]) -> TrailLine:
    at = datetime.fromisoformat(row.at)
    return TrailLine(service, row.seq, at, row.who_name, row.action, row.subject, json.loads(row.details))
