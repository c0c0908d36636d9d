"""Which service tells which fact: nobody else is believed."""

from collections.abc import Mapping

from services.kernel import facts

_TOLD = {
    "intake": (
        facts.DocumentRegistered,
        facts.DocumentChanged,
        facts.DocumentVoided,
        facts.SignatureRequested,
        facts.SignatureWithdrawn,
        facts.SealRequested,
        facts.DocumentIssued,
    ),
    "signing": (facts.DocumentSigned, facts.SignatureRefused, facts.DocumentSealed),
    "archive": (facts.ItemDeposited, facts.ItemFiled),
}

TELLERS: Mapping[str, str] = {fact.__name__: service for service, told in _TOLD.items() for fact in told}
"""Fact name to the one service that publishes it."""
