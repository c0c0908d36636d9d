"""How files and reports are shown on these pages."""

from fastapi.responses import Response

from services.kernel.clock import OFFICE_ZONE
from services.kernel.signatures import CheckedSignature, Outcome, SignatureReport
from services.kernel.values import FileRef
from services.signing.pages.desk import PageDesk
from services.web.downloads import download
from services.web.page_images import THUMB, WIDTH, PageImage

_KIND = {Outcome.VALID: "ok", Outcome.INVALID: "late", Outcome.INDETERMINATE: "warn"}


def page_images(base: str, file: FileRef) -> list[PageImage]:
    """The pages of a file whose images are served under `base`; at least the first is tried."""
    edition = f"ban={file.digest[:12]}"  # another file under the same address is another picture
    return [
        PageImage(f"{base}/trang/{number}?{edition}", f"{base}/trang/{number}?nho=1&{edition}", f"Trang {number}")
        for number in range(1, max(file.pages, 1) + 1)
    ]


def picture(desk: PageDesk, file: FileRef, number: int, small: bool) -> Response:
    """A page image; it never changes under its digest, so the browser may keep it."""
    made = desk.pictures.page(file.digest, number, THUMB if small else WIDTH)
    return Response(made, media_type="image/png", headers={"Cache-Control": "private, max-age=600"})


def taken(desk: PageDesk, file: FileRef) -> Response:
    """The file itself, to take away."""
    return download(file, desk.objects.open(file.digest), file.name or "van-ban.pdf")


def strip(report: SignatureReport | None) -> list[tuple[str, str]]:
    """One line per signature, for the strip over the pages."""
    if report is None or not report.signatures:
        return [("none", "Chưa có chữ ký số")]
    return [(_KIND[one.outcome], _line(one)) for one in report.signatures]


def kind(outcome: Outcome) -> str:
    """The colour word of an outcome."""
    return _KIND[outcome]


def _line(one: CheckedSignature) -> str:
    when = f", {one.signed_at.astimezone(OFFICE_ZONE):%H:%M %d/%m/%Y}" if one.signed_at else ""
    where = f", {one.organisation}" if one.organisation and one.organisation != one.signer else ""
    said = "Chữ ký số hợp lệ" if one.outcome is Outcome.VALID else one.cause.rstrip(".")
    return f"{said}: {one.signer}{where}{when}"
