"""Taking an object away for good: every version, every mark of deletion, and parts that never became one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from services.backends.objects.s3.line import Ask, Line
from services.backends.objects.s3.trouble import Refused
from services.kernel.errors import Conflict

_FORGOTTEN = timedelta(days=1)


def erase(line: Line, key: str) -> None:
    """Remove all there is under a key; Conflict `object-locked` if the server holds a version fast."""
    for each, upload, _ in uploads(line, key):
        if each == key:
            _abort(line, key, upload)
    for version in versions(line, key):
        try:
            line.ask(Ask("DELETE", key, {"versionId": version}))
        except Refused as refused:
            if refused.status >= 500:
                raise
            raise Conflict(
                "object-locked",
                "Kho lưu tệp không cho xóa tệp này: tệp đang bị khóa giữ hoặc khóa truy cập không có quyền xóa.",
                "Báo quản trị kho lưu tệp.",
            ) from refused


def sweep(line: Line) -> int:
    """Remove the parts of uploads begun a day ago or more, which nobody ends any more; how many uploads."""
    now = datetime.now(UTC)
    forgotten = [(key, upload) for key, upload, begun in uploads(line) if now - begun > _FORGOTTEN]
    for key, upload in forgotten:
        _abort(line, key, upload)
    return len(forgotten)


def _abort(line: Line, key: str, upload: str) -> None:
    try:
        line.ask(Ask("DELETE", key, {"uploadId": upload}))
    except Refused as refused:
        if not refused.absent:
            raise


def versions(line: Line, key: str) -> Iterator[str]:
    """Ids of all versions under a key, marks of deletion among them."""
    for page in _pages(line, {"versions": "", "prefix": key}, ("KeyMarker", "VersionIdMarker")):
        for each in (*page.findall("{*}Version"), *page.findall("{*}DeleteMarker")):
            if each.findtext("{*}Key") == key:
                yield each.findtext("{*}VersionId") or "null"


def uploads(line: Line, prefix: str = "") -> Iterator[tuple[str, str, datetime]]:
    """Uploads in parts not ended: key, id, and when they were begun."""
    for page in _pages(line, {"uploads": "", "prefix": prefix}, ("KeyMarker", "UploadIdMarker")):
        for each in page.findall("{*}Upload"):
            key, upload = each.findtext("{*}Key") or "", each.findtext("{*}UploadId") or ""
            yield key, upload, datetime.fromisoformat(each.findtext("{*}Initiated") or "9999-12-31T00:00:00Z")


def _pages(line: Line, question: dict[str, str], marks: tuple[str, str]) -> Iterator[ElementTree.Element]:
    names = ("key-marker", "version-id-marker" if "versions" in question else "upload-id-marker")
    while True:
        page = ElementTree.fromstring(line.ask(Ask("GET", question=question)).data)  # noqa: S314 - our own server
        yield page
        if page.findtext("{*}IsTruncated") != "true":
            return
        question = question | {
            name: page.findtext(f"{{*}}Next{mark}") or "" for name, mark in zip(names, marks, strict=True)
        }
