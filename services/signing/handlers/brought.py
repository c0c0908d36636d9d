"""A file somebody brings to be looked at: on disk for as long as it is looked at, then gone."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from services.kernel.errors import BadInput

_MARK = b"%PDF-"


@contextmanager
def brought(stream: BinaryIO) -> Iterator[Path]:
    """The brought PDF as a local file; BadInput `not-a-pdf` when it does not begin like one."""
    start = stream.read(1024)
    if _MARK not in start:
        detail = "Tệp này trống." if not start else "Tệp này không phải PDF."
        raise BadInput("not-a-pdf", detail, "Chọn tệp PDF có chữ ký số.", fields={"file": detail})
    with tempfile.TemporaryDirectory(prefix="vanthu-") as folder:
        path = Path(folder) / "brought.pdf"
        with path.open("wb") as target:
            target.write(start)
            shutil.copyfileobj(stream, target, 1 << 20)
        yield path
