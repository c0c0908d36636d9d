"""Large bodies from strangers are not even begun to be read."""

import asyncio
from typing import Any

import pytest

from tests.api.office import House

UPLOADS = (
    "/van-ban-den/cho",
    "/van-ban-di/soan",
    "/kiem-tra-chu-ky",
    "/api/v1/intake/incoming",
    "/api/v1/intake/outgoing/upload",
    "/api/v1/signing/validate",
)
CHUNK = b"x" * (1 << 20)


def _post(house: House, path: str, headers: dict[str, str], most: int) -> tuple[int, int]:
    """The status of an endless upload, and how many chunks were taken before it was given."""
    taken, statuses = [0], []

    async def receive() -> dict[str, Any]:
        taken[0] += 1
        return {"type": "http.request", "body": CHUNK, "more_body": taken[0] < most}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("10.0.0.9", 1),
        "server": ("vanthu.test", 80),
    }
    asyncio.run(house.app(scope, receive, send))  # type: ignore[arg-type]
    return statuses[0], taken[0]


@pytest.mark.parametrize("path", UPLOADS)
@pytest.mark.parametrize("length", ["60000000", None])
@pytest.mark.parametrize("key", ["", "Bearer vt_khong-co", "Basic YTpi"])
def test_a_stranger_is_sent_away_before_a_large_upload(house: House, path: str, length: str | None, key: str) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x", "cookie": "vanthu_session=khong-co"}
    headers |= {"content-length": length} if length else {}
    headers |= {"authorization": key} if key else {}
    status, taken = _post(house, path, headers, 60)
    assert status == (401 if path.startswith("/api") else 303), status
    assert taken == 0


@pytest.mark.parametrize("path", [path for path in UPLOADS if path.startswith("/api")])
def test_whoever_bears_a_key_is_read(house: House, path: str) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x", "authorization": f"Bearer {house.key('lan')}"}
    status, taken = _post(house, path, headers, 3)
    assert status in (400, 422)
    assert taken >= 1
