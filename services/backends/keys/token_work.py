"""What is done with a PKCS#11 token, in the one process that talks to it: tokens' libraries bear no second thread."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, TokenFlag
from pkcs11 import exceptions as trouble
from pkcs11.util.ec import encode_ecdsa_signature

from services.backends.keys.token_words import (
    Slot,
    TokenKey,
    key_gone,
    last_try,
    locked,
    lost,
    missing,
    pin_unusable,
    wrong_pin,
)

_ABSENT = (trouble.NoSuchToken, trouble.TokenNotPresent, trouble.TokenNotRecognised, trouble.SlotIDInvalid)
_LOST = (
    trouble.DeviceRemoved,
    trouble.DeviceError,
    trouble.SessionClosed,
    trouble.SessionHandleInvalid,
    trouble.UserNotLoggedIn,
    trouble.GeneralError,
    trouble.FunctionFailed,
)
_PIN_UNUSABLE = (trouble.PinInvalid, trouble.PinLenRange, trouble.PinExpired, trouble.UserPinNotInitialized)

_sessions: dict[Slot, Any] = {}
"""The session in which somebody is signed in, by token."""


def held(slot: Slot) -> tuple[TokenKey, ...]:
    """The keys that have a certificate on the token; needs no PIN. Unavailable `token-missing`, `token-lost`."""
    with _in_words(slot), _token(slot).open() as session:
        found = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
        return tuple(_key(each) for each in found)


def unlock(slot: Slot, pin: str, *, risk_last: bool = False) -> None:
    """Sign in with the PIN, which is kept nowhere; whoever was signed in is signed out first.

    BadInput `pin-wrong`, `pin-unusable`; Conflict `pin-locked`, and `pin-last-try` unless the last try is risked.
    """
    lock(slot)
    with _in_words(slot):
        token = _token(slot)
        if token.flags & TokenFlag.USER_PIN_LOCKED:
            raise locked(slot)
        if token.flags & TokenFlag.USER_PIN_FINAL_TRY and not risk_last:
            raise last_try(slot)
        try:
            _sessions[slot] = token.open(user_pin=pin)
        except trouble.PinIncorrect:
            raise _refused(slot) from None
        except _PIN_UNUSABLE:
            raise pin_unusable(slot) from None


def sign(slot: Slot, key_id: str, pieces: Sequence[bytes]) -> tuple[bytes, ...]:
    """A signature (SHA-256; PKCS #1 v1.5, or DER of ECDSA) of each piece, in order.

    Unavailable `token-lost` when the token was taken out or nobody is signed in any more, NotFound `token-key-gone`.
    """
    session = _sessions.get(slot)
    if session is None:
        raise lost(slot)
    with _in_words(slot):
        try:
            key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, id=bytes.fromhex(key_id))
        except trouble.NoSuchKey:
            raise key_gone(slot) from None
        how = _signing(key)
        return tuple(how(piece) for piece in pieces)


def lock(slot: Slot) -> None:
    """Sign out; does nothing when nobody is signed in."""
    if (session := _sessions.pop(slot, None)) is not None:
        try:
            session.close()
        except trouble.PKCS11Error:
            # It was taken out: nobody is signed in there any more.
            return


def _signing(key: Any) -> Callable[[bytes], bytes]:
    if key.key_type is KeyType.RSA:
        return lambda piece: bytes(key.sign(piece, mechanism=Mechanism.SHA256_RSA_PKCS))
    # Not every token hashes for ECDSA; all sign a digest.
    return lambda piece: bytes(encode_ecdsa_signature(key.sign(sha256(piece).digest(), mechanism=Mechanism.ECDSA)))


def _refused(slot: Slot) -> Exception:
    flags = _token(slot).flags
    if flags & TokenFlag.USER_PIN_LOCKED:
        return locked(slot)
    return wrong_pin(slot, last=bool(flags & TokenFlag.USER_PIN_FINAL_TRY))


def _key(certificate: Any) -> TokenKey:
    return TokenKey(certificate[Attribute.ID].hex(), certificate[Attribute.LABEL], certificate[Attribute.VALUE])


def _token(slot: Slot) -> Any:
    library = pkcs11.lib(slot.library)
    try:
        return library.get_token(token_label=slot.label)
    except _ABSENT:
        # A token that was put in after the library was loaded is seen by it only when it looks anew.
        library.reinitialize()
        return library.get_token(token_label=slot.label)


@contextmanager
def _in_words(slot: Slot) -> Iterator[None]:
    try:
        yield
    except (*_ABSENT, RuntimeError) as absent:
        raise missing(slot) from absent
    except trouble.PinLocked:
        raise locked(slot) from None
    except _LOST as gone:
        _sessions.pop(slot, None)
        raise lost(slot) from gone
