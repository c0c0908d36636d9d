"""Making a signature at the level wanted, or at the highest that can be had, or not at all: as the office decided."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from services.backends.keys.answering import state
from services.backends.pades.certificates import fingerprint
from services.backends.pades.fetching import Silence
from services.backends.pades.pens import Pen, Signed
from services.backends.pades.proof import BARE, Asking, Proof, check_dates, opened
from services.backends.pades.signer import load_signer
from services.kernel.errors import Unavailable
from services.kernel.signatures import Level

_PATIENCE = 30.0
"""Seconds all questions for one proof may take together."""

_AWAY = 20.0
"""Seconds for which an authority that did not answer is not asked again: a batch does not wait for it each time."""

_TRIES = 2


def to_level(pen: Pen, sign: Callable[[Proof], bytes]) -> Signed:
    """Sign by a proof of the level the pen wants.

    Conflict `certificate-expired`, `certificate-not-yet-valid`, `certificate-revoked` or `certificate-foreign`;
    Unavailable `tsa-away` or `revocation-away` when the pen is strict. Otherwise what is away costs a level.
    """
    if not pen.wanted.trust:
        return Signed(sign(BARE), BARE.level)
    lack = ""
    for _ in range(_TRIES):
        proof = _proof(pen)
        _insist(pen, proof)
        try:
            return Signed(sign(proof), proof.level, proof.lack)
        except Silence as silence:
            # It answered the probe: perhaps its certificate changed since, so all is gathered anew.
            lack = f"Nơi cấp dấu thời gian {silence}."
            _KEPT.clear()
    proof = replace(BARE, lack=lack)
    _insist(pen, proof)
    return Signed(sign(proof), proof.level, proof.lack)


def _insist(pen: Pen, proof: Proof) -> None:
    if not (pen.wanted.strict and proof.lack):
        return
    if proof.level is Level.B:
        code, after = "tsa-away", "Chưa ký gì; thử lại sau ít phút, nếu vẫn vậy báo quản trị xem VANTHU_TSA."
    else:
        code, after = "revocation-away", "Chưa ký gì; thử lại sau ít phút, nếu vẫn vậy báo quản trị."
    raise Unavailable(code, proof.lack, after)


_KEPT: dict[tuple[object, ...], tuple[datetime, float, Proof]] = {}


def _proof(pen: Pen) -> Proof:
    signer, at, wanted = load_signer(pen.key), pen.at or datetime.now(UTC), pen.wanted
    check_dates(signer.signing_cert, at)
    key = (fingerprint(signer.signing_cert), wanted, state(Path(wanted.folder)) if wanted.folder else ())
    kept = _KEPT.get(key)
    if kept and kept[0] <= at < kept[2].until and (not kept[2].lack or time.monotonic() < kept[1] + _AWAY):
        return kept[2]
    proof = asyncio.run(_gathered(Asking(signer, wanted, at, opened(wanted, at))))
    if len(_KEPT) > _MOST:
        _KEPT.clear()
    _KEPT[(*key[:2], state(Path(wanted.folder)) if wanted.folder else ())] = at, time.monotonic(), proof
    return proof


_MOST = 500
"""Signers remembered at a time."""


async def _gathered(asking: Asking) -> Proof:
    try:
        async with asyncio.timeout(_PATIENCE):
            return await asking.gather()
    except TimeoutError:
        return replace(BARE, lack=f"Không lấy đủ bằng chứng trong {_PATIENCE:g} giây.")
