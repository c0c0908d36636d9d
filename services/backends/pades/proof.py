"""The proof that goes into a signature: who stamps it, and what is said of every certificate it rests on."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from asn1crypto import cms, pem, x509
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, RevokedError, ValidationError

from services.backends.keys.answering import Answering, answering
from services.backends.pades.fetching import Question, Silence, fetch
from services.backends.pades.pens import SOFT, Wanted
from services.backends.pades.revocation import NEVER, Said, Source
from services.backends.pades.roots import read_trust, unreadable
from services.backends.pades.signer import RESERVED
from services.backends.pades.stampers import SIZE, CheckedStamper
from services.kernel.errors import Conflict, Unavailable
from services.kernel.signatures import Level

_LONGEST = timedelta(hours=1)
"""A revocation is known here an hour later at the latest, however long an authority's answer holds."""

_USES = {"digital_signature", "non_repudiation"}


@dataclass(frozen=True)
class Proof:
    """What goes into a signature so that it reaches a level; `lack` says in Vietnamese why it is not the one wanted."""

    level: Level
    lack: str = ""
    stamper: CheckedStamper | None = None
    context: ValidationContext | None = None
    reserved: int = RESERVED
    until: datetime = NEVER


BARE = Proof(Level.B)
"""Nothing but the signature itself."""


@dataclass(frozen=True)
class Asking:
    """One signer's proof to be gathered: who signs, what is wanted, and the moment it is gathered at."""

    signer: Signer
    wanted: Wanted
    at: datetime
    own: Answering | None
    began: float = field(default_factory=time.monotonic)

    async def gather(self) -> Proof:
        """The proof that can be had; Conflict `certificate-revoked`, `certificate-foreign`."""
        leaf, others = self.signer.signing_cert, [*self.signer.cert_registry, *_trusted(self.wanted.trust)[1]]
        stamper, lack, reserved = await self._stamper()
        said = Said()
        source = Source(self.at, self.own)
        await source.gather(_chain(leaf, others), said)
        if stamper is not None and self.wanted.level is Level.LT:
            others += stamper.certificates
            await source.gather(_chain(stamper.certificates[0], others), said)
        context, broken = await self._judge(leaf, others, said)
        broken = broken or (stamper is not None and not await _stands(stamper, context))
        until = min(said.until, self.at + _LONGEST)
        if stamper is None:
            return Proof(Level.B, lack, until=until)
        if self.wanted.level is not Level.LT:
            return Proof(Level.T, "", stamper, reserved=reserved, until=until)
        if broken:
            return Proof(Level.T, said.lack or _UNPROVED, stamper, reserved=reserved, until=until)
        return Proof(Level.LT, "", stamper, context, reserved, until)

    async def _stamper(self) -> tuple[CheckedStamper | None, str, int]:
        tsa = self.wanted.tsa
        if self.wanted.level is Level.B:
            return None, "", 0
        if not tsa:
            return None, "Cơ quan chưa chọn nơi cấp dấu thời gian.", 0
        stamper = CheckedStamper(self._ask, None if tsa == SOFT else self._trust_of)
        try:
            token = await stamper.probe()
        except Silence as silence:
            return None, f"Nơi cấp dấu thời gian {silence}.", 0
        # Hexadecimal, with room for a name or a number that is longer the next time.
        return stamper, "", RESERVED + 2 * len(token.dump()) + 1024

    async def _ask(self, question: bytes) -> bytes:
        if self.wanted.tsa != SOFT:
            return await fetch(Question(self.wanted.tsa, question, "application/timestamp-query", most=SIZE))
        if self.own is None:
            raise Silence("của thư mục khóa chưa có")
        return self.own.stamp(question, self.at)

    def _trust_of(self, token: cms.ContentInfo) -> ValidationContext:
        roots, issuing = _trusted(self.wanted.trust)
        with_it = [wrapped.chosen for wrapped in token["content"]["certificates"]]
        return ValidationContext(trust_roots=roots, other_certs=[*issuing, *with_it], allow_fetching=False)

    async def _judge(
        self, leaf: x509.Certificate, others: Iterable[x509.Certificate], said: Said
    ) -> tuple[ValidationContext, bool]:
        """How the certificates are judged by what was said; and whether that does not suffice."""
        strict = self._context(others, said, "require")
        if await _is_proved(leaf, strict):
            return strict, bool(said.lack)
        # What was said may not suffice to prove that it stands, and yet tell that it does not.
        await _is_proved(leaf, self._context(others, said, "soft-fail"))
        return strict, True

    def _context(self, others: Iterable[x509.Certificate], said: Said, mode: str) -> ValidationContext:
        return ValidationContext(
            trust_roots=_trusted(self.wanted.trust)[0],
            other_certs=list(others),
            ocsps=said.answers,
            crls=said.lists,
            # Later than what was said meanwhile, or that would be of the future.
            moment=self.at + timedelta(seconds=1 + time.monotonic() - self.began),
            allow_fetching=False,
            revocation_mode=mode,
        )


_UNPROVED = "Thông tin thu hồi chứng thư chưa đủ."
_FOREIGN = Conflict(
    "certificate-foreign",
    "Chứng thư số của người ký không do tổ chức được cơ quan tin cậy cấp.",
    "Báo quản trị kiểm tra khóa ký và danh sách gốc tin cậy.",
)


def check_dates(certificate: x509.Certificate, at: datetime) -> None:
    """Refuse what cannot sign today: Conflict `certificate-expired`, `certificate-not-yet-valid`."""
    start, end = certificate.not_valid_before, certificate.not_valid_after
    if at > end:
        detail = f"Chứng thư số của người ký đã hết hạn ngày {end:%d/%m/%Y}."
        raise Conflict("certificate-expired", detail, "Nhờ quản trị gia hạn hoặc cấp chứng thư mới rồi ký lại.")
    if at < start:
        detail = f"Chứng thư số của người ký chưa có hiệu lực, từ ngày {start:%d/%m/%Y} mới dùng được."
        raise Conflict("certificate-not-yet-valid", detail, "Chờ đến ngày đó, hoặc kiểm tra đồng hồ máy chủ.")


def opened(wanted: Wanted, at: datetime) -> Answering | None:
    """The software authority of the folder, None where there is none."""
    try:
        return answering(Path(wanted.folder), wanted.password, at) if wanted.folder else None
    except Unavailable:
        return None


async def _stands(stamper: CheckedStamper, context: ValidationContext) -> bool:
    """Whether what was said suffices for the stamp too; the library would ask it while it signs."""
    try:
        async for _ in stamper.validation_paths(context):  # type: ignore[no-untyped-call]  # the library's
            pass
    except (PathBuildingError, ValidationError):
        return False
    return True


def _revoked(since: datetime) -> Conflict:
    detail = f"Chứng thư số của người ký đã bị thu hồi từ {since.astimezone():%d/%m/%Y}."
    return Conflict("certificate-revoked", detail, "Không ký được nữa bằng khóa này; nhờ quản trị cấp khóa mới.")


def _chain(leaf: x509.Certificate, others: Iterable[x509.Certificate]) -> list[x509.Certificate]:
    chain, by_name = [leaf], {one.subject.dump(): one for one in others if one.ca}
    while chain[-1].issuer != chain[-1].subject and (issuer := by_name.get(chain[-1].issuer.dump())):
        chain.append(issuer)
    return chain


@lru_cache(maxsize=8)
def _read(trust: str, changed: int) -> tuple[list[x509.Certificate], list[x509.Certificate]]:
    del changed
    roots = read_trust(Path(trust))
    return [_load(root.file) for root in roots], [_load(file) for root in roots for file in (root.file, *root.issuing)]


def _trusted(trust: str) -> tuple[list[x509.Certificate], list[x509.Certificate]]:
    """The roots of a profile, and all certificates it names."""
    try:
        return _read(trust, Path(trust).stat().st_mtime_ns) if trust else ([], [])
    except OSError as broken:
        raise unreadable(Path(trust)) from broken


def _load(file: str) -> x509.Certificate:
    content = Path(file).read_bytes()
    return x509.Certificate.load(pem.unarmor(content)[2] if pem.detect(content) else content)


async def _is_proved(leaf: x509.Certificate, context: ValidationContext) -> bool:
    """Whether it is proved to stand; Conflict `certificate-revoked`, `certificate-foreign` when it is proved not to."""
    try:
        await CertificateValidator(leaf, validation_context=context).async_validate_usage(_USES)
    except RevokedError as revoked:
        raise _revoked(revoked.revocation_dt) from None
    except PathBuildingError:
        raise _FOREIGN from None
    except ValidationError:
        return False
    return True
