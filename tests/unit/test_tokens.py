"""Keys on tokens: the PIN opens them, a wrong one stops before the token locks, a token may vanish at any moment."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from services.backends.keys import token_words
from services.backends.keys.authority import Authority, Identity
from services.backends.keys.token_words import Slot
from services.backends.keys.tokens import Tokens
from services.kernel.errors import BadInput, Conflict, NotFound, Refusal, Unavailable
from tests.softhsm import LIBRARY, PIN, SoftToken, soft_token

KEY, CURVE = "a1", "c3"


def on_a_curve(like: Identity) -> Identity:
    """The same person with a P-256 key."""
    key, about = ec.generate_private_key(ec.SECP256R1()), like.certificate
    made = x509.CertificateBuilder(about.subject, about.subject, key.public_key(), 7)
    dated = made.not_valid_before(about.not_valid_before_utc).not_valid_after(about.not_valid_after_utc)
    return Identity(key, dated.sign(key, SHA256()))


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SoftToken:
    person = Authority("Chứng thực số thử nghiệm").person("Nguyễn Văn An", "Giám đốc", "Sở Nội vụ")
    return soft_token(tmp_path, monkeypatch, {KEY: person, CURVE: on_a_curve(person)})


@pytest.fixture
def tokens() -> Iterator[Tokens]:
    made = Tokens()
    yield made
    made.close()


def verify(certificate: bytes, signature: bytes, piece: bytes) -> None:
    public: Any = x509.load_der_x509_certificate(certificate).public_key()
    how = (PKCS1v15(), SHA256()) if hasattr(public, "key_size") and public.key_size > 1000 else (ec.ECDSA(SHA256()),)
    public.verify(signature, piece, *how)


def test_what_the_token_signs_verifies_under_the_certificate_it_holds(token: SoftToken, tokens: Tokens) -> None:
    keys = {key.id: key for key in tokens.held(token.slot)}
    assert set(keys) == {KEY, CURVE}
    pieces = [f"văn bản {number}".encode() for number in range(20)]
    with tokens.unlocked(token.slot, PIN) as unlocked:
        made = {key: unlocked.sign(key, pieces) for key in keys}
        with pytest.raises(NotFound) as other:
            unlocked.sign("b2", pieces)
    for key, signatures in made.items():
        for signature, piece in zip(signatures, pieces, strict=True):
            verify(keys[key].certificate, signature, piece)
        with pytest.raises(InvalidSignature):
            verify(keys[key].certificate, signatures[0], pieces[1])
    assert other.value.code == "token-key-gone"


def test_nobody_signs_with_what_another_has_unlocked(token: SoftToken, tokens: Tokens) -> None:
    with tokens.unlocked(token.slot, PIN):
        pass
    with pytest.raises(Unavailable) as signed_out:
        tokens.sign(token.slot, KEY, [b"later"])
    assert signed_out.value.code == "token-lost"
    with pytest.raises(BadInput) as wrong, tokens.unlocked(token.slot, "00000000"):
        raise AssertionError("a wrong PIN opened it")
    assert (wrong.value.code, set(wrong.value.fields)) == ("pin-wrong", {"pin"})
    with pytest.raises(Unavailable):
        tokens.sign(token.slot, KEY, [b"after a wrong PIN"])
    with tokens.unlocked(token.slot, PIN) as again:
        assert again.sign(KEY, [b"x"])


def test_a_pin_of_another_shape_is_refused_in_words(token: SoftToken, tokens: Tokens) -> None:
    with pytest.raises(Refusal) as refused, tokens.unlocked(token.slot, ""):
        raise AssertionError("an empty PIN opened it")
    assert refused.value.code in {"pin-unusable", "pin-wrong"}
    assert PIN not in repr(refused.value)


def test_a_token_taken_out_in_the_middle_is_said_so_and_works_again_afterwards(
    token: SoftToken, tokens: Tokens
) -> None:
    with tokens.unlocked(token.slot, PIN) as unlocked:
        assert unlocked.sign(KEY, [b"first"])
        (worker,) = tokens._benches[token.slot]._staff
        assert worker._process.pid is not None
        os.kill(worker._process.pid, signal.SIGKILL)
        with pytest.raises(Unavailable) as gone:
            unlocked.sign(KEY, [b"second"])
    assert gone.value.code == "token-lost"
    with tokens.unlocked(token.slot, PIN) as again:
        assert again.sign(KEY, [b"second"])


def test_a_token_that_is_not_there_and_a_driver_that_is_not_there_are_named(token: SoftToken, tokens: Tokens) -> None:
    for slot in (Slot(LIBRARY, "khác"), Slot("/nowhere/driver.so", token.slot.label)):
        with pytest.raises(Unavailable) as missing:
            tokens.held(slot)
        assert missing.value.code == "token-missing"
        assert slot.label in missing.value.detail


def test_a_token_put_in_after_the_first_question_is_found(token: SoftToken, tokens: Tokens) -> None:
    token.remove()
    with pytest.raises(Unavailable):
        tokens.held(token.slot)
    (token.folder / "tokens").rmdir()
    (token.folder / "away").rename(token.folder / "tokens")
    assert {key.id for key in tokens.held(token.slot)} == {KEY, CURVE}


class _Pinned:
    """A token that counts tries, as real ones do and SoftHSM does not."""

    def __init__(self, flags: Any) -> None:
        self.flags = flags

    def open(self, **_: object) -> None:
        raise AssertionError("a try was spent")


def test_the_last_try_is_spent_only_by_who_was_told_that_it_is_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    token_work = pytest.importorskip("services.backends.keys.token_work")
    flag, slot = token_work.TokenFlag, Slot(LIBRARY, "t")
    monkeypatch.setattr(token_work, "_token", lambda _: _Pinned(flag.USER_PIN_FINAL_TRY))
    with pytest.raises(Conflict) as last:
        token_work.unlock(slot, PIN)
    assert last.value.code == "pin-last-try"
    with pytest.raises(AssertionError):
        token_work.unlock(slot, PIN, risk_last=True)
    monkeypatch.setattr(token_work, "_token", lambda _: _Pinned(flag.USER_PIN_LOCKED))
    with pytest.raises(Conflict) as locked:
        token_work.unlock(slot, PIN, risk_last=True)
    assert locked.value.code == "pin-locked"
    assert "một lần thử" in token_words.wrong_pin(slot, last=True).detail
