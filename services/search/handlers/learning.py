"""Learns what the other desks tell about documents; a late fact never overwrites a newer one."""

from collections.abc import Callable
from typing import Any

from services.kernel.facts import (
    DocumentChanged,
    DocumentIssued,
    DocumentRegistered,
    DocumentVoided,
    Fact,
    ItemDeposited,
    ItemFiled,
)
from services.search.ports import Learning


def _described(fact: DocumentRegistered | DocumentChanged | DocumentIssued, store: Learning) -> None:
    """Take the document's newest card."""
    store.learn_card(fact.card)


def _voided(fact: DocumentVoided, store: Learning) -> None:
    """Show the number as voided; the document can still be found."""
    store.learn_void(fact)


def _deposited(fact: ItemDeposited, store: Learning) -> None:
    """Show where the archive keeps it, and open it to the archivist."""
    store.learn_deposit(fact)


def _filed(fact: ItemFiled, store: Learning) -> None:
    """Show the case files it lies in."""
    store.learn_filing(fact)


REACTIONS: dict[type[Fact], Callable[[Any, Learning], None]] = {
    DocumentRegistered: _described,
    DocumentChanged: _described,
    DocumentIssued: _described,
    DocumentVoided: _voided,
    ItemDeposited: _deposited,
    ItemFiled: _filed,
}
