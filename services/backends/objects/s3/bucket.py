"""The bucket itself: made if it is missing, keeping versions, able to lock where the server can."""

import logging
from dataclasses import dataclass
from xml.etree import ElementTree

from minio.commonconfig import ENABLED
from minio.error import InvalidResponseError, S3Error, ServerError
from minio.versioningconfig import VersioningConfig
from urllib3.exceptions import HTTPError, MaxRetryError, SSLError

from services.backends.objects.s3.address import wrong
from services.backends.objects.s3.line import Ask, Line
from services.backends.objects.s3.trouble import Refused, away

_log = logging.getLogger("vanthu.objects")
_THERE = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}


@dataclass(frozen=True)
class Abilities:
    """What a bucket can do: keep versions; lock an object until a date."""

    versions: bool
    locks: bool


def prepare(line: Line) -> Abilities:
    """Make the bucket if it is missing, as able as the server can; what it lacks is logged as a warning.

    BadInput `settings-wrong` for keys, a bucket or a certificate that cannot be used; Unavailable `store-away`.
    """
    name = f"{line.address.host}/{line.address.bucket}"
    try:
        _make(line)
        abilities = Abilities(_versions(line), _locks(line))
    except (S3Error, Refused) as refused:
        status = refused.status if isinstance(refused, Refused) else refused.response.status
        if status >= 500:
            raise away() from refused
        raise wrong(f"kho tệp {name} không nhận khóa hoặc tên kho này ({status} {refused.code})") from refused
    except ValueError as fault:
        raise wrong(f"tên kho, vùng hoặc máy chủ không hợp lệ: {name}") from fault
    except (HTTPError, ServerError, InvalidResponseError) as trouble:
        if isinstance(trouble, MaxRetryError) and isinstance(trouble.reason, SSLError):
            raise wrong(f"không tin được chứng thư TLS của {line.address.host}") from trouble
        raise away() from trouble
    for able, lack in ((abilities.versions, "keep versions"), (abilities.locks, "lock objects for retention")):
        if not able:
            _log.warning("the bucket %s cannot %s", name, lack)
    return abilities


def _make(line: Line) -> None:
    bucket = line.address.bucket
    if line.client.bucket_exists(bucket):
        return
    try:
        line.client.make_bucket(bucket, object_lock=True)
    except S3Error as refused:
        # Whatever a server says that knows no locks, it says by refusing; one that refuses buckets does so again.
        if refused.code not in _THERE:
            _make_plain(line)


def _make_plain(line: Line) -> None:
    try:
        line.client.make_bucket(line.address.bucket)
    except S3Error as refused:
        if refused.code not in _THERE:
            raise


def _versions(line: Line) -> bool:
    bucket = line.address.bucket
    try:
        if line.client.get_bucket_versioning(bucket).status != ENABLED:
            line.client.set_bucket_versioning(bucket, VersioningConfig(ENABLED))
    except S3Error:
        return False
    return True


def _locks(line: Line) -> bool:
    try:
        answer = line.ask(Ask("GET", question={"object-lock": ""}))
    except Refused:
        return False
    return ElementTree.fromstring(answer.data).findtext("{*}ObjectLockEnabled") == ENABLED  # noqa: S314
